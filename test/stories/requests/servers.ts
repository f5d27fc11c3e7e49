import { type Area, type RequestCase, since30 } from './case.ts';
import { inPath, inQuery, taking } from './fragments.ts';

const levels = 'OpenAPI 3.2.0, 4.9.1 and 4.10.1, servers';
const variables = 'OpenAPI 3.2.0, 4.5.1 and 4.6.1';
const relative = 'OpenAPI 3.2.0, 4.5.1 and 4.5.2 (3.1.1, 4.7; 3.0.4, 4.6)';
const appended = 'OpenAPI 3.2.0, 4.8.1: appended, no relative resolution';
const guide = 'docs/guide.md, --base-url: instead of the servers of the document';

const server = (url: string, more: object = {}): object => ({ url, ...more });

const cases: readonly Omit<RequestCase, 'versions'>[] = [
  {
    what: 'the server of the document, with a base path',
    section: appended,
    path: '/pets',
    document: { servers: [server('http://api.test/v1')] },
    arrives: { line: 'GET /v1/pets', headers: { host: 'api.test' } },
  },
  {
    what: 'a base path of several segments',
    section: appended,
    path: '/pets/{id}',
    operation: taking(inPath('id')),
    document: { servers: [server('http://api.test/a/b.c/v1')] },
    args: { id: '7' },
    arrives: { line: 'GET /a/b.c/v1/pets/7' },
  },
  {
    what: 'a server whose path is empty, written with a slash',
    section: `${appended}; RFC 3986, 6.2.3`,
    path: '/pets',
    document: { servers: [server('http://api.test/')] },
    arrives: { line: 'GET /pets' },
  },
  {
    what: 'the root path under a base path',
    section: appended,
    path: '/',
    document: { servers: [server('http://api.test/v1')] },
    arrives: { line: 'GET /v1/' },
  },
  {
    what: 'what is encoded in a base path stays',
    section: appended,
    path: '/pets',
    document: { servers: [server('http://api.test/a%20b/%C3%A9')] },
    arrives: { line: 'GET /a%20b/%C3%A9/pets' },
  },
  {
    what: 'servers of the path item replace those of the document',
    section: levels,
    path: '/pets',
    document: { servers: [server('http://api.test/root')] },
    pathItem: { servers: [server('http://api.test/item')] },
    arrives: { line: 'GET /item/pets' },
  },
  {
    what: 'servers of the operation replace those of the document',
    section: levels,
    path: '/pets',
    document: { servers: [server('http://api.test/root')] },
    operation: { servers: [server('http://api.test/operation')] },
    arrives: { line: 'GET /operation/pets' },
  },
  {
    what: 'servers of the operation replace those of the path item',
    section: levels,
    path: '/pets',
    document: { servers: [server('http://api.test/root')] },
    pathItem: { servers: [server('http://api.test/item')] },
    operation: { servers: [server('http://api.test/operation')] },
    arrives: { line: 'GET /operation/pets' },
  },
  {
    what: 'a variable takes its default',
    section: variables,
    path: '/pets',
    document: { servers: [server('http://api.test/{version}', { variables: { version: { default: 'v2' } } })] },
    arrives: { line: 'GET /v2/pets' },
  },
  {
    what: 'several variables, one of them the host',
    section: 'OpenAPI 3.2.0, 4.5.3',
    path: '/pets',
    document: {
      servers: [
        server('{scheme}://{host}/{basePath}', {
          variables: {
            scheme: { default: 'http', enum: ['http', 'https'] },
            host: { default: 'api.test' },
            basePath: { default: 'v2' },
          },
        }),
      ],
    },
    arrives: { line: 'GET /v2/pets', headers: { host: 'api.test' } },
  },
  {
    what: 'a variable that is given a value',
    section: variables,
    path: '/pets',
    document: {
      servers: [server('http://api.test/{version}', { variables: { version: { default: 'v2', enum: ['v1', 'v2'] } } })],
    },
    api: { serverVariables: { version: 'v1' } },
    arrives: { line: 'GET /v1/pets' },
  },
  {
    what: 'variables of a server of the operation',
    section: `${variables}; ${levels}`,
    path: '/pets',
    document: { servers: [server('http://api.test/{a}', { variables: { a: { default: 'root' } } })] },
    operation: { servers: [server('http://api.test/{a}', { variables: { a: { default: 'operation' } } })] },
    arrives: { line: 'GET /operation/pets' },
  },
  {
    what: 'a server relative to the root of where the document is',
    section: relative,
    path: '/pets',
    fetchedFrom: '/docs/openapi.json',
    document: { servers: [server('/api/v1')] },
    arrives: { line: 'GET /api/v1/pets' },
  },
  {
    what: 'a server relative to the folder of the document',
    section: relative,
    path: '/pets',
    fetchedFrom: '/docs/openapi.json',
    document: { servers: [server('./test')] },
    arrives: { line: 'GET /docs/test/pets' },
  },
  {
    what: 'a server above the folder of the document',
    section: `${relative}; RFC 3986, 5.2.4`,
    path: '/pets',
    fetchedFrom: '/a/docs/openapi.json',
    document: { servers: [server('../v3')] },
    arrives: { line: 'GET /a/v3/pets' },
  },
  {
    what: 'a server without a scheme',
    section: `${relative}; RFC 3986, 4.2`,
    path: '/pets',
    fetchedFrom: '/docs/openapi.json',
    document: { servers: [server('//api.test/v4')] },
    arrives: { line: 'GET /v4/pets' },
  },
  {
    what: 'a relative server with a variable',
    section: `${relative}; ${variables}`,
    path: '/pets',
    fetchedFrom: '/docs/openapi.json',
    document: { servers: [server('/{v}', { variables: { v: { default: 'v5' } } })] },
    arrives: { line: 'GET /v5/pets' },
  },
  {
    what: 'no servers: / of where the document is',
    section: 'OpenAPI 3.2.0, 4.1.1, servers',
    path: '/pets',
    fetchedFrom: '/docs/openapi.json',
    document: { servers: undefined },
    arrives: { line: 'GET /pets' },
  },
  {
    what: 'an empty list of servers: the same',
    section: 'OpenAPI 3.2.0, 4.1.1, servers',
    path: '/pets',
    fetchedFrom: '/docs/openapi.json',
    document: { servers: [] },
    arrives: { line: 'GET /pets' },
  },
  {
    what: 'a base URL replaces scheme, host and base path',
    section: guide,
    path: '/pets',
    document: { servers: [server('https://elsewhere.example.com/v1')] },
    api: { baseUrl: 'http://api.test/mine' },
    arrives: { line: 'GET /mine/pets', headers: { host: 'api.test' } },
  },
  {
    what: 'a base URL replaces the server of an operation',
    section: guide,
    path: '/pets',
    operation: { servers: [server('https://elsewhere.example.com/v1')], ...taking(inQuery('q')) },
    api: { baseUrl: 'http://api.test' },
    args: { q: 'x' },
    arrives: { line: 'GET /pets?q=x' },
  },
  {
    what: 'a base URL where the document has none',
    section: guide,
    path: '/pets',
    document: { servers: undefined },
    api: { baseUrl: 'http://api.test/' },
    arrives: { line: 'GET /pets' },
  },
  {
    what: 'a slash at the end of the path stays',
    section: appended,
    path: '/pets/',
    document: { servers: [server('http://api.test/v1')] },
    arrives: { line: 'GET /v1/pets/' },
  },
];

export const servers: Area = {
  name: 'Servers',
  cases: cases.map((story) => ({ ...story, versions: since30 })),
};
