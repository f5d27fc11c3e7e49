import type { JsonObject } from '../../../src/base/json.ts';
import type { Area, PartArrival, RequestCase, Texts } from './case.ts';
import { list, object, taking } from './fragments.ts';

const format = 'Swagger 2.0, Parameter Object, collectionFormat';
const form = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data';
const png = 'iVBORw0KGgoA/4CB';

/** Lists with commas, inside of which are lists with pipes. */
function lists(location: string): JsonObject {
  return list(location, 'rows', { items: { type: 'array', collectionFormat: 'pipes', items: { type: 'string' } } });
}

/** Each format in the query, delimiters encoded where no URI may hold them (RFC 3986, 3.4). */
const inQuery: readonly (readonly [format: string | undefined, query: Texts])[] = [
  [undefined, 'GET /?tags=a,b%20c'],
  ['csv', 'GET /?tags=a,b%20c'],
  ['tsv', 'GET /?tags=a%09b%20c'],
  ['pipes', 'GET /?tags=a%7Cb%20c'],
  ['multi', 'GET /?tags=a&tags=b%20c'],
];
const inPath: readonly (readonly [format: string, path: string])[] = [
  ['csv', 'GET /x/a,b'],
  ['ssv', 'GET /x/a%20b'],
  ['tsv', 'GET /x/a%09b'],
  ['pipes', 'GET /x/a%7Cb'],
];
const inHeader: readonly (readonly [format: string, value: string])[] = [
  ['csv', 'a,b'],
  ['ssv', 'a b'],
  ['tsv', 'a\tb'],
  ['pipes', 'a|b'],
];
/** A comma may be encoded inside a form (HTML 4.01, 17.13.4). */
const inForm: readonly (readonly [format: string, text: Texts])[] = [
  ['csv', ['tags=a,b', 'tags=a%2Cb']],
  ['ssv', ['tags=a%20b', 'tags=a+b']],
  ['tsv', 'tags=a%09b'],
  ['pipes', 'tags=a%7Cb'],
  ['multi', 'tags=a&tags=b'],
];

const collections: readonly RequestCase[] = [
  ...inQuery.map(([collectionFormat, line]): RequestCase => ({
    what: `${collectionFormat ?? 'no collectionFormat'} in the query`,
    section: format,
    operation: taking(list('query', 'tags', collectionFormat === undefined ? {} : { collectionFormat })),
    args: { tags: ['a', 'b c'] },
    arrives: { line },
  })),
  {
    what: 'ssv in the query',
    section: format,
    operation: taking(list('query', 'tags', { collectionFormat: 'ssv' })),
    args: { tags: ['a', 'b'] },
    arrives: { line: ['GET /?tags=a%20b', 'GET /?tags=a+b'] },
  },
  ...inPath.map(([collectionFormat, line]): RequestCase => ({
    what: `${collectionFormat} in the path`,
    section: format,
    path: '/x/{tags}',
    operation: taking(list('path', 'tags', { collectionFormat })),
    args: { tags: ['a', 'b'] },
    arrives: { line },
  })),
  ...inHeader.map(([collectionFormat, value]): RequestCase => ({
    what: `${collectionFormat} in a header`,
    section: format,
    operation: taking(list('header', 'X-Tags', { collectionFormat })),
    args: { X_Tags: ['a', 'b'] },
    arrives: { line: 'GET /', headers: { 'x-tags': value } },
  })),
  ...inForm.map(([collectionFormat, text]): RequestCase => ({
    what: `${collectionFormat} in a form`,
    section: format,
    method: 'post',
    operation: { consumes: [form], ...taking(list('formData', 'tags', { collectionFormat })) },
    args: { body: { tags: ['a', 'b'] } },
    arrives: { line: 'POST /', type: form, text },
  })),
  {
    what: 'csv in multipart: one part',
    section: format,
    method: 'post',
    operation: { consumes: [multipart], ...taking(list('formData', 'tags', { collectionFormat: 'csv' })) },
    args: { body: { tags: ['a', 'b'] } },
    arrives: { line: 'POST /', parts: [{ name: 'tags', text: 'a,b' }] },
  },
  {
    what: 'multi in multipart: one part an item',
    section: format,
    method: 'post',
    operation: { consumes: [multipart], ...taking(list('formData', 'tags', { collectionFormat: 'multi' })) },
    args: { body: { tags: ['a', 'b'] } },
    arrives: {
      line: 'POST /',
      parts: [
        { name: 'tags', text: 'a' },
        { name: 'tags', text: 'b' },
      ],
    },
  },
  {
    what: 'a list of lists, each with its format',
    section: 'Swagger 2.0, Items Object, collectionFormat',
    operation: taking({
      name: 'rows',
      in: 'query',
      type: 'array',
      collectionFormat: 'pipes',
      items: { type: 'array', collectionFormat: 'csv', items: { type: 'integer' } },
    }),
    args: {
      rows: [
        [1, 2],
        [3, 4],
      ],
    },
    arrives: { line: 'GET /?rows=1,2%7C3,4' },
  },
  {
    what: 'a list of lists in the path',
    section: 'Swagger 2.0, Items Object, collectionFormat',
    path: '/{rows}',
    operation: taking(lists('path')),
    args: { rows: [['a,b', 'c'], ['d']] },
    arrives: { line: 'GET /a%2Cb%7Cc,d' },
  },
  {
    what: 'a list of lists in a form',
    section: 'Swagger 2.0, Items Object, collectionFormat',
    method: 'post',
    operation: { consumes: [form], ...taking(lists('formData')) },
    args: { body: { rows: [['a', 'b'], ['c']] } },
    arrives: { line: 'POST /', type: form, text: 'rows=a%7Cb,c' },
  },
  {
    what: 'a list of lists in multipart',
    section: 'Swagger 2.0, Items Object, collectionFormat',
    method: 'post',
    operation: { consumes: [multipart], ...taking(lists('formData')) },
    args: { body: { rows: [['a', 'b'], ['c']] } },
    arrives: { line: 'POST /', parts: [{ name: 'rows', text: 'a|b,c' }] },
  },
];

