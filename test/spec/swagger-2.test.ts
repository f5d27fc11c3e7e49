import { describe, expect, test } from '@jest/globals';
import { loadDocument } from '../../src/spec/load.ts';
import type { Operation } from '../../src/spec/operation.ts';
import { listOperations } from '../../src/spec/operations.ts';
import { operationOf, operationsOf, serve } from './fixture.ts';

function describeSwagger(operation: object, rest: object = {}): object {
  return { swagger: '2.0', info: { title: 'T', version: '1' }, paths: { '/a': { post: operation } }, ...rest };
}

const types = ({ requestBody }: Operation): string[] => requestBody!.content.map(({ type }) => type);

describe('a body of Swagger 2.0', () => {
  const body = { name: 'pet', in: 'body', required: true, description: 'a pet', schema: { $ref: '#/definitions/Pet' } };

  test('is a request body in what the document consumes', async () => {
    const operation = await operationOf(
      describeSwagger(
        { parameters: [body, { name: 'q', in: 'query', type: 'string' }] },
        { consumes: ['application/json', 'Application/XML'], definitions: { Pet: { type: 'object' } } },
      ),
    );
    expect(operation.parameters.map(({ name }) => name)).toEqual(['q']);
    expect(operation.requestBody).toMatchObject({ required: true, description: 'a pet' });
    expect(types(operation)).toEqual(['application/json', 'application/xml']);
    expect(operation.requestBody!.content[0]!.schema!.value).toEqual({ $ref: '#/definitions/Pet' });
  });

  test.each<[string, object, object, string[]]>([
    ['the operation overrides', { consumes: ['text/plain'] }, { consumes: ['application/json'] }, ['text/plain']],
    ['an empty list clears', { consumes: [] }, { consumes: ['text/plain'] }, ['application/json']],
    ['nobody says: JSON', {}, {}, ['application/json']],
  ])('%s', async (_, operation, rest, expected) => {
    expect(types(await operationOf(describeSwagger({ parameters: [body], ...operation }, rest)))).toEqual(expected);
  });

  test('may be a referenced parameter', async () => {
    const operation = await operationOf(
      describeSwagger({ parameters: [{ $ref: '#/parameters/Body' }] }, { parameters: { Body: body } }),
    );
    expect(operation.requestBody).toMatchObject({ required: true });
  });
});

describe('a form of Swagger 2.0', () => {
  const name = { name: 'name', in: 'formData', type: 'string', required: true, description: 'its name', minLength: 1 };
  const file = { name: 'photo', in: 'formData', type: 'file' };

  test('is one body of its fields', async () => {
    const operation = await operationOf(
      describeSwagger({
        parameters: [name, { name: 'tags', in: 'formData', type: 'array', items: { type: 'string' } }],
      }),
    );
    expect(operation.parameters).toEqual([]);
    expect(types(operation)).toEqual(['application/x-www-form-urlencoded']);
    expect(operation.requestBody!.required).toBe(true);
    expect(operation.requestBody!.content[0]!.schema!.value).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, description: 'its name' },
        tags: { type: 'array', items: { type: 'string' } },
      },
      required: ['name'],
    });
  });

  test.each<[string, object[], object, string[]]>([
    ['with a file is multipart', [name, file], {}, ['multipart/form-data']],
    [
      'with a file is never urlencoded',
      [file],
      { consumes: ['application/x-www-form-urlencoded', 'multipart/form-data'] },
      ['multipart/form-data'],
    ],
    [
      'with a file is multipart, whatever is consumed',
      [file],
      { consumes: ['application/json'] },
      ['multipart/form-data'],
    ],
    ['is what it consumes', [name], { consumes: ['multipart/form-data'] }, ['multipart/form-data']],
    [
      'has the choice',
      [name],
      { consumes: ['multipart/form-data', 'application/x-www-form-urlencoded'] },
      ['multipart/form-data', 'application/x-www-form-urlencoded'],
    ],
  ])('%s', async (_, parameters, more, expected) => {
    expect(types(await operationOf(describeSwagger({ parameters, ...more })))).toEqual(expected);
  });

  test('a file is a binary string', async () => {
    const { requestBody } = await operationOf(describeSwagger({ parameters: [file] }));
    expect(requestBody!.content[0]!.schema!.value).toMatchObject({
      properties: { photo: { type: 'string', format: 'binary' } },
    });
    expect(requestBody!.required).toBe(false);
  });

  test('a list is written as its collectionFormat says', async () => {
    const list = (name: string, collectionFormat?: string): object => ({
      name,
      in: 'formData',
      type: 'array',
      items: { type: 'string' },
      collectionFormat,
    });
    const { requestBody } = await operationOf(
      describeSwagger({ parameters: [list('a'), list('b', 'multi'), list('c', 'pipes')] }),
    );
    expect(requestBody!.content[0]!.encoding).toMatchObject({
      a: { style: 'form', explode: false },
      b: { style: 'form', explode: true },
      c: { style: 'pipeDelimited', explode: false },
    });
  });
});

