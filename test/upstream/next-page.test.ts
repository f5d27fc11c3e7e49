import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/base/json.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { findLink } from '../../src/upstream/pages/link-header.ts';
import { findNextPage } from '../../src/upstream/pages/next-page.ts';
import { toolOf } from '../catalog/document.ts';

const integer = { type: 'integer' };
const string = { type: 'string' };

/** A GET operation with query parameters of these schemas. */
function listTool(parameters: Readonly<Record<string, object>>): Promise<Tool> {
  const declared = Object.entries(parameters).map(([name, schema]) => ({ name, in: 'query', schema }));
  return toolOf({ parameters: declared }, {}, '3.1', 'GET /things');
}

interface Case {
  readonly api: string;
  readonly parameters: Readonly<Record<string, object>>;
  readonly args: Readonly<Record<string, Json>>;
  readonly url?: string;
  readonly link?: string;
  readonly answer: Json;
  /** What changes for the next page; nothing where there is none. */
  readonly next: Readonly<Record<string, Json>> | undefined;
  readonly query?: readonly (readonly [string, string])[];
  readonly isSure?: boolean;
}

const base = 'https://api.example.com/things';
const ten = Array.from({ length: 10 }, (_, index) => ({ id: `id_${index}` }));

/** Shapes that the APIs' own documentation shows. */
const cases: readonly Case[] = [
  {
    api: 'GitHub: Link, with a path of its own',
    parameters: { page: { ...integer, default: 1 }, per_page: { ...integer, default: 30 } },
    args: { per_page: 10 },
    url: `${base}?per_page=10`,
    link: '<https://api.example.com/repositories/1300192/things?per_page=10&page=2>; rel="next", <https://api.example.com/repositories/1300192/things?per_page=10&page=50>; rel="last"',
    answer: ten,
    next: { page: 2 },
  },
  {
    api: 'GitHub: the last page',
    parameters: { page: { ...integer, default: 1 }, per_page: { ...integer, default: 30 } },
    args: { page: 2 },
    link: '<https://api.example.com/things?page=1>; rel="prev"',
    answer: ten,
    next: undefined,
  },
  {
    api: 'Stripe: has_more and the last id',
    parameters: { starting_after: string, ending_before: string, limit: integer },
    args: { limit: 10 },
    answer: { object: 'list', has_more: true, url: '/v1/charges', data: ten },
    next: { starting_after: 'id_9' },
  },
  {
    api: 'Stripe: the end',
    parameters: { starting_after: string, ending_before: string, limit: integer },
    args: { limit: 10 },
    answer: { object: 'list', has_more: false, data: ten },
    next: undefined,
  },
  {
    api: 'OData: @odata.nextLink',
    parameters: { $top: integer, $skip: integer, $filter: string },
    args: {},
    answer: { '@odata.context': 'x', value: ten, '@odata.nextLink': `${base}?$skip=10` },
    next: { skip: 10 },
  },
  {
    api: 'Microsoft Graph: a skip token that the document does not name',
    parameters: { $top: integer },
    args: { top: 10 },
    url: `${base}?$top=10`,
    answer: { value: ten, '@odata.nextLink': `${base}?$top=10&$skiptoken=X%274453%27` },
    next: {},
    query: [['$skiptoken', "X'4453'"]],
  },
  {
    api: 'Twilio: next_page_uri',
    parameters: { PageSize: integer, Page: integer, PageToken: string },
    args: {},
    answer: {
      calls: ten,
      page: 0,
      page_size: 10,
      next_page_uri: '/things?PageSize=10&Page=1&PageToken=PAabc',
      uri: '/things',
    },
    next: { PageSize: 10, Page: 1, PageToken: 'PAabc' },
  },
  {
    api: 'Kubernetes: metadata.continue',
    parameters: { limit: integer, continue: string },
    args: { limit: 10 },
    answer: {
      kind: 'PodList',
      metadata: { resourceVersion: '1', continue: 'ENCODED', remainingItemCount: 7 },
      items: ten,
    },
    next: { continue: 'ENCODED' },
  },
  {
    api: 'Google: nextPageToken',
    parameters: { pageToken: string, maxResults: integer },
    args: {},
    answer: { kind: 'drive#fileList', nextPageToken: 'tok', files: ten },
    next: { pageToken: 'tok' },
  },
  {
    api: 'Slack: response_metadata.next_cursor',
    parameters: { cursor: string, limit: integer },
    args: {},
    answer: { ok: true, members: ten, response_metadata: { next_cursor: 'dXNlcg==' } },
    next: { cursor: 'dXNlcg==' },
  },
  {
    api: 'Slack: an empty cursor is the end',
    parameters: { cursor: string, limit: integer },
    args: {},
    answer: { ok: true, members: ten, response_metadata: { next_cursor: '' } },
    next: undefined,
  },
  {
    api: 'Facebook: paging.next',
    parameters: { after: string, limit: integer },
    args: {},
    answer: { data: ten, paging: { cursors: { before: 'b', after: 'a' }, next: `${base}?limit=25&after=a` } },
    next: { limit: 25, after: 'a' },
  },
  {
    api: 'HAL: _links.next.href',
    parameters: { page: integer },
    args: {},
    answer: { _links: { self: { href: '/things' }, next: { href: '/things?page=2' } }, _embedded: { things: ten } },
    next: { page: 2 },
  },
  {
    api: 'JSON:API: links.next with brackets',
    parameters: { 'page[cursor]': string, 'page[size]': integer },
    args: {},
    answer: { data: ten, links: { next: `${base}?page%5Bcursor%5D=abc` } },
    next: { page_cursor: 'abc' },
  },
  {
    api: 'PayPal: links as a list',
    parameters: { page: integer, page_size: integer },
    args: { page: 1 },
    url: `${base}?page=1`,
    answer: {
      items: ten,
      links: [
        { rel: 'self', href: base },
        { rel: 'next', href: `${base}?page=2` },
      ],
    },
    next: { page: 2 },
  },
  {
    api: 'Django: next as a URL',
    parameters: { limit: integer, offset: integer },
    args: {},
    answer: { count: 1023, next: `${base}?limit=100&offset=400`, previous: null, results: ten },
    next: { limit: 100, offset: 400 },
  },
  {
    api: 'Django: next null is the end',
    parameters: { limit: integer, offset: integer },
    args: {},
    answer: { count: 1023, next: null, previous: null, results: ten },
    next: undefined,
  },
  {
    api: 'Spring: totalPages, pages from 0',
    parameters: { page: { ...integer, default: 0 }, size: { ...integer, default: 10 } },
    args: {},
    answer: { content: ten, totalPages: 3, totalElements: 25, last: false, number: 0 },
    next: { page: 1 },
  },
  {
    api: 'Spring: the last page',
    parameters: { page: { ...integer, default: 0 }, size: { ...integer, default: 10 } },
    args: { page: 2 },
    answer: { content: ten, totalPages: 3, totalElements: 25, last: true, number: 2 },
    next: undefined,
  },
  {
    api: 'offset and total',
    parameters: { offset: integer, limit: integer },
    args: { offset: 10, limit: 10 },
    answer: { items: ten, total: 35 },
    next: { offset: 20 },
  },
  {
    api: 'offset and total, the last items',
    parameters: { offset: integer, limit: integer },
    args: { offset: 25, limit: 10 },
    answer: { items: ten, total: 35 },
    next: undefined,
  },
  {
    api: 'nothing but a full page',
    parameters: { page: integer, per_page: { ...integer, default: 10 } },
    args: { page: 3 },
    answer: ten,
    next: { page: 4 },
    isSure: false,
  },
  {
    api: 'nothing but a page that is not full',
    parameters: { page: integer, per_page: { ...integer, default: 20 } },
    args: { page: 3 },
    answer: ten,
    next: undefined,
  },
  {
    api: 'a number of the next page',
    parameters: { page: integer, perPage: integer },
    args: {},
    answer: { items: ten, page: 1, perPage: 10, total: 24, next: 2 },
    next: { page: 2 },
  },
  {
    api: 'a link to itself',
    parameters: { page: integer },
    args: { page: 2 },
    url: `${base}?page=2`,
    link: '</things?page=2>; rel=next',
    answer: { items: [] },
    next: undefined,
  },
  {
    api: 'a link to another host and path',
    parameters: { page: integer },
    args: {},
    answer: { items: ten, next: 'https://evil.example.net/steal?page=2' },
    next: undefined,
  },
  {
    api: 'a link of an API behind a proxy',
    parameters: { page: integer },
    args: {},
    url: 'http://127.0.0.1:8080/things',
    answer: { items: ten, next: 'https://public.example.com/v1/things?page=2' },
    next: { page: 2 },
  },
  { api: 'no list at all', parameters: {}, args: {}, answer: { id: 1, next: 'tuesday' }, next: undefined },
];