const file: JsonObject = { name: 'file', in: 'formData', type: 'file', required: true };
const field = (name: string, type = 'string'): JsonObject => ({ name, in: 'formData', type });
const uploaded: PartArrival = { name: 'file', filename: 'a.png', type: 'image/png', base64: png };
const given = { filename: 'a.png', contentType: 'image/png', base64: png };
const forms = 'Swagger 2.0, Parameter Object, Form';
const consumes = 'Swagger 2.0, Operation Object, consumes';

const bodies: readonly RequestCase[] = [
  {
    what: 'form fields',
    section: forms,
    method: 'post',
    operation: { consumes: [form], ...taking(field('foo', 'integer'), field('bar')) },
    args: { body: { foo: 1, bar: 'swagger' } },
    arrives: { line: 'POST /', type: form, text: 'foo=1&bar=swagger' },
  },
  {
    what: 'form fields in multipart',
    section: forms,
    method: 'post',
    operation: { consumes: [multipart], ...taking(field('foo', 'integer'), field('bar')) },
    args: { body: { foo: 1, bar: 'x y' } },
    arrives: {
      line: 'POST /',
      parts: [
        { name: 'foo', text: '1' },
        { name: 'bar', text: 'x y' },
      ],
    },
  },
  {
    what: 'a file',
    section: 'Swagger 2.0, Parameter Object, type',
    method: 'post',
    operation: { consumes: [multipart], ...taking(file) },
    args: { body: { file: given } },
    arrives: { line: 'POST /', parts: [uploaded] },
  },
  {
    what: 'a file and fields',
    section: 'Swagger 2.0, Parameter Object, type',
    method: 'post',
    operation: { consumes: [multipart], ...taking(field('note'), file) },
    args: { body: { note: 'x', file: given } },
    arrives: { line: 'POST /', parts: [{ name: 'note', text: 'x' }, uploaded] },
  },
  {
    what: 'a file where both kinds of form are consumed',
    section: forms,
    method: 'post',
    operation: { consumes: [form, multipart], ...taking(file) },
    args: { body: { file: given } },
    arrives: { line: 'POST /', parts: [uploaded] },
  },
  {
    what: 'a form in what the document consumes',
    section: 'Swagger 2.0, Swagger Object, consumes',
    method: 'post',
    document: { consumes: [multipart] },
    operation: taking(field('a')),
    args: { body: { a: 'x' } },
    arrives: { line: 'POST /', parts: [{ name: 'a', text: 'x' }] },
  },
  {
    what: 'an empty field',
    section: 'Swagger 2.0, Parameter Object, allowEmptyValue',
    method: 'post',
    operation: { consumes: [form], ...taking({ ...field('a'), allowEmptyValue: true }) },
    args: { body: { a: '' } },
    arrives: { line: 'POST /', type: form, text: ['a=', 'a'] },
  },
  {
    what: 'a body parameter, whatever its name',
    section: 'Swagger 2.0, Parameter Object, Body',
    method: 'post',
    operation: { consumes: ['application/json'], ...taking({ name: 'pet', in: 'body', schema: object }) },
    args: { body: { name: 'Rex' } },
    arrives: { line: 'POST /', type: 'application/json', json: { name: 'Rex' } },
  },
  {
    what: 'consumes of the operation replaces that of the document',
    section: consumes,
    method: 'patch',
    document: { consumes: ['application/json'] },
    operation: { consumes: ['application/merge-patch+json'], ...taking({ name: 'b', in: 'body', schema: object }) },
    args: { body: { a: null } },
    arrives: { line: 'PATCH /', type: 'application/merge-patch+json', json: { a: null } },
  },
  {
    what: 'consumes of the document',
    section: 'Swagger 2.0, Swagger Object, consumes',
    method: 'post',
    document: { consumes: ['application/vnd.api+json'] },
    operation: taking({ name: 'b', in: 'body', schema: object }),
    args: { body: { a: 1 } },
    arrives: { line: 'POST /', type: 'application/vnd.api+json', json: { a: 1 } },
  },
  {
    what: 'a text body',
    section: consumes,
    method: 'post',
    operation: { consumes: ['text/plain'], ...taking({ name: 'b', in: 'body', schema: { type: 'string' } }) },
    args: { body: 'a=b' },
    arrives: { line: 'POST /', type: 'text/plain', text: 'a=b' },
  },
  {
    what: 'an optional body left out',
    section: 'Swagger 2.0, Parameter Object, required',
    method: 'post',
    operation: taking({ name: 'b', in: 'body', schema: object }),
    arrives: { line: 'POST /', headers: { 'content-type': null } },
  },
];

