import { type Area, type RequestCase } from './case.ts';
import { fields, inHeader, inPath, inQuery, integer, object, sending, string, taking } from './fragments.ts';

const json = 'application/json';
const dialect = 'OpenAPI 3.1.1, 4.8.24; JSON Schema 2020-12';

const cases: readonly Omit<RequestCase, 'versions'>[] = [
  {
    what: 'a list of types: the string',
    section: dialect,
    operation: taking(inQuery('q', { type: ['string', 'integer'] })),
    args: { q: '007' },
    arrives: { line: 'GET /?q=007' },
  },
  {
    what: 'a list of types: the integer',
    section: dialect,
    operation: taking(inQuery('q', { type: ['string', 'integer'] })),
    args: { q: 7 },
    arrives: { line: 'GET /?q=7' },
  },
  {
    what: 'an optional parameter that may be null: null is undefined',
    section: 'RFC 6570, 2.3',
    path: '/pets',
    operation: taking(inQuery('q', { type: ['string', 'null'] })),
    args: { q: null },
    arrives: { line: 'GET /pets' },
  },
  {
    what: 'a required parameter that may be null',
    section: 'OpenAPI 3.1.1, 4.8.12.4, undefined',
    operation: taking(inQuery('q', { type: ['string', 'null'] }, { required: true })),
    args: { q: null },
    arrives: { line: 'GET /?q=' },
  },
  {
    what: 'one value or many: the array explodes',
    section: dialect,
    operation: taking(inQuery('id', { oneOf: [integer, { type: 'array', items: integer }] })),
    args: { id: [1, 2] },
    arrives: { line: 'GET /?id=1&id=2' },
  },
  {
    what: 'one value or many: the value',
    section: dialect,
    operation: taking(inQuery('id', { oneOf: [integer, { type: 'array', items: integer }] })),
    args: { id: 1 },
    arrives: { line: 'GET /?id=1' },
  },
  {
    what: 'const',
    section: dialect,
    operation: taking(inQuery('kind', { const: 'cat' })),
    args: { kind: 'cat' },
    arrives: { line: 'GET /?kind=cat' },
  },
  {
    what: 'prefixItems',
    section: dialect,
    operation: taking(inQuery('at', { type: 'array', prefixItems: [{ type: 'number' }, string] }, { explode: false })),
    args: { at: [1.5, 'N'] },
    arrives: { line: 'GET /?at=1.5,N' },
  },
  {
    what: 'a path item that is referred to',
    section: 'OpenAPI 3.1.1, 4.8.9.1, $ref; 4.8.7, pathItems',
    document: {
      paths: { '/pets/{id}': { $ref: '#/components/pathItems/Pet' } },
      components: {
        pathItems: {
          Pet: {
            parameters: [inPath('id', integer)],
            get: { operationId: 'call', responses: { 200: { description: 'OK' } } },
          },
        },
      },
    },
    args: { id: 7 },
    arrives: { line: 'GET /pets/7' },
  },
  {
    what: 'a parameter that is referred to, with a description beside it',
    section: 'OpenAPI 3.1.1, 4.8.23',
    operation: taking({ $ref: '#/components/parameters/Page', description: 'Which page.' }),
    document: { components: { parameters: { Page: inQuery('page', integer) } } },
    args: { page: 2 },
    arrives: { line: 'GET /?page=2' },
  },
  {
    what: 'a schema that is referred to, with keywords beside it',
    section: 'OpenAPI 3.1.1, 4.8.24; JSON Schema 2020-12, 8.2.3.1',
    operation: taking(inHeader('X-Tags', { $ref: '#/components/schemas/Tags', minItems: 1 })),
    document: { components: { schemas: { Tags: { type: 'array', items: string } } } },
    args: { X_Tags: ['a', 'b'] },
    arrives: { line: 'GET /', headers: { 'x-tags': 'a,b' } },
  },
  {
    what: '$defs inside the schema of a body',
    section: dialect,
    method: 'post',
    operation: sending(json, {
      ...fields({ owner: { $ref: '#/$defs/o' } }),
      $id: 'https://x.test/s',
      $defs: { o: object },
    }),
    args: { body: { owner: { id: 1 } } },
    arrives: { line: 'POST /', type: json, json: { owner: { id: 1 } } },
  },
  {
    what: 'a recursive body',
    section: 'JSON Schema 2020-12, 8.2.3.1',
    method: 'post',
    operation: sending(json, { $ref: '#/components/schemas/Node' }),
    document: {
      components: {
        schemas: {
          Node: fields({ name: string, children: { type: 'array', items: { $ref: '#/components/schemas/Node' } } }),
        },
      },
    },
    args: { body: { name: 'a', children: [{ name: 'b', children: [] }] } },
    arrives: { line: 'POST /', type: json, json: { name: 'a', children: [{ name: 'b', children: [] }] } },
  },
  {
    what: '$dynamicRef to a generic list',
    section: 'OpenAPI 3.1.1, 4.8.24.4.2; JSON Schema 2020-12, 8.2.3.2',
    method: 'post',
    operation: sending(json, {
      $id: 'https://x.test/pets',
      $defs: { item: { $dynamicAnchor: 'item', ...fields({ name: string }) } },
      $ref: 'https://x.test/list',
    }),
    document: {
      components: {
        schemas: {
          List: {
            $id: 'https://x.test/list',
            type: 'array',
            items: { $dynamicRef: '#item' },
            $defs: { any: { $dynamicAnchor: 'item' } },
          },
        },
      },
    },
    args: { body: [{ name: 'Rex' }] },
    arrives: { line: 'POST /', type: json, json: [{ name: 'Rex' }] },
  },
  {
    what: 'a boolean schema in the query',
    section: 'JSON Schema 2020-12, 4.3.2',
    operation: taking({ name: 'any', in: 'query', schema: true }),
    args: { any: 'x' },
    arrives: { line: 'GET /?any=x' },
  },
];

export const openapi31: Area = {
  name: 'OpenAPI 3.1',
  cases: cases.map((story) => ({ ...story, versions: ['3.1.1', '3.2.0'] })),
};