describe('the next page is found by what an answer says', () => {
  test.each(cases)('$api', async ({ parameters, args, url = base, link, answer, next, query = [], isSure = true }) => {
    const tool = await listTool(parameters);
    const request = { method: 'GET', url, headers: {}, body: undefined, credentialHeaders: [] };
    const headers: Record<string, string> = link === undefined ? {} : { link };
    const response = { headers, url };
    const found = findNextPage(tool, args, { request, response, value: answer });
    expect(found).toEqual(next === undefined ? undefined : { changes: next, query, isSure });
  });

  test('in the body of a search by POST (Notion: start_cursor and next_cursor)', async () => {
    const schema = {
      type: 'object',
      properties: { filter: { type: 'object' }, start_cursor: string, page_size: integer },
    };
    const tool = await toolOf({ requestBody: { content: { 'application/json': { schema } } } });
    const request = { method: 'POST', url: base, headers: {}, body: '', credentialHeaders: [] };
    const value = { object: 'list', results: ten, next_cursor: 'fe2cc560', has_more: true };
    expect(findNextPage(tool, { body: {} }, { request, response: { headers: {}, url: base }, value })).toEqual({
      changes: { body: { start_cursor: 'fe2cc560' } },
      query: [],
      isSure: true,
    });
  });
});

describe('Link (RFC 8288)', () => {
  test.each([
    ['<https://a/b?c=1,2>; rel="next"', 'https://a/b?c=1,2'],
    ['</p>; rel=prev, </n>; rel=next; title="a, b"', '/n'],
    ['</n>; title="x; rel=next"; rel="last next"', '/n'],
    ['</n>; REL="Next"', '/n'],
    ['</n>; rel="nextfoo"', undefined],
    ['', undefined],
  ])('%s', (header, target) => {
    expect(findLink(header, 'next')).toBe(target);
  });
});