const places: readonly RequestCase[] = [
  {
    what: 'host and basePath',
    section: 'Swagger 2.0, Swagger Object, basePath',
    path: '/pets',
    document: { basePath: '/v1' },
    arrives: { line: 'GET /v1/pets', headers: { host: 'api.test' } },
  },
  {
    what: 'no basePath: directly under the host',
    section: 'Swagger 2.0, Swagger Object, basePath',
    path: '/pets',
    arrives: { line: 'GET /pets', headers: { host: 'api.test' } },
  },
  {
    what: 'schemes of the operation replace those of the document',
    section: 'Swagger 2.0, Operation Object, schemes',
    path: '/pets',
    document: { schemes: ['https'] },
    operation: { schemes: ['http'] },
    arrives: { line: 'GET /pets' },
  },
  {
    what: 'no host: where the document is served',
    section: 'Swagger 2.0, Swagger Object, host and schemes',
    path: '/pets',
    fetchedFrom: '/docs/swagger.json',
    document: { host: undefined, schemes: undefined, basePath: '/v2' },
    arrives: { line: 'GET /v2/pets' },
  },
  {
    what: 'an empty value in the query',
    section: 'Swagger 2.0, Parameter Object, allowEmptyValue',
    operation: taking({ name: 'q', in: 'query', type: 'string', allowEmptyValue: true }),
    args: { q: '' },
    arrives: { line: ['GET /?q=', 'GET /?q'] },
  },
  {
    what: 'path, query and header, one of them referred to',
    section: 'Swagger 2.0, Parameter Object; Reference Object',
    path: '/pets/{id}',
    document: { parameters: { Id: { name: 'id', in: 'path', type: 'integer', required: true } } },
    pathItem: { parameters: [{ $ref: '#/parameters/Id' }] },
    operation: taking(
      { name: 'full', in: 'query', type: 'boolean' },
      { name: 'X-Trace', in: 'header', type: 'string' },
    ),
    args: { id: 7, full: true, X_Trace: 't' },
    arrives: { line: 'GET /pets/7?full=true', headers: { 'x-trace': 't' } },
  },
];

export const swagger2: Area = {
  name: 'Swagger 2.0',
  cases: [...collections, ...bodies, ...places].map((story) => ({ ...story, versions: ['2.0'] })),
};
