import { describe, expect, test } from '@jest/globals';
import { describeApi, operationOf, operationsOf } from './fixture.ts';

const parameter = (name: string, location: string, more: object = {}): object => ({ name, in: location, ...more });

describe('operations', () => {
  test('are the methods of every path, and nothing else of it', async () => {
    const { operations, diagnostics } = await operationsOf({
      openapi: '3.2.0',
      paths: {
        '/a': {
          summary: 'of the path',
          description: 'd',
          servers: [],
          parameters: [],
          'x-get': {},
          get: {},
          put: {},
          post: {},
          delete: {},
          options: {},
          head: {},
          patch: {},
          trace: {},
          query: {},
          additionalOperations: { COPY: {}, 'M-SEARCH': {}, link: {} },
        },
        'x-b': { get: {} },
      },
      webhooks: { created: { post: { operationId: 'told' } } },
      components: { pathItems: { Unused: { get: {} } } },
    });
    expect(diagnostics).toEqual([]);
    expect(operations.map(({ id }) => id)).toEqual(
      ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE', 'QUERY', 'COPY', 'M-SEARCH', 'link'].map(
        (method) => `${method} /a`,
      ),
    );
  });

  // OpenAPI 3.2.0, 4.9: additionalOperations holds no method that has a field of its own.
  test.each(['POST', 'QUERY', 'not a method', ''])('additionalOperations cannot hold %p', async (method) => {
    const { operations, diagnostics } = await operationsOf({
      openapi: '3.2.0',
      paths: { '/a': { post: {}, additionalOperations: { [method]: {}, PURGE: {} } } },
    });
    expect(operations.map(({ id }) => id)).toEqual(['POST /a', 'PURGE /a']);
    expect(diagnostics).toMatchObject([{ code: 'OPERATION_INVALID', severity: 'error' }]);
  });

  test('keep the order of the paths', async () => {
    const { operations } = await operationsOf(describeApi({ '/z': { get: {} }, '/a': { get: {} }, '/m': { get: {} } }));
    expect(operations.map(({ path }) => path)).toEqual(['/z', '/a', '/m']);
  });

  test('a callback is a call that the API makes', async () => {
    const callbacks = { done: { '{$request.body#/url}': { post: { operationId: 'told' } } } };
    expect((await operationOf(describeApi({ '/a': { post: { callbacks } } }))).id).toBe('POST /a');
  });

  test('a path without a slash gets one, in its id as well', async () => {
    const { operations, diagnostics } = await operationsOf(
      describeApi({ 'pets/{id}': { get: { parameters: [{ $ref: '#/none' }] } } }),
    );
    expect(operations).toMatchObject([{ id: 'GET /pets/{id}', path: '/pets/{id}' }]);
    expect(diagnostics.filter(({ operation }) => operation === 'GET /pets/{id}')).not.toEqual([]);
    expect(diagnostics[0]).toMatchObject({ code: 'PATH_INVALID', severity: 'warning' });
  });

  test('know what the document says of them', async () => {
    const { operations } = await operationsOf(
      describeApi({
        '/a': {
          summary: 'path summary',
          description: 'path description',
          'x-one': 1,
          'x-two': 1,
          get: { operationId: 'getA', summary: 'own', tags: ['t', 5], deprecated: true, 'x-two': 2, 'x-three': 3 },
          put: { operationId: 7, deprecated: 'yes' },
        },
      }),
    );
    expect(operations).toMatchObject([
      {
        operationId: 'getA',
        summary: 'own',
        description: 'path description',
        tags: ['t'],
        deprecated: true,
        extensions: { 'x-one': 1, 'x-two': 2, 'x-three': 3 },
      },
      { operationId: undefined, summary: 'path summary', tags: [], deprecated: false, extensions: { 'x-two': 1 } },
    ]);
  });

  test.each([undefined, null, {}, [], 'none'])('a document whose paths are %p has none', async (paths) => {
    expect((await operationsOf(describeApi(paths))).operations).toEqual([]);
  });
});

