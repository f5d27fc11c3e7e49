import { stringifyExact } from '../../base/exact.ts';
import { isObject, type Json } from '../../base/json.ts';
import { allPagesProperty } from '../../catalog/argument.ts';
import { estimateTokens } from '../../catalog/tokens.ts';
import { type CallContext, errorMeta, notesMeta, type ToolResult } from '../../catalog/tool-result.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { Api } from '../api.ts';
import { callTool, nextMeta } from '../call.ts';
import type { Arguments } from '../request.ts';
import { findList, withItems } from './list.ts';
import { applyChanges, type NextPage } from './next-page.ts';

/** How much is read by one call of all pages. */
export interface PageLimits {
  readonly pages: number;
  readonly pagesItems: number;
  readonly pagesTokens: number;
}

/** Characters of arguments that are repeated in the call for the next page. */
const longestCall = 400;

/**
 * Calls a tool and says how to get the next page; with `all_pages` reads them all, one after the other, each like a call
 * of its own. They share the deadline of one call. What was read before something failed is a result, with the failure
 * in words; a failure of the first page is that failure.
 */
export async function callPages(
  api: Api,
  tool: Tool,
  given: unknown,
  context: CallContext,
  limits: PageLimits,
): Promise<ToolResult> {
  const args = (isObject(given) ? given : {}) as Arguments;
  const wanted = args[allPagesProperty];
  if (!Object.hasOwn(tool.inputSchema.properties, allPagesProperty) || !(wanted === true || wanted === 'true')) {
    const result = await callTool(api, tool, given, context);
    const next = result._meta?.[nextMeta] as NextPage | undefined;
    return next ? withNote(result, describeNext(tool, args, next)) : result;
  }
  return readPages(api, tool, { ...args, [allPagesProperty]: undefined }, context, limits);
}

async function readPages(
  api: Api,
  tool: Tool,
  first: Arguments,
  context: CallContext,
  limits: PageLimits,
): Promise<ToolResult> {
  const deadline = AbortSignal.timeout(api.timeout);
  const signal = context.signal ? AbortSignal.any([context.signal, deadline]) : deadline;
  const items: Json[] = [];
  const asked = new Set<string>();
  let [args, query, pages, tokens] = [first, [] as NextPage['query'], 0, 0];
  const tell = context.onProgress && tellPages(context.onProgress);
  let last: ToolResult | undefined;
  let path: readonly string[] = [];
  const stop = (why: string, next?: NextPage): ToolResult => {
    const answer = withItems(last!.structuredContent!, path, items);
    const how = next ? ` ${describeNext(tool, args, next)}` : '';
    const note = `${pages} ${pages === 1 ? 'page was' : 'pages were'} read, ${items.length} items${why}.${how}`;
    const result = {
      ...last!,
      content: [{ type: 'text' as const, text: JSON.stringify(answer) }],
      structuredContent: answer,
    };
    return withNote(result, note, { 'routewright/pages': { pages, items: items.length } });
  };
  for (;;) {
    const result: ToolResult = await callTool(api, tool, args, {
      ...context,
      signal,
      query,
      ...(tell ? { onProgress: tell(pages + 1) } : {}),
    });
    if (result.isError === true || result.authorization) {
      if (!last || context.signal?.aborted === true) return result;
      const retry = { changes: {}, query: [], isSure: true };
      if (deadline.aborted) return stop(`; then the time of ${api.timeout / 1000} s for a call was over`, retry);
      const partial = stop(`; then it failed: ${wordsOf(result)}`, retry);
      return { ...partial, _meta: { ...partial._meta, [errorMeta]: result._meta?.[errorMeta] } };
    }
    const list = findList(result.structuredContent);
    if (!list) return last ? stop('; the next answer held no list') : result;
    const text = JSON.stringify(list.items);
    if (asked.has(text) && list.items.length > 0) return stop('; the next page was one that had been read already');
    asked.add(text);
    [last, path, pages] = [result, list.path, pages + 1];
    items.push(...list.items);
    tokens += estimateTokens(text);
    const next = result._meta?.[nextMeta] as NextPage | undefined;
    if (!next || (list.items.length === 0 && !next.isSure)) return stop(': that is all');
    const limit = limitReached(limits, { pages, items: items.length, tokens });
    if (limit !== undefined) return stop(`; the limit of ${limit} is reached`, next);
    const call = stringifyExact([applyChanges(args, next.changes), next.query]);
    if (asked.has(call)) return stop('; the next page is one that had been read already');
    asked.add(call);
    args = applyChanges(args, next.changes);
    query = next.query;
  }
}

/** Progress over several pages, each going on where the one before it ended: it must grow with each notice. */
function tellPages(
  tell: NonNullable<CallContext['onProgress']>,
): (page: number) => NonNullable<CallContext['onProgress']> {
  let most = 0;
  return (page) => {
    const before = most;
    return (received, _, message) => {
      most = Math.max(most, before + received);
      tell(before + received, undefined, message === undefined ? `Page ${page}` : `Page ${page}: ${message}`);
    };
  };
}

function limitReached(
  { pages, pagesItems, pagesTokens }: PageLimits,
  so: { pages: number; items: number; tokens: number },
): string | undefined {
  if (so.pages >= pages) return `${pages} pages`;
  if (so.items >= pagesItems) return `${pagesItems} items`;
  return so.tokens >= pagesTokens ? `${pagesTokens} tokens` : undefined;
}

/** The next page as a call that is ready to be made. */
function describeNext(tool: Tool, args: Arguments, { changes, query, isSure }: NextPage): string {
  const head = isSure ? 'The next page' : 'There may be more; the next page';
  if (query.length > 0) {
    const names = query.map(([name]) => `\`${name}\``).join(', ');
    const all = Object.hasOwn(tool.inputSchema.properties, allPagesProperty)
      ? `; ${allPagesProperty}: true reads on`
      : '';
    return `${head} is asked for by ${names}, which the document does not describe${all}.`;
  }
  const whole = stringifyExact(applyChanges(args, changes));
  return whole.length <= longestCall
    ? `${head}: ${tool.name} ${whole}`
    : `${head}: ${tool.name} with the same arguments and ${stringifyExact(changes)}`;
}

function withNote(result: ToolResult, note: string, more: object = {}): ToolResult {
  return { ...result, _meta: { ...result._meta, ...more, [notesMeta]: [note] } };
}

function wordsOf({ content }: ToolResult): string {
  const [part] = content;
  return part?.type === 'text'
    ? part.text.split('\n', 2).join(' ').slice(0, 400).toWellFormed().replace(/\.$/, '')
    : 'no reason is known';
}
