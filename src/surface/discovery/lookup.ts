import type { Search } from '../../catalog/search/search.ts';
import { splitWords } from '../../catalog/search/words.ts';
import { failureResult, type ToolResult } from '../../catalog/tool-result.ts';
import type { Tool } from '../../catalog/tool.ts';
import { nearest } from '../../base/nearest.ts';
import { searchName } from './definitions.ts';

/** The operations of a surface by what a model may call them. */
export interface Operations {
  readonly tools: readonly Tool[];
  has: (tool: Tool) => boolean;
  /** By the name of the tool, the operationId, or method and path; case and punctuation do not count where that is unique. */
  find: (name: string) => Tool | undefined;
  /** Why there is no such operation, with those that may be meant. */
  explainUnknown: (name: string) => Promise<ToolResult>;
}

export function createOperations(tools: readonly Tool[], search: Search): Operations {
  const all = new Set(tools);
  const byName = new Map<string, Tool>();
  const byOther = new Map<string, Tool | undefined>();
  for (const tool of tools) {
    byName.set(tool.name, tool);
    const { operationId, id } = tool.operation;
    for (const other of new Set([tool.name, operationId ?? '', id].map(simplify)))
      byOther.set(other, byOther.has(other) ? undefined : tool);
  }
  const has = (tool: Tool): boolean => all.has(tool);
  return {
    tools,
    has,
    find: (name) => byName.get(name) ?? (simplify(name) === '' ? undefined : byOther.get(simplify(name))),
    explainUnknown: async (name) => {
      const close = nearest(name, [...byName.keys()]);
      const found = await search(splitWords(name).join(' '), { limit: 5, accepts: has });
      const names = [...new Set([...(close === undefined ? [] : [close]), ...found.map(({ item }) => item.name)])];
      return failureResult(
        'OPERATION_UNKNOWN',
        `There is no operation ${JSON.stringify(name)}, so nothing was sent`,
        names.length === 0
          ? `Find its name with ${searchName}.`
          : `Nearest: ${names.slice(0, 5).join(', ')}. Or find it with ${searchName}.`,
      );
    },
  };
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
