import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { draftDocument } from '../../src/draft/draft.ts';
import { type Recorded, toHar } from './har.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: object;
}

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: Readonly<Record<string, unknown>> }>>;
}

interface DraftedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content>>;
  readonly security?: readonly object[];
}

interface Drafted {
  readonly servers: readonly { readonly url: string }[];
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, DraftedOperation>>>>;
  readonly components?: { readonly securitySchemes: Readonly<Record<string, object>> };
}

const draftHar = (recorded: readonly Recorded[], host?: string) => {
  const draft = draftDocument([{ name: 'a.har', value: toHar(recorded) }], host);
  return { ...draft, document: draft.document as unknown as Drafted };
};
const api = 'https://api.example.com';
const pathsOf = (urls: readonly string[], answer: unknown = { ok: true }): string[] =>
  Object.keys(draftHar(urls.map((url) => ({ url: api + url, answer }))).document.paths);

describe('paths', () => {
  test.each<[string, string[], string[]]>([
    ['numbers', ['/books/1', '/books/27'], ['/books/{bookId}']],
    ['one number', ['/books/1'], ['/books/{bookId}']],
    ['UUIDs', ['/users/7f3c0e8a-5b1d-4a6e-9c2f-3d1e5b7a9c0d'], ['/users/{userId}']],
    ['ids with a prefix', ['/books/bk_001', '/orders/order-77/items'], ['/books/{bookId}', '/orders/{orderId}/items']],
    ['ObjectIds', ['/boxes/507f1f77bcf86cd799439011'], ['/boxes/{boxId}']],
    ['dates', ['/rates/2026-11-20', '/rates/2026-11-21'], ['/rates/{rateId}']],
    ['addresses', ['/contacts/jane%40example.com'], ['/contacts/{contactId}']],
    ['two in one', ['/line-items/4/taxes/9'], ['/line-items/{lineItemId}/taxes/{taxId}']],
    ['versions are none', ['/v1/books', '/v2/books'], ['/v1/books', '/v2/books']],
    [
      'words are none',
      ['/books/search', '/users/me', '/oauth2/token'],
      ['/books/search', '/users/me', '/oauth2/token'],
    ],
    ['a custom verb is none', ['/books:batchGet'], ['/books:batchGet']],
  ])('%s', (_name, urls, expected) => {
    expect(pathsOf(urls)).toEqual(expected);
  });

  test('values that look like words, by what answers alike behind a plural', () => {
    const user = { id: 1, name: 'x', email: 'y' };
    expect(pathsOf(['/users/jane', '/users/bob', '/users/alice', '/users/me'], user)).toEqual([
      '/users/{userId}',
      '/users/me',
    ]);
    expect(pathsOf(['/users/jane', '/users/12'], user)).toEqual(['/users/{userId}']);
    // Two may be two things; and what stands at the top names what there is.
    expect(pathsOf(['/reports/sales', '/reports/stock'], user)).toEqual(['/reports/sales', '/reports/stock']);
    expect(pathsOf(['/users', '/orders', '/books'], user)).toEqual(['/users', '/orders', '/books']);
  });

  test('what all begin with belongs to the server', () => {
    const { document } = draftHar(['/api/v1/books', '/api/v1/books/1'].map((url) => ({ url: api + url, answer: {} })));
    expect([document.servers, Object.keys(document.paths)]).toEqual([
      [{ url: 'https://api.example.com/api/v1' }],
      ['/books', '/books/{bookId}'],
    ]);
  });
});

test.each([
  ['GET', '/books', 'listBooks'],
  ['GET', '/books/1', 'getBook'],
  ['POST', '/books', 'createBook'],
  ['PUT', '/books/1', 'replaceBook'],
  ['PATCH', '/books/1', 'updateBook'],
  ['DELETE', '/books/1', 'deleteBook'],
  ['GET', '/books/1/reviews', 'listBookReviews'],
  ['POST', '/books/1/reviews', 'createBookReview'],
  ['GET', '/books/1/reviews/2', 'getBookReview'],
  ['POST', '/orders/1/ship', 'shipOrder'],
  ['GET', '/status', 'getStatus'],
  ['POST', '/search', 'createSearch'],
  ['GET', '/line-items/1', 'getLineItem'],
  ['GET', '/categories/1', 'getCategory'],
])('%s %s is %s', (method, path, expected) => {
  const { document } = draftHar([{ method, url: api + path, answer: { ok: true } }]);
  expect(Object.values(Object.values(document.paths)[0]!)[0]!.operationId).toBe(expected);
});

