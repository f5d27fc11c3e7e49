import type { Tool } from './tool.ts';

/** What a call does to the world: nothing, something, or something that cannot be taken back. */
export type Effect = 'read' | 'write' | 'delete';

export function effectOf({ annotations }: Pick<Tool, 'annotations'>): Effect {
  if (annotations.readOnlyHint) return 'read';
  return annotations.destructiveHint ? 'delete' : 'write';
}
