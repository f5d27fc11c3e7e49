import { type Area, type RequestCase, since30 } from './case.ts';
import { inPath, inQuery, integer, object, string, strings, taking } from './fragments.ts';

const names = 'OpenAPI 3.2.0, Appendix C, Non-RFC6570 Field Values and Combinations';
/** The specification leaves it open; servers that read brackets read this. */
const nested = 'OpenAPI 3.2.0, 4.12.3 leaves it open: the brackets of PHP, http_build_query';
const deep = (name: string): Readonly<Record<string, unknown>> =>
  inQuery(name, object, { style: 'deepObject', explode: true });

const wireNames: readonly RequestCase[] = [
  {
    what: 'filter[id]',
    section: names,
    versions: since30,
    operation: taking(inQuery('filter[id]')),
    args: { filter_id: '7' },
    arrives: { line: 'GET /?filter%5Bid%5D=7' },
  },
  {
    what: 'filter[id] beside filter_id',
    section: names,
    operation: taking(inQuery('filter_id'), inQuery('filter[id]')),
    args: { filter_id: 'plain', filter_id_query: 'bracketed' },
    arrives: { line: 'GET /?filter_id=plain&filter%5Bid%5D=bracketed' },
  },
  {
    what: 'ids[]',
    section: names,
    versions: since30,
    operation: taking(inQuery('ids[]', { type: 'array', items: integer })),
    args: { ids: [1, 2] },
    arrives: { line: 'GET /?ids%5B%5D=1&ids%5B%5D=2' },
  },
  {
    what: 'ids[] not exploded',
    section: names,
    operation: taking(inQuery('ids[]', { type: 'array', items: integer }, { explode: false })),
    args: { ids: [1, 2] },
    arrives: { line: 'GET /?ids%5B%5D=1,2' },
  },
  {
    what: '$top',
    section: names,
    versions: since30,
    operation: taking(inQuery('$top', integer)),
    args: { top: 5 },
    arrives: { line: 'GET /?%24top=5' },
  },
  {
    what: '@odata.type',
    section: names,
    operation: taking(inQuery('@odata.type')),
    args: { odata_type: 'x' },
    arrives: { line: 'GET /?%40odata.type=x' },
  },
  {
    what: 'unreserved characters stay: a.b-c_d~e',
    section: 'RFC 3986, 2.3',
    operation: taking(inQuery('a.b-c_d~e')),
    args: { a_b_c_d_e: '1' },
    arrives: { line: 'GET /?a.b-c_d~e=1' },
  },
  {
    what: 'a space and an equals sign in a name',
    section: names,
    operation: taking(inQuery('sort by=')),
    args: { sort_by: 'x' },
    arrives: { line: 'GET /?sort%20by%3D=x' },
  },
  {
    what: 'a name in another script',
    section: names,
    operation: taking(inQuery('имя')),
    args: { имя: 'Иван' },
    arrives: { line: 'GET /?%D0%B8%D0%BC%D1%8F=%D0%98%D0%B2%D0%B0%D0%BD' },
  },
  {
    what: 'one name in path and query',
    section: 'OpenAPI 3.2.0, 4.12',
    versions: since30,
    path: '/a/{id}',
    operation: taking(inPath('id'), inQuery('id')),
    args: { id: 'one', id_query: 'two' },
    arrives: { line: 'GET /a/one?id=two' },
  },
  {
    what: 'a parameter called body beside a body',
    section: 'OpenAPI 3.2.0, 4.10.1',
    method: 'post',
    operation: {
      parameters: [inQuery('body'), inQuery('contentType')],
      requestBody: { content: { 'application/json': { schema: object } } },
    },
    args: { body: { a: 1 }, body_query: 'x', contentType: 'y' },
    arrives: { line: 'POST /?body=x&contentType=y', json: { a: 1 } },
  },
  {
    what: 'an object in a form whose keys are brackets',
    section: names,
    operation: taking(inQuery('filters', { type: 'object', additionalProperties: string })),
    args: { filters: { 'where[a]': '1' } },
    arrives: { line: 'GET /?where%5Ba%5D=1' },
  },
];

const nesting: readonly RequestCase[] = [
  {
    what: 'a[b][c]=1',
    section: nested,
    operation: taking(deep('a')),
    args: { a: { b: { c: 1 } } },
    arrives: { line: 'GET /?a%5Bb%5D%5Bc%5D=1' },
  },
  {
    what: 'four levels',
    section: nested,
    operation: taking(deep('a')),
    args: { a: { b: { c: { d: 'x', e: 'y' } } } },
    arrives: { line: 'GET /?a%5Bb%5D%5Bc%5D%5Bd%5D=x&a%5Bb%5D%5Bc%5D%5Be%5D=y' },
  },
  {
    what: 'a[0][b]=…',
    section: nested,
    operation: taking(inQuery('a', { type: 'array', items: object }, { style: 'deepObject', explode: true })),
    args: { a: [{ b: 1 }, { b: 2 }] },
    arrives: { line: 'GET /?a%5B0%5D%5Bb%5D=1&a%5B1%5D%5Bb%5D=2' },
  },
  {
    what: 'an array inside an object',
    section: nested,
    operation: taking(deep('a')),
    args: { a: { b: ['x', 'y'] } },
    arrives: { line: 'GET /?a%5Bb%5D%5B0%5D=x&a%5Bb%5D%5B1%5D=y' },
  },
  {
    what: 'objects in an array inside an object',
    section: nested,
    operation: taking(deep('a')),
    args: { a: { b: [{ c: 1, d: 2 }] } },
    arrives: { line: 'GET /?a%5Bb%5D%5B0%5D%5Bc%5D=1&a%5Bb%5D%5B0%5D%5Bd%5D=2' },
  },
  {
    what: 'null inside leaves no trace',
    section: 'RFC 6570, 2.3',
    operation: taking(deep('a')),
    args: { a: { b: null, c: { d: null }, e: 1 } },
    arrives: { line: 'GET /?a%5Be%5D=1' },
  },
  {
    what: 'booleans and the empty string',
    section: 'OpenAPI 3.2.0, 4.12.6',
    versions: since30,
    operation: taking(deep('a')),
    args: { a: { yes: true, none: '' } },
    arrives: { line: 'GET /?a%5Byes%5D=true&a%5Bnone%5D=' },
  },
  {
    what: 'filter[tags] as deepObject of an array',
    section: nested,
    operation: taking(inQuery('filter[tags]', strings, { style: 'deepObject', explode: true })),
    args: { filter_tags: ['x', 'y'] },
    arrives: { line: 'GET /?filter%5Btags%5D%5B0%5D=x&filter%5Btags%5D%5B1%5D=y' },
  },
  {
    what: 'two objects side by side',
    section: 'OpenAPI 3.2.0, 4.12.6',
    versions: since30,
    operation: taking(deep('created'), deep('updated')),
    args: { created: { gte: 1 }, updated: { lt: 2 } },
    arrives: { line: 'GET /?created%5Bgte%5D=1&updated%5Blt%5D=2' },
  },
];

export const namesAndNesting: Area = { name: 'Names and nesting', cases: [...wireNames, ...nesting] };