describe('schemas are merged from all samples', () => {
  const responseOf = (answers: readonly unknown[]) => {
    const { document } = draftHar(answers.map((answer) => ({ url: `${api}/x`, answer })));
    return document.paths['/x']!['get']!.responses['200']!.content['application/json']!.schema;
  };

  test.each<[string, unknown[], object]>([
    [
      'required is what is always there',
      [{ id: 1, a: 'x' }, { id: 2 }],
      { type: 'object', properties: { id: { type: 'integer' }, a: { type: 'string' } }, required: ['id'] },
    ],
    [
      'null beside something',
      [{ a: null }, { a: 'x' }],
      { type: 'object', properties: { a: { type: ['string', 'null'] } }, required: ['a'] },
    ],
    ['nothing but null', [{ a: null }], { type: 'object', properties: { a: {} }, required: ['a'] }],
    ['whole and broken numbers', [[1, 2.5]], { type: 'array', items: { type: 'number' } }],
    [
      'several types',
      [['a', 1, null]],
      { type: 'array', items: { anyOf: [{ type: 'integer' }, { type: 'string' }, { type: 'null' }] } },
    ],
    ['an empty list', [[]], { type: 'array', items: {} }],
    [
      'a format that all have',
      [['2026-11-20', '2026-11-21']],
      { type: 'array', items: { type: 'string', format: 'date' } },
    ],
    ['a format that one has not', [['2026-11-20', 'tomorrow']], { type: 'array', items: { type: 'string' } }],
    [
      'elements of a list',
      [[{ a: 1 }, { a: 1, b: true }]],
      {
        type: 'array',
        items: { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'boolean' } }, required: ['a'] },
      },
    ],
    [
      'keys that are values',
      [{ 'jane@example.com': { n: 1 }, 'bob@example.com': { n: 2 } }],
      {
        type: 'object',
        additionalProperties: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
      },
    ],
  ])('%s', (_name, answers, expected) => {
    expect(responseOf(answers)).toEqual(expected);
  });

  test('a key called __proto__ is a property like any other', () => {
    const text = '{"__proto__":1}';
    const { document } = draftHar([{ url: `${api}/x`, answer: text }]);
    const { schema } = document.paths['/x']!['get']!.responses['200']!.content['application/json']!;
    expect(JSON.stringify(schema)).toContain('"__proto__":{"type":"integer"}');
  });

  test('bodies of forms, files among them', () => {
    const { document } = draftHar([
      {
        method: 'POST',
        url: `${api}/a`,
        body: { mimeType: 'application/x-www-form-urlencoded', text: 'n=1&t=a&t=b' },
        answer: {},
      },
      {
        method: 'POST',
        url: `${api}/b`,
        body: {
          mimeType: 'multipart/form-data; boundary=x',
          params: [
            { name: 'f', fileName: 'a.png' },
            { name: 'n', value: '1' },
          ],
        },
        answer: {},
      },
    ]);
    expect(
      document.paths['/a']!['post']!.requestBody!.content['application/x-www-form-urlencoded']!.schema['properties'],
    ).toEqual({
      n: { type: 'integer' },
      t: { type: 'array', items: { type: 'string' } },
    });
    expect(document.paths['/b']!['post']!.requestBody!.content['multipart/form-data']!.schema['properties']).toEqual({
      f: { type: 'string', contentMediaType: 'application/octet-stream' },
      n: { type: 'integer' },
    });
  });
});

