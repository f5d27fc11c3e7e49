import { type Area, type RequestCase, since30 } from './case.ts';
import { inHeader, inQuery, taking } from './fragments.ts';

const scheme = 'OpenAPI 3.2.0, 4.27.1';
const requirement = 'OpenAPI 3.2.0, 4.30';
const schemes = {
  key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  queryKey: { type: 'apiKey', in: 'query', name: 'api_key' },
  cookieKey: { type: 'apiKey', in: 'cookie', name: 'SID' },
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer' },
  digestLike: { type: 'http', scheme: 'DPoP' },
  oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://x.test/t', scopes: {} } } },
  oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://x.test/.well-known/openid-configuration' },
};
const env = { KEY: 'key-12345', TOKEN: 'token-67890', USER: 'Aladdin', PASS: 'open sesame' };
const needing = (...names: string[]): object => Object.fromEntries(names.map((name) => [name, []]));
const components = { components: { securitySchemes: schemes } };

type Row = Pick<RequestCase, 'what' | 'operation' | 'args' | 'arrives'> & {
  readonly section?: string;
  readonly credentials: NonNullable<NonNullable<RequestCase['api']>['credentials']>;
  readonly root?: readonly object[];
};

const rows: readonly Row[] = [
  {
    what: 'an API key in a header',
    operation: { security: [needing('key')] },
    credentials: { key: 'env:KEY' },
    arrives: { line: 'GET /', headers: { 'x-api-key': 'key-12345', authorization: null } },
  },
  {
    what: 'an API key in the query, beside a parameter',
    operation: { security: [needing('queryKey')], ...taking(inQuery('q')) },
    credentials: { queryKey: 'env:KEY' },
    args: { q: 'x' },
    arrives: { line: ['GET /?q=x&api_key=key-12345', 'GET /?api_key=key-12345&q=x'] },
  },
  {
    what: 'an API key in the query is percent-encoded',
    section: `${scheme}; RFC 3986, 3.4`,
    operation: { security: [needing('queryKey')] },
    credentials: { queryKey: 'env:PASS' },
    arrives: { line: ['GET /?api_key=open%20sesame', 'GET /?api_key=open+sesame'] },
  },
  {
    what: 'an API key in a cookie',
    operation: { security: [needing('cookieKey')] },
    credentials: { cookieKey: 'env:KEY' },
    arrives: { line: 'GET /', headers: { cookie: 'SID=key-12345' } },
  },
  {
    what: 'Basic',
    section: `${scheme}; RFC 7617, 2`,
    operation: { security: [needing('basic')] },
    credentials: { basic: { username: 'env:USER', password: 'env:PASS' } },
    arrives: { line: 'GET /', headers: { authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' } },
  },
  {
    what: 'Bearer',
    section: `${scheme}; RFC 6750, 2.1`,
    operation: { security: [needing('bearer')] },
    credentials: { bearer: 'env:TOKEN' },
    arrives: { line: 'GET /', headers: { authorization: 'Bearer token-67890' } },
  },
  {
    what: 'another HTTP scheme',
    section: `${scheme}; RFC 9110, 11.4`,
    operation: { security: [needing('digestLike')] },
    credentials: { digestLike: 'env:TOKEN' },
    arrives: {
      line: 'GET /',
      headers: { authorization: ['DPoP token-67890', 'dpop token-67890', 'Dpop token-67890'] },
    },
  },
  {
    what: 'a token for OAuth 2',
    section: `${scheme}; RFC 6750, 2.1`,
    operation: { security: [needing('oauth')] },
    credentials: { oauth: 'env:TOKEN' },
    arrives: { line: 'GET /', headers: { authorization: 'Bearer token-67890' } },
  },
  {
    what: 'a token for OpenID Connect',
    section: `${scheme}; RFC 6750, 2.1`,
    operation: { security: [needing('oidc')] },
    credentials: { oidc: 'env:TOKEN' },
    arrives: { line: 'GET /', headers: { authorization: 'Bearer token-67890' } },
  },
  {
    what: 'two schemes of one requirement are both satisfied',
    section: requirement,
    operation: { security: [needing('key', 'bearer')] },
    credentials: { key: 'env:KEY', bearer: 'env:TOKEN' },
    arrives: { line: 'GET /', headers: { 'x-api-key': 'key-12345', authorization: 'Bearer token-67890' } },
  },
  {
    what: 'of two requirements one is enough',
    section: requirement,
    operation: { security: [needing('oauth'), needing('key')] },
    credentials: { key: 'env:KEY' },
    arrives: { line: 'GET /', headers: { 'x-api-key': 'key-12345', authorization: null } },
  },
  {
    what: 'the requirement of the document',
    section: 'OpenAPI 3.2.0, 4.1.1, security',
    root: [needing('key')],
    credentials: { key: 'env:KEY' },
    arrives: { line: 'GET /', headers: { 'x-api-key': 'key-12345' } },
  },
  {
    what: 'the requirement of the operation replaces it',
    section: 'OpenAPI 3.2.0, 4.10.1, security',
    root: [needing('key')],
    operation: { security: [needing('bearer')] },
    credentials: { key: 'env:KEY', bearer: 'env:TOKEN' },
    arrives: { line: 'GET /', headers: { 'x-api-key': null, authorization: 'Bearer token-67890' } },
  },
  {
    what: 'an empty list takes the requirement away',
    section: 'OpenAPI 3.2.0, 4.10.1, security',
    root: [needing('key')],
    operation: { security: [] },
    credentials: { key: 'env:KEY' },
    arrives: { line: 'GET /', headers: { 'x-api-key': null, authorization: null } },
  },
  {
    what: 'optional, and nothing is configured',
    section: requirement,
    operation: { security: [needing('key'), {}] },
    credentials: {},
    arrives: { line: 'GET /', headers: { 'x-api-key': null } },
  },
  {
    what: 'Authorization as a parameter does not override the credential',
    section: 'OpenAPI 3.2.0, 4.12.2.1',
    operation: { security: [needing('bearer')], ...taking(inHeader('Authorization'), inHeader('X-A')) },
    credentials: { bearer: 'env:TOKEN' },
    args: { X_A: 'x' },
    arrives: { line: 'GET /', headers: { authorization: 'Bearer token-67890', 'x-a': 'x' } },
  },
];

const since3 = rows.map(({ what, section = scheme, operation, args, arrives, credentials, root }): RequestCase => ({
  what,
  section,
  versions: since30,
  document: { ...components, ...(root ? { security: root } : {}) },
  ...(operation ? { operation } : {}),
  ...(args ? { args } : {}),
  api: { credentials },
  env,
  arrives,
}));

const swagger2: readonly RequestCase[] = [
  {
    what: 'Swagger 2.0: basic',
    section: 'Swagger 2.0, Security Scheme Object; RFC 7617, 2',
    versions: ['2.0'],
    document: { securityDefinitions: { b: { type: 'basic' } }, security: [{ b: [] }] },
    api: { credentials: { b: { username: 'env:USER', password: 'env:PASS' } } },
    env,
    arrives: { line: 'GET /', headers: { authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' } },
  },
  {
    what: 'Swagger 2.0: an API key in the query',
    section: 'Swagger 2.0, Security Scheme Object',
    versions: ['2.0'],
    document: { securityDefinitions: { k: { type: 'apiKey', in: 'query', name: 'key' } } },
    operation: { security: [{ k: [] }] },
    api: { credentials: { k: 'env:KEY' } },
    env,
    arrives: { line: 'GET /?key=key-12345' },
  },
  {
    what: 'Swagger 2.0: OAuth 2',
    section: 'Swagger 2.0, Security Scheme Object; RFC 6750, 2.1',
    versions: ['2.0'],
    document: {
      securityDefinitions: { o: { type: 'oauth2', flow: 'application', tokenUrl: 'https://x.test', scopes: {} } },
    },
    operation: { security: [{ o: [] }] },
    api: { credentials: { o: 'env:TOKEN' } },
    env,
    arrives: { line: 'GET /', headers: { authorization: 'Bearer token-67890' } },
  },
];

export const security: Area = { name: 'Credentials', cases: [...since3, ...swagger2] };
