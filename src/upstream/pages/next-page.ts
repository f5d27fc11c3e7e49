import type { Json } from '../../base/json.ts';
import { bodyProperty } from '../../catalog/argument.ts';
import type { PageArgument, Paging } from '../../catalog/paging.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import type { Arguments } from '../request.ts';
import { readSigns, type Signs } from './answer-signs.ts';
import { findLink } from './link-header.ts';
import { findList } from './list.ts';

/** How the next page is asked for. */
export interface NextPage {
  /** What changes in the arguments. */
  readonly changes: Arguments;
  /** Parameters of the query that the document does not describe, from a link of the API. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The answer says that there is one; else this page was full, so there may be. */
  readonly isSure: boolean;
}

export interface Answered {
  readonly request: HttpRequest;
  readonly response: Pick<HttpResponse, 'headers' | 'url'>;
  /** The JSON of the answer, where it is JSON. */
  readonly value: Json | undefined;
}

/**
 * How the next page is asked for, by what an answer says: a link (RFC 8288, HAL, JSON:API, OData and the like), a token
 * for a parameter, or numbers of pages and items. Nothing where there is none, or none that is known.
 *
 * A link is never followed as it stands. Its query is turned into arguments of the same operation, so that the next call
 * goes where the API is and through the same steps as this one, whatever host the link names.
 */
export function findNextPage(
  tool: Tool,
  args: Arguments,
  { request, response, value }: Answered,
): NextPage | undefined {
  const header = response.headers['link'];
  const linked = header === undefined ? undefined : findLink(header, 'next');
  const { paging } = tool;
  if (linked === undefined && !paging && (typeof value !== 'object' || value === null)) return undefined;
  const signs = readSigns(value);
  for (const link of [linked, signs.link]) {
    const next = link === undefined ? undefined : followLink(tool, request, response.url, link);
    if (next) return next;
  }
  if (!paging || signs.hasMore === false) return undefined;
  const list = findList(value);
  const byToken = takeToken(paging, signs) ?? takeLastId(paging, signs, list?.items);
  if (byToken) return byToken;
  return list ? count(paging, args, signs, list.items.length) : undefined;
}

/** What a link asks for that this request did not. */
function followLink(tool: Tool, request: HttpRequest, base: string, link: string): NextPage | undefined {
  if (!URL.canParse(link, base)) return undefined;
  const [next, here] = [new URL(link, base), new URL(request.url)];
  if (next.host !== here.host && next.host !== new URL(base).host && !isSamePath(next, here)) return undefined;
  const had = new Set([...here.searchParams].map(([name, value]) => `${name}=${value}`));
  const asked = [...next.searchParams].filter(([name, value]) => !had.has(`${name}=${value}`));
  if (asked.length === 0) return undefined;
  const changes: Record<string, Json> = {};
  const query: [string, string][] = [];
  for (const [name, value] of asked) {
    const argument = tool.arguments.find(({ parameter }) => parameter.in === 'query' && parameter.name === name);
    if (!argument) query.push([name, value]);
    else changes[argument.property] = typed(tool, argument.property, value);
  }
  return { changes, query, isSure: true };
}

/** Behind a proxy an API names itself by another host, and the path is longer or shorter at its beginning. */
function isSamePath(one: URL, other: URL): boolean {
  return one.pathname.endsWith(other.pathname) || other.pathname.endsWith(one.pathname);
}

/** A text of a query as the schema of its argument has it. */
function typed(tool: Tool, property: string, text: string): Json {
  const types = [tool.inputSchema.properties[property]?.['type']].flat();
  if ((types.includes('integer') || types.includes('number')) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (types.includes('boolean') && /^(true|false)$/.test(text)) return text === 'true';
  return types.includes('array') ? [text] : text;
}

function takeToken({ cursor, page, offset }: Paging, { token }: Signs): NextPage | undefined {
  if (!token) return undefined;
  const { value } = token;
  if (typeof value === 'number') {
    const target = /offset|start/.test(token.plainName) ? offset : (page ?? offset);
    return target && change(target, value);
  }
  if (cursor) return change(cursor, value);
  return /^\d+$/.test(value) && (page ?? offset) ? change((page ?? offset)!, Number(value)) : undefined;
}

/** The last item's id, where an answer says that there is more and a parameter takes an id (Stripe, OpenAI). */
function takeLastId(
  { cursor }: Paging,
  { hasMore, lastId }: Signs,
  items: readonly Json[] | undefined,
): NextPage | undefined {
  if (hasMore !== true || !cursor || !/after|lastid|since|cursor/.test(cursor.plainName)) return undefined;
  const last = items?.at(-1) as { readonly id?: unknown } | null | undefined;
  const id = lastId ?? last?.id;
  return typeof id === 'string' || typeof id === 'number' ? change(cursor, id) : undefined;
}

/** The next number of a page or offset, where there is or may be more. */
function count(
  { page, offset, size }: Paging,
  args: Arguments,
  { hasMore, total, pages }: Signs,
  shown: number,
): NextPage | undefined {
  const target = page ?? offset;
  if (!target || shown === 0) return undefined;
  const given = valueOf(target, args);
  const perPage = size && (valueOf(size, args) ?? size.fallback);
  const full = perPage === undefined ? undefined : shown >= perPage;
  if (page) {
    const current = given ?? page.fallback ?? 1;
    const done = page.fallback === 0 ? current + 1 : current;
    const known =
      pages !== undefined
        ? done < pages
        : total !== undefined && perPage !== undefined
          ? done * perPage < total
          : hasMore;
    return (known ?? full) ? change(page, current + 1, known === true) : undefined;
  }
  const before = given ?? offset!.fallback ?? 0;
  const known = total === undefined || total === shown ? hasMore : before + shown < total;
  return (known ?? full) ? change(offset!, before + shown, known === true) : undefined;
}

function valueOf({ property, inBody }: PageArgument, args: Arguments): number | undefined {
  const holder = (inBody ? args[bodyProperty] : args) as Readonly<Record<string, Json>> | undefined;
  const value = holder?.[property];
  return typeof value === 'number' ? value : undefined;
}

function change({ property, inBody }: PageArgument, value: Json, isSure = true): NextPage {
  return { changes: inBody ? { [bodyProperty]: { [property]: value } } : { [property]: value }, query: [], isSure };
}

/** Arguments with what changes for the next page; the members of a body change one by one. */
export function applyChanges(args: Arguments, changes: Arguments): Arguments {
  const body = changes[bodyProperty];
  if (body === undefined) return { ...args, ...changes };
  return {
    ...args,
    ...changes,
    [bodyProperty]: { ...(args[bodyProperty] as object | undefined), ...(body as object) },
  };
}