describe('parameters', () => {
  test('are those of the path and the operation; the operation overrides by name and location', async () => {
    const { parameters } = await operationOf(
      describeApi({
        '/a': {
          parameters: [
            parameter('shared', 'query', { description: 'path' }),
            parameter('limit', 'query', { description: 'path' }),
            parameter('limit', 'header', { description: 'path' }),
            parameter('X-Trace', 'header', { description: 'path' }),
            parameter('Case', 'query', { description: 'path' }),
          ],
          get: {
            parameters: [
              parameter('limit', 'query', { description: 'operation' }),
              // RFC 9110, 5.1: field names are case-insensitive; names of query parameters are not.
              parameter('x-trace', 'header', { description: 'operation' }),
              parameter('case', 'query', { description: 'operation' }),
            ],
          },
        },
      }),
    );
    expect(parameters.map(({ name, in: location, description }) => `${location} ${name} ${description!}`)).toEqual([
      'query shared path',
      'query limit operation',
      'header limit path',
      'header x-trace operation',
      'query Case path',
      'query case operation',
    ]);
  });

  test.each(['Accept', 'content-type', 'AUTHORIZATION'])('the header %s is not one (3.1.1, 4.8.12.2)', async (name) => {
    const { operations, diagnostics } = await operationsOf(
      describeApi({ '/a': { get: { parameters: [parameter(name, 'header'), parameter(name, 'query')] } } }),
    );
    expect(operations[0]!.parameters.map((found) => found.in)).toEqual(['query']);
    expect(diagnostics).toEqual([]);
  });

  // OpenAPI 3.2.0, 4.12.2.2 and 4.12.2.3
  test.each([
    ['path', {}, 'simple', false],
    ['query', {}, 'form', true],
    ['header', {}, 'simple', false],
    ['cookie', {}, 'form', true],
    ['query', { explode: false }, 'form', false],
    ['query', { style: 'spaceDelimited' }, 'spaceDelimited', false],
    ['query', { style: 'pipeDelimited', explode: true }, 'pipeDelimited', true],
    ['query', { style: 'deepObject', explode: true }, 'deepObject', true],
    ['path', { style: 'matrix', explode: true }, 'matrix', true],
    ['path', { style: 'label' }, 'label', false],
    ['cookie', { style: 'cookie' }, 'cookie', true],
    ['query', { style: 'unheard of' }, 'form', true],
  ])('in %s with %j: style %s, explode %p', async (location, more, style, explode) => {
    const { parameters } = await operationOf(
      describeApi({
        '/a/{p}': {
          get: {
            parameters: [parameter('p', location, { schema: {}, ...more }), parameter('p', 'path', { style, explode })],
          },
        },
      }),
    );
    expect(parameters.find((found) => found.in === location)).toMatchObject({ style, explode });
  });

  test('of a path are required, whatever they say; others only where they say so', async () => {
    const { parameters } = await operationOf(
      describeApi({
        '/a/{p}': {
          get: {
            parameters: [
              parameter('p', 'path', { required: false }),
              parameter('q', 'query'),
              parameter('r', 'query', { required: true, deprecated: true, allowReserved: true, allowEmptyValue: true }),
            ],
          },
        },
      }),
    );
    expect(parameters).toMatchObject([
      { name: 'p', required: true },
      { name: 'q', required: false, deprecated: false, allowReserved: false, allowEmptyValue: false },
      { name: 'r', required: true, deprecated: true, allowReserved: true, allowEmptyValue: true },
    ]);
  });

  test('that the path names but nobody declares are required strings', async () => {
    const { operations, diagnostics } = await operationsOf(describeApi({ '/a/{id}/{x-y}.{ext}': { get: {} } }));
    expect(operations[0]!.parameters).toMatchObject(
      ['id', 'x-y', 'ext'].map((name) => ({
        name,
        in: 'path',
        required: true,
        style: 'simple',
        schema: { value: { type: 'string' } },
      })),
    );
    expect(diagnostics.map(({ code, operation }) => `${code} ${operation!}`)).toEqual(
      Array(3).fill('PARAMETER_UNDECLARED GET /a/{id}/{x-y}.{ext}'),
    );
  });

  test('may be described by content', async () => {
    const { parameters } = await operationOf({
      openapi: '3.2.0',
      paths: {
        '/a': {
          get: {
            parameters: [
              parameter('filter', 'query', { content: { 'application/json': { schema: { type: 'object' } } } }),
              parameter('all', 'querystring', {
                content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } },
              }),
            ],
          },
        },
      },
    });
    expect(parameters).toMatchObject([
      { name: 'filter', content: { type: 'application/json' }, schema: { value: { type: 'object' } } },
      { name: 'all', in: 'querystring', content: { type: 'application/x-www-form-urlencoded' } },
    ]);
  });

  test('without name, without location or in no place are left out and told', async () => {
    const { operations, diagnostics } = await operationsOf(
      describeApi({
        '/a': {
          get: {
            parameters: [
              { in: 'query' },
              { name: 'x' },
              parameter('y', 'body'),
              5,
              null,
              parameter('z', 'path'),
              parameter('kept', 'query'),
            ],
          },
        },
      }),
    );
    expect(operations[0]!.parameters.map(({ name }) => name)).toEqual(['kept']);
    expect(diagnostics.map(({ code }) => code).sort()).toEqual([
      ...Array<string>(5).fill('PARAMETER_INVALID'),
      'PARAMETER_UNUSED',
    ]);
  });
});

