import type { Effect } from '../../catalog/effect.ts';
import type { CodeLimits } from '../sandbox/protocol.ts';
import type { ToolDefinition } from '../surface.ts';

export const searchName = 'search_operations';
export const runName = 'run_code';

/** The two tools of code mode, for so many operations. `effects` are those that code can have here. */
export function defineCode(
  count: number,
  apis: readonly string[],
  effects: ReadonlySet<Effect>,
  limits: CodeLimits,
): ToolDefinition[] {
  return [defineSearch(count, apis), defineRun(effects, limits)];
}

function defineSearch(count: number, apis: readonly string[]): ToolDefinition {
  return {
    name: searchName,
    title: 'Search operations',
    description: `Finds, among ${count} API operations, those that do what you want, and shows how ${runName} calls them: a TypeScript signature with arguments and what they return for the best, a line for the others.`,
    inputSchema: {
      type: 'object',
      properties: {
        query: {
          type: 'string',
          description: 'What you want to do, in plain words: "close an issue", "unpaid invoices of a customer".',
        },
        names: {
          type: 'array',
          items: { type: 'string' },
          description: 'Operations whose whole signature you want, by name; instead of a query.',
        },
        ...(apis.length > 1
          ? { api: { type: 'string', enum: apis, description: 'Only operations of this API.' } }
          : {}),
        limit: { type: 'integer', minimum: 1, maximum: 50, default: 8 },
      },
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    _meta: { 'anthropic/alwaysLoad': true },
  };
}

const mayDo: Readonly<Record<Effect, string>> = {
  read: 'Only reading operations may be called.',
  write: 'Operations that read, create or change may be called, but none that delete.',
  delete: 'Operations of every kind may be called, deleting ones too.',
};

function defineRun(effects: ReadonlySet<Effect>, { timeout, calls }: CodeLimits): ToolDefinition {
  const most = (['delete', 'write', 'read'] as const).find((effect) => effects.has(effect)) ?? 'read';
  return {
    name: runName,
    title: 'Run code',
    description: `Runs JavaScript that calls API operations, and gives back its value. Find the operations with ${searchName} first.
- \`await api.NAME({…})\` calls one. Its value is the parsed JSON of the answer, a string for text, {mimeType, base64} for a file. A failed call throws an Error with \`status\`, \`code\`, \`message\`.
- The last expression, or \`return\`, is the result; console.log is shown beside it. Filter, join and count here, and give back only what is needed. A file in the result is shown as one.
- Several calls at once: \`await Promise.all([…])\`. Pages: loop over them.
- There is nothing else: no fetch, imports or files. setTimeout is there. Nothing is kept between runs. At most ${calls} calls and ${timeout / 1000} s.
${mayDo[most]}`,
    inputSchema: {
      type: 'object',
      properties: {
        code: {
          type: 'string',
          description:
            'For example: const { items } = await api.listBooks({ limit: 50 });\nreturn items.map((book) => book.title);',
        },
      },
      required: ['code'],
      additionalProperties: false,
    },
    annotations: {
      readOnlyHint: most === 'read',
      destructiveHint: most === 'delete',
      idempotentHint: most === 'read',
      openWorldHint: true,
    },
    _meta: { 'anthropic/alwaysLoad': true },
  };
}