describe('collectionFormat', () => {
  test.each([
    ['query', undefined, 'form', false], // "Default value is csv."
    ['query', 'csv', 'form', false],
    ['query', 'ssv', 'spaceDelimited', false],
    ['query', 'tsv', 'tabDelimited', false],
    ['query', 'pipes', 'pipeDelimited', false],
    ['query', 'multi', 'form', true],
    ['header', 'csv', 'simple', false],
    ['path', 'csv', 'simple', false],
    ['path', undefined, 'simple', false],
    // "multi … is valid only for parameters in query or formData"
    ['header', 'multi', 'simple', false],
  ])('in %s, %s: %s, explode %p', async (location, collectionFormat, style, explode) => {
    const parameter = {
      name: 'p',
      in: location,
      type: 'array',
      items: { type: 'integer' },
      collectionFormat,
      required: true,
    };
    const { operations } = await operationsOf({
      swagger: '2.0',
      paths: { [location === 'path' ? '/{p}' : '/']: { get: { parameters: [parameter] } } },
    });
    expect(operations[0]!.parameters).toMatchObject([{ name: 'p', in: location, style, explode }]);
  });
});

test('a parameter holds its schema itself', async () => {
  const keywords = {
    type: 'integer',
    format: 'int32',
    default: 1,
    enum: [1, 2],
    maximum: 9,
    exclusiveMaximum: true,
    minimum: 0,
    exclusiveMinimum: false,
    multipleOf: 1,
    pattern: 'x',
    maxLength: 3,
    minLength: 1,
    maxItems: 3,
    minItems: 1,
    uniqueItems: true,
    items: { type: 'string' },
  };
  const { parameters } = await operationOf(
    describeSwagger({ parameters: [{ name: 'p', in: 'query', description: 'd', allowEmptyValue: true, ...keywords }] }),
  );
  expect(parameters[0]!.schema.value).toEqual(keywords);
  expect(parameters[0]).toMatchObject({ description: 'd', allowEmptyValue: true, content: undefined });
});