describe('bodies and answers', () => {
  test('keep their media types in order, with schema and encoding', async () => {
    const { requestBody, responses } = await operationOf(
      describeApi({
        '/a': {
          post: {
            requestBody: {
              required: true,
              description: 'what to store',
              content: {
                'Multipart/Form-Data': {
                  schema: { type: 'object' },
                  encoding: {
                    file: { contentType: 'image/png', headers: {} },
                    list: { style: 'form', explode: false, allowReserved: true },
                    odd: { style: 'none' },
                  },
                },
                'application/json': { schema: { $ref: '#/components/schemas/A' } },
                'text/*': {},
              },
            },
            responses: {
              200: { description: 'ok', content: { 'application/json': {} } },
              '4xx': { description: 'bad' },
              default: {},
              'x-note': {},
            },
          },
        },
      }),
    );
    expect(requestBody).toMatchObject({ required: true, description: 'what to store' });
    expect(requestBody!.content.map(({ type }) => type)).toEqual(['multipart/form-data', 'application/json', 'text/*']);
    expect(requestBody!.content[0]!.encoding).toEqual({
      file: { perItem: false, contentType: 'image/png', headers: {}, encoding: {} },
      list: { perItem: false, style: 'form', explode: false, allowReserved: true, headers: {}, encoding: {} },
      odd: { perItem: false, headers: {}, encoding: {} },
    });
    expect(requestBody!.content[1]!.schema!.value).toEqual({ $ref: '#/components/schemas/A' });
    expect(requestBody!.content[2]!.schema).toBeUndefined();
    expect(responses.map(({ status, description }) => [status, description])).toEqual([
      ['200', 'ok'],
      ['4XX', 'bad'],
      ['default', undefined],
    ]);
  });

  test('media types may be components, and sequences of items (3.2.0, 4.14)', async () => {
    const { responses, requestBody } = await operationOf({
      openapi: '3.2.0',
      paths: {
        '/a': {
          post: {
            requestBody: { content: { 'application/json': { $ref: '#/components/mediaTypes/Json' } } },
            responses: { 200: { content: { 'application/jsonl': { itemSchema: { type: 'integer' } } } } },
          },
        },
      },
      components: { mediaTypes: { Json: { schema: { type: 'boolean' } } } },
    });
    expect(requestBody!.content[0]!.schema!.value).toEqual({ type: 'boolean' });
    expect(responses[0]!.content[0]!.schema!.value).toEqual({ type: 'array', items: { type: 'integer' } });
  });

  test('an optional body is optional; a body without content is none', async () => {
    const { operations } = await operationsOf(
      describeApi({
        '/a': { put: { requestBody: { content: { 'a/b': {} } } }, post: { requestBody: { content: {} } }, patch: {} },
      }),
    );
    expect(operations.map(({ requestBody }) => requestBody?.required)).toEqual([false, undefined, undefined]);
    expect(operations[1]!.requestBody).toBeUndefined();
  });
});
