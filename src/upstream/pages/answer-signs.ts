import { isObject, type Json, own } from '../../base/json.ts';
import { plainName } from '../../catalog/paging.ts';

/** What an answer says about the next page. */
export interface Signs {
  /** A URL or path with a query. */
  readonly link: string | undefined;
  /** Where to go on, with the plain name it has in the answer. */
  readonly token: { readonly plainName: string; readonly value: string | number } | undefined;
  /** Whether there is more, where the answer says so. */
  readonly hasMore: boolean | undefined;
  /** Numbers that the answer gives: of all items, of all pages, of this one. */
  readonly total: number | undefined;
  readonly pages: number | undefined;
  readonly lastId: string | number | undefined;
}

const containers = [
  'meta',
  'metadata',
  'pagination',
  'paging',
  'page',
  'pages',
  'pageInfo',
  'page_info',
  'links',
  '_links',
  'cursors',
  'cursor',
  'response_metadata',
  'responseMetadata',
  '_metadata',
  'result_info',
  'paginator',
  'd',
  'result',
  'data',
  'response',
  'after',
  'next',
  'page_context',
  'additional_data',
];
const linkNames =
  /^(next|nexturl|nexturi|nextpageurl|nextpageuri|nextlink|nextpagelink|odatanextlink|nexthref|nextpage|nextpath)$/;
const tokenNames =
  /^(next|nextcursor|nextpagetoken|nexttoken|nextpage|nextpagecursor|continuationtoken|nextcontinuationtoken|continuation|continue|endcursor|nextmarker|paginationtoken|nextpaginationtoken|bookmark|scrollid|cursor|pagetoken|after|nextstart|nextoffset|offsetnext|nextid|nextpageid|nextpagenumber|lastevaluatedkey)$/;
const moreNames = /^(hasmore|more|hasnext|hasnextpage|morepages|moreitems|istruncated|hasmoreitems|hasmorepages)$/;
const totalNames =
  /^(total|totalcount|totalitems|totalresults|totalrecords|totalelements|count|totalsize|resultcount|odatacount|totalhits|itemcount|numfound)$/;
const pageCountNames = /^(totalpages|pagecount|pages|lastpage|numpages|totalpagecount|pagestotal|numberofpages)$/;

/** Reads what an answer says about the next page: near its root and within the members that usually hold it. */
export function readSigns(answer: Json | undefined): Signs {
  const signs: { -readonly [key in keyof Signs]: Signs[key] } = {
    link: undefined,
    token: undefined,
    hasMore: undefined,
    total: undefined,
    pages: undefined,
    lastId: undefined,
  };
  if (isObject(answer)) read(answer, signs, 0);
  return signs;
}

function read(
  object: Readonly<Record<string, unknown>>,
  signs: { -readonly [key in keyof Signs]: Signs[key] },
  depth: number,
): void {
  for (const key of Object.keys(object)) {
    const value = object[key];
    const name = plainName(key);
    if (typeof value === 'string' && value !== '') {
      if (linkNames.test(name) && isLink(value)) signs.link ??= value;
      else if (tokenNames.test(name) && !isLink(value)) signs.token ??= { plainName: name, value };
      else if (name === 'lastid') signs.lastId ??= value;
    } else if (typeof value === 'number') {
      if (totalNames.test(name)) signs.total ??= value;
      else if (pageCountNames.test(name)) signs.pages ??= value;
      else if (tokenNames.test(name)) signs.token ??= { plainName: name, value };
      else if (name === 'lastid') signs.lastId ??= value;
    } else if (typeof value === 'boolean') {
      if (moreNames.test(name)) signs.hasMore ??= value;
      // Spring says `last: false`.
      else if (name === 'last' || name === 'islast' || name === 'islastpage') signs.hasMore ??= !value;
    } else if (
      value === null &&
      /^(next|nextcursor|nextpage|nextpagetoken|nexttoken|nextlink|nexturl|nextpageuri)$/.test(name)
    ) {
      signs.hasMore ??= false;
    } else if (Array.isArray(value)) {
      if (name === 'links' || name === 'link') signs.link ??= linkOf(value);
    } else if (isObject(value)) {
      const href = name === 'next' ? (own(value, 'href') ?? own(value, 'url')) : undefined;
      if (typeof href === 'string') signs.link ??= href;
      if (depth < 2 && containers.includes(key)) read(value, signs, depth + 1);
    }
  }
}

/** Links as a list: `{ rel: "next", href }`; FHIR says `relation` and `url`. */
function linkOf(links: readonly unknown[]): string | undefined {
  const next = links.find((link) => own(link, 'rel') === 'next' || own(link, 'relation') === 'next');
  const target = own(next, 'href') ?? own(next, 'url');
  return typeof target === 'string' ? target : undefined;
}

function isLink(text: string): boolean {
  return /^(https?:\/\/|\/|\?)/.test(text) || /^[\w./-]+\?[\w$.[\]%-]+=/.test(text);
}
