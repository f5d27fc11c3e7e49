/** How a change touches whoever calls the tools: a `compatible` one leaves every call that was right as it was. */
export type ChangeKind = 'removed' | 'renamed' | 'breaking' | 'added' | 'compatible';

/** One difference between two lists of tools. */
export interface Change {
  readonly kind: ChangeKind;
  /** The name of the tool; of a renamed one the old one. */
  readonly tool: string;
  /** What differs, as the end of a sentence that begins with the tool. */
  readonly message: string;
}

/** Whether a call that was right may fail because of it. */
export function isBreaking({ kind }: Change): boolean {
  return kind === 'removed' || kind === 'renamed' || kind === 'breaking';
}
