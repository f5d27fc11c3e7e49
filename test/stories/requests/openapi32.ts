import { type Area, only32, type RequestCase } from './case.ts';
import { inPath, inQuery, integer, object, sending, string, taking } from './fragments.ts';

const json = 'application/json';
const additional = 'OpenAPI 3.2.0, 4.9.1, additionalOperations';
const query = 'OpenAPI 3.2.0, 4.9.1, query';

const cases: readonly Omit<RequestCase, 'versions'>[] = [
  {
    what: 'QUERY with a JSON body',
    section: query,
    method: 'query',
    path: '/pets',
    operation: sending(json, object),
    args: { body: { species: 'cat' } },
    arrives: { line: 'QUERY /pets', type: json, json: { species: 'cat' } },
  },
  {
    what: 'QUERY with a body of its own type',
    section: query,
    method: 'query',
    path: '/pets',
    operation: sending('application/sql', string),
    args: { body: 'select 1' },
    arrives: { line: 'QUERY /pets', type: 'application/sql', text: 'select 1' },
  },
  {
    what: 'QUERY with parameters and no body',
    section: query,
    method: 'query',
    path: '/pets/{id}',
    operation: taking(inPath('id'), inQuery('q')),
    args: { id: '7', q: 'x' },
    arrives: { line: 'QUERY /pets/7?q=x' },
  },
  ...(['COPY', 'PURGE', 'LINK', 'SUBSCRIBE', 'M-SEARCH'] as const).map((method): Omit<RequestCase, 'versions'> => ({
    what: `${method} among additionalOperations`,
    section: additional,
    method,
    path: '/files/{id}',
    operation: taking(inPath('id')),
    args: { id: '7' },
    arrives: { line: `${method} /files/7` },
  })),
  {
    what: 'a method is sent in the case in which it is written',
    section: additional,
    method: 'Notify',
    path: '/pets',
    arrives: { line: 'Notify /pets' },
  },
  {
    what: 'an additional operation with a body',
    section: additional,
    method: 'REPORT',
    path: '/pets',
    operation: sending('application/xml', string),
    args: { body: '<report/>' },
    arrives: { line: 'REPORT /pets', type: 'application/xml', text: '<report/>' },
  },
  {
    what: 'parameters and servers of the path item hold for additional operations',
    section: additional,
    method: 'COPY',
    path: '/files/{id}',
    pathItem: { parameters: [inPath('id', integer)], servers: [{ url: 'http://api.test/dav' }] },
    args: { id: 7 },
    arrives: { line: 'COPY /dav/files/7' },
  },
  {
    what: 'a media type that is referred to',
    section: 'OpenAPI 3.2.0, 4.7.1, mediaTypes, and 4.13.1',
    method: 'post',
    operation: { requestBody: { content: { [json]: { $ref: '#/components/mediaTypes/Pet' } } } },
    document: { components: { mediaTypes: { Pet: { schema: object } } } },
    args: { body: { a: 1 } },
    arrives: { line: 'POST /', type: json, json: { a: 1 } },
  },
  {
    what: '$self is not where the API is',
    section: 'OpenAPI 3.2.0, 4.5.2',
    path: '/pets',
    fetchedFrom: '/docs/openapi.json',
    document: { $self: 'https://elsewhere.example.com/foo', servers: [{ url: './test' }] },
    arrives: { line: 'GET /docs/test/pets' },
  },
  {
    what: 'a server with a name',
    section: 'OpenAPI 3.2.0, 4.5.1',
    path: '/pets',
    document: { servers: [{ url: 'http://api.test/v1', name: 'prod' }] },
    arrives: { line: 'GET /v1/pets' },
  },
];

export const openapi32: Area = {
  name: 'OpenAPI 3.2',
  cases: cases.map((story) => ({ ...story, versions: only32 })),
};
