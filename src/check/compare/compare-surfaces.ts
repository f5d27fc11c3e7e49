import { own } from '../../base/json.ts';
import type { Tool } from '../../catalog/tool.ts';
import { toDefinition } from '../../surface/direct.ts';
import type { ListedTool } from '../subject.ts';
import { type Change } from './change.ts';
import { compareInputs } from './compare-schemas.ts';

/** A tool to be compared: as it is listed, and what is known of its operation. */
export interface ComparedTool extends ListedTool {
  /** `GET /pets/{id}`. */
  readonly route: string | undefined;
  /** The media types that its body may have; unknown for a tool that only a list names. */
  readonly bodyTypes: readonly string[] | undefined;
}

/** A tool of ours, to be compared. */
export function comparedTool(tool: Tool): ComparedTool {
  return {
    ...(toDefinition(tool) as unknown as ListedTool),
    route: tool.operation.id,
    bodyTypes: tool.body?.contents.map(({ contentType }) => contentType) ?? [],
  };
}

/** A tool of a list; the route stands in the descriptions that we write. */
export function comparedListing(tool: ListedTool): ComparedTool {
  const route = /^([A-Z]+ \/\S*)$/m.exec(tool.description ?? '')?.[1];
  return { ...tool, route, bodyTypes: undefined };
}

/**
 * What has changed from one list of tools to another, for whoever calls them. A tool that has another name now is told
 * by its operation, or by its words and schema where that is not known.
 */
export function compareSurfaces(olds: readonly ComparedTool[], nexts: readonly ComparedTool[]): Change[] {
  const byName = new Map(nexts.map((tool) => [tool.name, tool]));
  const oldNames = new Set(olds.map(({ name }) => name));
  const added = nexts.filter(({ name }) => !oldNames.has(name));
  const renamed = new Set<ComparedTool>();
  const changes = olds.flatMap((old): Change[] => {
    const same = byName.get(old.name);
    if (same) return compareTools(old, same);
    const next = added.find((candidate) => !renamed.has(candidate) && isSameOperation(old, candidate));
    if (!next) return [{ kind: 'removed', tool: old.name, message: `is gone${shown(old)}` }];
    renamed.add(next);
    return [
      { kind: 'renamed', tool: old.name, message: `is called ${next.name} now${shown(next)}` },
      ...compareTools(old, next),
    ];
  });
  for (const tool of added)
    if (!renamed.has(tool)) changes.push({ kind: 'added', tool: tool.name, message: `is new${shown(tool)}` });
  return changes;
}

function shown({ route }: ComparedTool): string {
  return route === undefined ? '' : ` (${route})`;
}

function isSameOperation(old: ComparedTool, next: ComparedTool): boolean {
  if (old.route !== undefined && next.route !== undefined) return old.route === next.route;
  return old.description === next.description && JSON.stringify(old.inputSchema) === JSON.stringify(next.inputSchema);
}

function compareTools(old: ComparedTool, next: ComparedTool): Change[] {
  const tool = old.name;
  const change = (breaking: boolean, message: string): Change => ({
    kind: breaking ? 'breaking' : 'compatible',
    tool,
    message,
  });
  const changes: Change[] = [];
  if (old.route !== undefined && next.route !== undefined && old.route !== next.route)
    changes.push(change(false, `calls ${next.route} now, before ${old.route}`));
  const gone = next.bodyTypes && old.bodyTypes?.filter((type) => !next.bodyTypes!.includes(type));
  if (gone && gone.length > 0) changes.push(change(true, `no longer takes a body of ${gone.join(' or ')}`));
  const readOnly = [old, next].map(({ annotations }) => own(annotations, 'readOnlyHint'));
  if (readOnly[0] === true && readOnly[1] !== true)
    changes.push(change(true, 'was read-only and changes something now'));
  const destructive = [old, next].map(({ annotations }) => own(annotations, 'destructiveHint'));
  if (destructive[0] === false && destructive[1] === true) changes.push(change(true, 'is destructive now'));
  for (const { breaking, path, message } of compareInputs(old.inputSchema, next.inputSchema))
    changes.push(change(breaking, path === '' ? `${message} (the arguments as a whole)` : `${path} ${message}`));
  if (old.description !== next.description) changes.push(change(false, 'is described in other words'));
  if (old.title !== next.title) changes.push(change(false, `is titled “${next.title ?? ''}” now`));
  const sameHints = JSON.stringify(old.annotations) === JSON.stringify(next.annotations);
  if (!sameHints && !changes.some(({ kind }) => kind === 'breaking'))
    changes.push(change(false, 'has other annotations'));
  return changes;
}
