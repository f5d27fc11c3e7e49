import { own } from '../../base/json.ts';
import type { Search } from '../../catalog/search/search.ts';
import { estimateTokens } from '../../catalog/tokens.ts';
import { failureResult, type ToolResult } from '../../catalog/tool-result.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { Operations } from './lookup.ts';

/** Most tokens of the answer to a search. */
const answerTokens = 2000;
/** Most tokens of one operation with its schema: more would leave no room for the next. */
const schemaTokens = 900;
const mostSchemas = 4;
const usualHits = 8;
const mostHits = 50;

/** How a hit is shown: in a line or two, or with all that a call of it needs. */
export interface Presentation {
  readonly briefly: (tool: Tool) => string;
  /** In at most so many tokens, by estimate, where that is possible. */
  readonly wholly: (tool: Tool, tokens: number) => string | undefined;
}

/** The answer to `search_operations`: the best operations, the first of them shown whole while there is room. */
export async function findOperations(
  search: Search,
  operations: Operations,
  show: Presentation,
  args: unknown,
): Promise<ToolResult> {
  const query = own(args, 'query');
  if (typeof query !== 'string' || query.trim() === '')
    return failureResult(
      'ARGUMENTS_INVALID',
      'query: expected what to look for, in plain words',
      'Example: {"query":"list open invoices"}',
    );
  const limit = Number(own(args, 'limit') ?? usualHits);
  const accepts = createFilter(args);
  const hits = await search(query, {
    limit: Number.isInteger(limit) && limit > 0 ? Math.min(limit, mostHits) : usualHits,
    accepts: (tool) => operations.has(tool) && accepts(tool),
  });
  if (hits.length === 0) return { content: [{ type: 'text', text: explainNothing(operations, query, accepts) }] };
  return {
    content: [
      {
        type: 'text',
        text: present(
          hits.map(({ item }) => item),
          operations.tools.length,
          show,
        ),
      },
    ],
  };
}

function present(tools: readonly Tool[], all: number, { briefly, wholly }: Presentation): string {
  const brief = tools.map(briefly);
  let left = answerTokens - estimateTokens(brief.join('\n\n')) - 20;
  const parts = tools.map((tool, index) => {
    const short = brief[index]!;
    const room = Math.min(schemaTokens, left + estimateTokens(short));
    // Whoever is far down the list is seldom the one; what is left is better not spent.
    const whole = index < mostSchemas && left > 0 ? wholly(tool, room) : undefined;
    if (whole === undefined || estimateTokens(whole) > room) return short;
    left -= estimateTokens(whole) - estimateTokens(short);
    return whole;
  });
  return [`${tools.length} of ${all} operations, the best first:`, ...parts].join('\n\n');
}

function createFilter(args: unknown): (tool: Tool) => boolean {
  const tag = lower(own(args, 'tag'));
  const method = lower(own(args, 'method'));
  const api = lower(own(args, 'api'));
  return ({ operation, api: ofApi }) =>
    (tag === undefined || operation.tags.some((name) => name.toLowerCase() === tag)) &&
    (method === undefined || operation.method.toLowerCase() === method) &&
    (api === undefined || ofApi.toLowerCase() === api);
}

function lower(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined;
}

function explainNothing({ tools }: Operations, query: string, accepts: (tool: Tool) => boolean): string {
  const left = tools.filter(accepts).length;
  if (left > 0) return `Nothing among ${left} operations holds the words of ${JSON.stringify(query)}. Try other words.`;
  const tags = [...new Set(tools.flatMap(({ operation }) => operation.tags))];
  return `No operation passes the filters. Tags are: ${tags.slice(0, 60).join(', ')}${tags.length > 60 ? ', …' : ''}.`;
}