describe('answers', () => {
  const responses = { 200: { description: 'ok', schema: { type: 'array' } }, 204: { description: 'none' } };

  test.each<[string, object, object, string[]]>([
    [
      'in what the document produces',
      {},
      { produces: ['application/json', 'application/xml'] },
      ['application/json', 'application/xml'],
    ],
    ['the operation overrides', { produces: ['text/csv'] }, { produces: ['application/json'] }, ['text/csv']],
    ['an empty list clears', { produces: [] }, { produces: ['text/csv'] }, ['application/json']],
    ['nobody says: JSON', {}, {}, ['application/json']],
  ])('%s', async (_, operation, rest, expected) => {
    const found = (await operationOf(describeSwagger({ responses, ...operation }, rest))).responses;
    expect(found.map(({ status, content }) => [status, content.map(({ type }) => type)])).toEqual([
      ['200', expected],
      ['204', []],
    ]);
    expect(found[0]!.content[0]!.schema!.value).toEqual({ type: 'array' });
  });

  test('a file is binary', async () => {
    const operation = await operationOf(describeSwagger({ responses: { 200: { schema: { type: 'file' } } } }));
    expect(operation.responses[0]!.content).toMatchObject([
      { type: 'application/octet-stream', schema: { value: { type: 'string', format: 'binary' } } },
    ]);
  });

  test('may be shared', async () => {
    const operation = await operationOf(
      describeSwagger({ responses: { 200: { $ref: '#/responses/Ok' } } }, { responses: { Ok: responses[200] } }),
    );
    expect(operation.responses).toMatchObject([
      { status: '200', description: 'ok', content: [{ type: 'application/json' }] },
    ]);
  });
});

describe('servers', () => {
  const urls = async (rest: object, operation: object = {}): Promise<string[]> =>
    (await operationOf(describeSwagger(operation, rest))).servers.map(({ url }) => url);

  test.each<[object, object, string[]]>([
    [{ host: 'a.com', basePath: '/v1', schemes: ['https'] }, {}, ['https://a.com/v1']],
    [
      { host: 'a.com:8080', basePath: '/v1/', schemes: ['http', 'https'] },
      {},
      ['https://a.com:8080/v1', 'http://a.com:8080/v1'],
    ],
    [{ host: 'a.com', basePath: '/', schemes: ['http'] }, {}, ['http://a.com']],
    [{ host: 'a.com', schemes: ['https', 'wss'] }, {}, ['https://a.com']],
    [{ host: 'a.com', schemes: ['https'] }, { schemes: ['http'] }, ['http://a.com']],
    [{ host: 'a.com' }, {}, ['https://a.com']],
    [{ basePath: '/v1' }, {}, ['/v1']],
    [{}, {}, ['/']],
    // Mistakes that are made: a scheme in the host, a base path without its slash.
    [{ host: 'https://a.com/', basePath: 'v1', schemes: ['https'] }, {}, ['https://a.com/v1']],
  ])('%j with %j: %j', async (rest, operation, expected) => {
    expect(await urls(rest, operation)).toEqual(expected);
  });

  test('what is missing is taken from where the document came from', async () => {
    const { url } = await serve({
      '/docs/a.json': JSON.stringify(describeSwagger({}, { basePath: '/v1' })),
      '/docs/b.json': JSON.stringify(describeSwagger({}, { host: 'a.com' })),
      '/docs/c.json': JSON.stringify(describeSwagger({})),
    });
    const found = await Promise.all(
      ['a', 'b', 'c'].map(
        async (name) => listOperations(await loadDocument(`${url}/docs/${name}.json`)).operations[0]!.servers[0]!.url,
      ),
    );
    expect(found).toEqual([`${url}/v1`, 'http://a.com', url]);
  });
});

test('securityDefinitions are security schemes', async () => {
  const { operations, securitySchemes } = await operationsOf(
    describeSwagger(
      { security: [{ basic: [] }, { key: [], oauth: ['read'] }] },
      {
        securityDefinitions: {
          basic: { type: 'basic' },
          key: { type: 'apiKey', in: 'header', name: 'X-Key' },
          oauth: { type: 'oauth2', flow: 'implicit', authorizationUrl: 'https://a.com', scopes: { read: 'r' } },
        },
      },
    ),
  );
  expect(operations[0]!.security.map(({ schemes }) => schemes.map(({ name }) => name))).toEqual([
    ['basic'],
    ['key', 'oauth'],
  ]);
  expect(Object.fromEntries(securitySchemes)).toMatchObject({
    basic: { type: 'http', scheme: 'basic' },
    key: { type: 'apiKey', in: 'header', parameterName: 'X-Key' },
    oauth: { type: 'oauth2' },
  });
});
