import { describe, expect, test } from '@jest/globals';
import { loadDocument } from '../../src/spec/load.ts';
import { listOperations } from '../../src/spec/operations.ts';
import { describeApi, load, operationsOf, serve } from './fixture.ts';

async function urlsOf(content: object, variables?: Record<string, string>): Promise<string[][]> {
  const { operations } = listOperations(await load({ 'openapi.json': content }), variables);
  return operations.map(({ servers }) => servers.map(({ url }) => url));
}

const at = (...urls: string[]): { servers: object[] } => ({ servers: urls.map((url) => ({ url })) });

describe('servers', () => {
  test('of the operation, else of the path, else of the document', async () => {
    const paths = {
      '/a': { ...at('https://path/'), get: at('https://operation/1', 'https://operation/2'), put: {} },
      '/b': { get: {} },
      '/c': { servers: [], get: { servers: [] } },
    };
    expect(await urlsOf(describeApi(paths, at('https://document')))).toEqual([
      ['https://operation/1', 'https://operation/2'],
      ['https://path/'],
      ['https://document'],
      ['https://document'],
    ]);
  });

  // OpenAPI 3.1.1, 4.8.1: without servers the one server is `/`.
  test('nowhere: the root', async () => {
    expect(await urlsOf(describeApi({ '/a': { get: {} } }))).toEqual([['/']]);
  });

  test('of a referenced path item are those of its file', async () => {
    const document = await load({
      'openapi.json': describeApi({ '/a': { $ref: 'a.json' } }, at('https://document')),
      'a.json': { ...at('https://path'), get: {} },
    });
    expect(listOperations(document).operations[0]!.servers).toMatchObject([{ url: 'https://path' }]);
  });

  test.each([
    ['https://api.example.com/v1', 'https://api.example.com/v1'],
    ['/v1', '/v1'],
    ['v1.0/api', 'v1.0/api'],
    ['./v2', './v2'],
    ['index.php/api', 'index.php/api'],
    // Without a scheme, which the specification reads as a path, and people mean as a host.
    ['api.example.com/v1', 'https://api.example.com/v1'],
    ['api.example.com:8443', 'https://api.example.com:8443'],
    ['//api.example.com/v1', 'https://api.example.com/v1'],
    ['localhost:8080/v1', 'http://localhost:8080/v1'],
    ['127.0.0.1', 'http://127.0.0.1'],
  ])('%s in a file is %s', async (written, url) => {
    expect(await urlsOf(describeApi({ '/a': { get: {} } }, at(written)))).toEqual([[url]]);
  });
});

describe('server variables', () => {
  const server = {
    url: 'https://{region}.example.com:{port}/{base}/{region}',
    description: 'one',
    variables: { region: { default: 'eu', enum: ['eu', 'us'] }, port: { default: 8443 }, base: { default: '' } },
  };
  const api = describeApi({ '/a': { get: {} } }, { servers: [server] });

  test.each<[Record<string, string>, string]>([
    [{}, 'https://eu.example.com:8443//eu'],
    [{ region: 'us', base: 'v2' }, 'https://us.example.com:8443/v2/us'],
    [{ other: 'x' }, 'https://eu.example.com:8443//eu'],
  ])('%j: %s', async (variables, url) => {
    expect(await urlsOf(api, variables)).toEqual([[url]]);
  });

  test('that have no value stay as they are written', async () => {
    expect(await urlsOf(describeApi({ '/a': { get: {} } }, at('https://{tenant}.example.com')))).toEqual([
      ['https://{tenant}.example.com'],
    ]);
  });

  test('that come from a prototype do not exist', async () => {
    expect(await urlsOf(describeApi({ '/a': { get: {} } }, at('https://e.com/{constructor}')))).toEqual([
      ['https://e.com/{constructor}'],
    ]);
  });

  test('are replaced before a relative URL is resolved', async () => {
    const servers = [{ url: '{base}/v1', variables: { base: { default: '/root' } } }];
    const { url } = await serve({ '/docs/api.json': JSON.stringify(describeApi({ '/a': { get: {} } }, { servers })) });
    const [operation] = listOperations(await loadDocument(`${url}/docs/api.json`)).operations;
    expect(operation!.servers[0]!.url).toBe(`${url}/root/v1`);
  });
});

describe('security', () => {
  const securitySchemes = {
    Key: { type: 'apiKey', in: 'query', name: 'api_key', description: 'ask us' },
    Cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
    Bearer: { type: 'http', scheme: 'Bearer' },
    Basic: { type: 'http', scheme: 'basic' },
    OAuth: { type: 'oauth2', flows: {} },
    OpenId: { type: 'openIdConnect', openIdConnectUrl: 'https://e.com' },
    Mutual: { type: 'mutualTLS' },
    Shared: { $ref: '#/components/securitySchemes/Key' },
    Broken: { $ref: '#/components/securitySchemes/None' },
  };
  const names = (operations: Awaited<ReturnType<typeof operationsOf>>['operations']): string[] =>
    operations.map(({ security }) =>
      security.map(({ schemes }) => schemes.map(({ name }) => name).join('+') || 'none').join(' | '),
    );

  // OpenAPI 3.1.1, 4.8.1 and 4.8.30
  test('alternatives, conjunctions, none, the document as default', async () => {
    const { operations } = await operationsOf(
      describeApi(
        {
          '/default': { get: {} },
          '/open': { get: { security: [] } },
          '/either': { get: { security: [{ Key: [] }, { Bearer: [] }] } },
          '/both': { get: { security: [{ Key: [], Bearer: [] }] } },
          '/optional': { get: { security: [{ Key: [] }, {}] } },
          '/scoped': { get: { security: [{ OAuth: ['read', 'write'] }] } },
        },
        { security: [{ Basic: [] }], components: { securitySchemes } },
      ),
    );
    expect(names(operations)).toEqual(['Basic', '', 'Key | Bearer', 'Key+Bearer', 'Key | none', 'OAuth']);
    expect(operations[5]!.security[0]!.schemes[0]!.scopes).toEqual(['read', 'write']);
  });

  test('nothing demanded anywhere', async () => {
    expect(names((await operationsOf(describeApi({ '/a': { get: {} } }))).operations)).toEqual(['']);
  });

  test('schemes by name', async () => {
    const found = await operationsOf(describeApi({}, { components: { securitySchemes } }));
    const { description, ...key } = found.securitySchemes.get('Key')!;
    expect(description).toBe('ask us');
    expect(key).toEqual({ name: 'Key', type: 'apiKey', in: 'query', parameterName: 'api_key', scheme: undefined });
    expect(Object.fromEntries(found.securitySchemes)).toMatchObject({
      Cookie: { type: 'apiKey', in: 'cookie', parameterName: 'sid' },
      Bearer: { type: 'http', scheme: 'bearer' },
      Basic: { type: 'http', scheme: 'basic' },
      OAuth: { type: 'oauth2' },
      OpenId: { type: 'openIdConnect' },
      Mutual: { type: 'mutualTLS' },
      Shared: { name: 'Shared', type: 'apiKey', parameterName: 'api_key' },
      Broken: { type: 'unknown' },
    });
    expect(found.diagnostics).toMatchObject([{ code: 'REF_NOT_FOUND', pointer: '/components/securitySchemes/Broken' }]);
  });
});
