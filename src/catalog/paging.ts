import { isObject, own, text } from '../base/json.ts';
import type { Argument } from './argument.ts';
import { bodyProperty } from './argument.ts';
import type { InputSchema } from './json-schema.ts';

/** An argument that says which part of a list is wanted. */
export interface PageArgument {
  /** The property of the tool, or of its body. */
  readonly property: string;
  readonly inBody: boolean;
  /** By its wire name, lower case, without what separates words. */
  readonly plainName: string;
  /** What it is where it is left out, if the document says so. */
  readonly fallback: number | undefined;
}

/** How an operation is asked for the next page, as far as its parameters say. */
export interface Paging {
  /** Takes what an answer says is the place to go on. */
  readonly cursor?: PageArgument;
  /** Takes the number of a page. */
  readonly page?: PageArgument;
  /** Takes how many items come before. */
  readonly offset?: PageArgument;
  /** Takes how many items a page has. */
  readonly size?: PageArgument;
}

const cursors = new Set(
  `cursor startcursor nextcursor pagecursor aftercursor pagetoken nextpagetoken nexttoken token continuationtoken continuation
  continue paginationtoken after pageafter afterid startingafter marker pagemarker usemarker startmarker starttoken skiptoken
  exclusivestartkey bookmark scrollid nextpage pageid nextid lastid sinceid searchafter lastkey nextlink pageinfo
  startafter iterator`.split(/\s+/),
);
const pages = new Set('page pagenumber pageno pagenum pageindex currentpage p pagepage'.split(' '));
const offsets = new Set('offset skip start startindex startat from pageoffset startposition first startrow'.split(' '));
const sizes = new Set(
  `limit perpage pagesize count size maxresults max top maxitems resultsperpage itemsperpage pagelimit rows n num take
  maxpagesize first maxkeys batchsize pageper pagemax`.split(/\s+/),
);

/** Wire names without what separates words: `page[after]`, `page_after` and `pageAfter` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/**
 * Recognises how an operation is paged by the names and types of its parameters, and of the members of its body. Nothing
 * where none asks for a part of a list.
 */
export function findPaging(toolArguments: readonly Argument[], schema: InputSchema): Paging | undefined {
  const found: { -readonly [role in keyof Paging]: PageArgument } = {};
  const consider = (name: string, property: string, inBody: boolean, shape: unknown): void => {
    // `listOptions.continue`: what stands before the dot says nothing of its own.
    const role = roleOf(plainName(name), shape) ?? roleOf(plainName(name.slice(name.lastIndexOf('.') + 1)), shape);
    if (role === undefined || found[role]) return;
    const fallback = own(shape, 'default');
    found[role] = {
      property,
      inBody,
      plainName: plainName(name),
      fallback: typeof fallback === 'number' ? fallback : undefined,
    };
  };
  for (const { property, parameter } of toolArguments)
    if (parameter.in === 'query') consider(parameter.name, property, false, own(schema.properties, property));
  const members = own(bodySchema(schema), 'properties');
  if (isObject(members)) for (const name of Object.keys(members)) consider(name, name, true, members[name]);
  return found.cursor || found.page || found.offset ? found : undefined;
}

function roleOf(name: string, shape: unknown): keyof Paging | undefined {
  const types = [own(shape, 'type')].flat();
  const isNumber = types.includes('integer') || types.includes('number');
  const isDate = /^date/.test(text(own(shape, 'format')) ?? '');
  if (types.includes('boolean') || types.includes('object')) return undefined;
  if (isNumber || types[0] === undefined) {
    if (pages.has(name)) return 'page';
    if (sizes.has(name) && !(offsets.has(name) && name !== 'first')) return 'size';
    if (offsets.has(name) && name !== 'first') return 'offset';
  }
  if (sizes.has(name) && types.includes('string')) return 'size';
  if (isDate) return undefined;
  if (cursors.has(name)) return 'cursor';
  // Where a page or an offset is a text, it is what the answer before gave.
  return types.includes('string') && (name === 'page' || name === 'offset') ? 'cursor' : undefined;
}

function bodySchema(schema: InputSchema): unknown {
  const body = own(schema.properties, bodyProperty);
  const reference = own(body, '$ref');
  return typeof reference === 'string' ? own(schema.$defs, reference.slice('#/$defs/'.length)) : body;
}