test('parameters of the query and own headers; required only where several requests all had them', () => {
  const { document } = draftHar([
    {
      url: `${api}/books?page=1&q=a&tag=x&tag=y&_=1732096800000`,
      headers: { 'X-Tenant': 't', 'accept-language': 'de' },
      answer: {},
    },
    { url: `${api}/books?page=2&inStock=true`, headers: { 'x-tenant': 't' }, answer: {} },
  ]);
  expect(document.paths['/books']!['get']!.parameters).toEqual([
    { name: 'page', in: 'query', required: true, schema: { type: 'integer' } },
    { name: 'q', in: 'query', schema: { type: 'string' } },
    { name: 'tag', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
    { name: 'inStock', in: 'query', schema: { type: 'boolean' } },
    { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string' } },
  ]);
});

describe('security', () => {
  test.each<[string, Omit<Recorded, 'url'> & { readonly query?: string }, Record<string, object>]>([
    ['a token', { headers: { Authorization: 'Bearer abc' } }, { BearerAuth: { type: 'http', scheme: 'bearer' } }],
    [
      'a JWT',
      { headers: { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln' } },
      { BearerAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    ],
    ['Basic', { headers: { authorization: 'Basic YTpi' } }, { BasicAuth: { type: 'http', scheme: 'basic' } }],
    [
      'a key in a header',
      { headers: { 'X-Api-Key': 'k' } },
      { XApiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } },
    ],
    ['a key in the query', { query: '?api_key=k' }, { ApiKeyQuery: { type: 'apiKey', in: 'query', name: 'api_key' } }],
    [
      'a session',
      { cookies: { 'connect.sid': 's', theme: 'dark' } },
      { ConnectSidCookie: { type: 'apiKey', in: 'cookie', name: 'connect.sid' } },
    ],
  ])('%s', (_name, { query = '', ...request }, expected) => {
    const { document } = draftHar([{ url: `${api}/x${query}`, answer: {}, ...request }]);
    expect(document.components!.securitySchemes).toEqual(expected);
    const [name] = Object.keys(expected);
    expect(document.paths['/x']!['get']!).toMatchObject({ security: [{ [name!]: [] }] });
    expect(document.paths['/x']!['get']!.parameters).toBeUndefined();
  });

  test('a key of the data is none, and neither is that of a request which may be repeated', () => {
    const { document } = draftHar([{ url: `${api}/x?sort_key=a`, headers: { 'Idempotency-Key': '1' }, answer: {} }]);
    expect(document.components).toBeUndefined();
    expect(document.paths['/x']!['get']!.parameters!.map(({ name }) => name)).toEqual(['sort_key', 'Idempotency-Key']);
  });

  test('with and without: both are allowed', () => {
    const { document } = draftHar([
      { url: `${api}/x`, answer: {} },
      { url: `${api}/x`, headers: { authorization: 'Bearer a' }, answer: {} },
    ]);
    expect(document.paths['/x']!['get']!.security).toEqual([{}, { BearerAuth: [] }]);
  });
});

describe('of all that was recorded', () => {
  const recorded: Recorded[] = [
    { url: 'https://shop.example.com/', type: 'document', answer: '<html>', answerType: 'text/html' },
    { url: 'https://shop.example.com/app.js', type: 'script', answer: '1', answerType: 'text/javascript' },
    { url: `${api}/books`, method: 'OPTIONS', headers: { 'access-control-request-method': 'GET' }, status: 204 },
    { url: `${api}/books`, answer: [] },
    { url: `${api}/books/1`, answer: {} },
    { url: 'https://stats.example.net/collect', method: 'POST', answer: {} },
    { url: `${api}/books`, status: 304 },
  ];

  test('the calls of one API are taken', () => {
    const { document, leftOut } = draftHar(recorded);
    expect(Object.keys(document.paths)).toEqual(['/books', '/books/{bookId}']);
    expect(leftOut).toEqual({ 'pages and their parts': 2, preflights: 1, 'calls of https://stats.example.net': 1 });
    expect(Object.keys(document.paths['/books']!['get']!.responses)).toEqual(['200']);
  });

  test('or of the one that is named', () => {
    expect(draftHar(recorded, 'stats.example.net').document.servers[0]!.url).toBe('https://stats.example.net');
    expect(() => draftHar(recorded, 'other.example.net')).toThrow('There are no calls of an API at other.example.net');
  });

  test('nothing else is a recording', () => {
    expect(() => draftDocument([{ name: 'x.json', value: { openapi: '3.1.0' } }])).toThrow(
      'neither an HTTP Archive nor',
    );
  });
});

describe('a Postman collection', () => {
  const value: unknown = JSON.parse(readFileSync('test/draft/samples/shop.postman_collection.json', 'utf8'));
  const document = draftDocument([{ name: 'shop', value }]).document as unknown as Drafted;

  test('variables are set, folders are tags, names are operations', () => {
    expect([document.info.title, document.servers]).toEqual([
      'Acme CRM',
      [{ url: 'https://acme.crm.example.com/api/v2' }],
    ]);
    const told = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, { operationId, tags }]) => `${method} ${path} ${operationId} ${tags?.join() ?? ''}`,
      ),
    );
    expect(told).toEqual([
      'get /contacts searchContacts Contacts',
      'post /contacts createContact Contacts',
      'delete /contacts/{contactId} deleteContact Contacts',
      'put /contacts/{contactId}/photo uploadPhoto Contacts',
      'get /status status status',
    ]);
  });

  test('saved answers and placeholders make schemas', () => {
    const search = document.paths['/contacts']!['get']!;
    expect(search.parameters).toMatchObject([
      { name: 'limit', required: true, schema: { type: 'integer' } },
      { name: 'archived', schema: { type: 'boolean' } },
      { name: 'email', schema: { type: 'string', format: 'email' } },
      { name: 'X-Tenant', in: 'header' },
    ]);
    expect(Object.keys(search.responses)).toEqual(['200', '401']);
    expect(search.responses['200']!.content['application/json']!.schema).toMatchObject({
      properties: {
        items: {
          items: {
            properties: {
              email: { type: 'string', format: 'email' },
              phone: { type: ['string', 'null'] },
              since: { type: 'string', format: 'date' },
              score: { type: 'number' },
            },
            required: ['id', 'name', 'email', 'phone', 'since'],
          },
        },
      },
    });
    expect(document.paths['/contacts']!['post']!.requestBody!.content['application/json']!.schema).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string' },
        email: { type: 'string', format: 'email' },
        owner: {},
        tags: { type: 'array', items: {} },
        score: { type: 'integer' },
      },
      required: ['name', 'email', 'owner', 'tags', 'score'],
    });
  });

  test('authorization is inherited, replaced, and switched off', () => {
    const { paths } = document;
    expect([
      paths['/contacts']!['get']!.security,
      paths['/contacts/{contactId}']!['delete']!.security,
      paths['/status']!['get']!.security,
    ]).toEqual([[{ BearerAuth: [] }], [{ XAdminKey: [] }], undefined]);
  });

  test('nothing of what somebody filled in is copied', () => {
    expect(JSON.stringify(document).toLowerCase()).not.toContain('planted');
  });
});

test('no value of a recording is copied, wherever it stands', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{10}[0-9]{4}[A-Za-z0-9]{6}$/);
  fc.assert(
    fc.property(secret, (planted) => {
      const { document, guesses, leftOut } = draftHar([
        {
          method: 'POST',
          url: `https://user:${planted}@api.example.com/keys/${planted}/x?token=${planted}&q=${planted}&${planted}=1`,
          headers: {
            authorization: `Bearer ${planted}`,
            'x-api-key': planted,
            'x-tenant': planted,
            cookie: `sid=${planted}`,
          },
          cookies: { sid: planted },
          body: {
            mimeType: 'application/json',
            text: JSON.stringify({ a: planted, [planted]: 1, b: [{ c: planted }] }),
          },
          answer: { t: planted, map: { [planted]: { n: planted } } },
        },
        {
          method: 'POST',
          url: `${api}/login`,
          body: { mimeType: 'application/x-www-form-urlencoded', text: `password=${planted}&${planted}=1` },
          answer: planted,
          answerType: 'text/plain',
        },
      ]);
      expect(JSON.stringify([document, guesses, leftOut])).not.toContain(planted);
    }),
    { numRuns: 50 },
  );
});
