import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { errorMeta, type ToolResult } from '../../src/catalog/tool-result.ts';
import { type Api, inspectApi } from '../../src/upstream/api.ts';
import { callTool, prepareCall } from '../../src/upstream/call.ts';
import { HttpClient } from '../../src/upstream/client.ts';
import { credentialsOf } from './support/credentials.ts';
import { serve, type TestServer } from './support/server.ts';
import { catalogOf, toolOf } from './support/tool.ts';

const description = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  servers: [{ url: '/relative' }],
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'getThing',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'X-Note', in: 'header', schema: { type: 'string' } },
        ],
        security: [{ Key: [] }],
        responses: { 200: { description: 'A thing.' } },
      },
      post: {
        operationId: 'moveThing',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: { 303: { description: 'Where it is now.' }, 302: { description: 'Moved.' } },
      },
      delete: {
        operationId: 'deleteThing',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: { 204: { description: 'Gone.' } },
      },
    },
  },
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
};

let server: TestServer;
let client: HttpClient;
let answer: [status: number, headers: Record<string, string>, body: string] | undefined;

beforeEach(async () => {
  answer = [200, { 'content-type': 'application/json' }, '{"ok":true}'];
  client = new HttpClient();
  server = await serve((_, response) => {
    if (answer) response.writeHead(answer[0], answer[1]).end(answer[2]);
  });
});

afterEach(async () => {
  await client.close();
  await server.close();
});

async function apiOf(
  more: Partial<Api> = {},
  references: Record<string, string> = { Key: 'env:KEY' },
  env: Record<string, string> = { KEY: 's3cret' },
): Promise<Api> {
  const catalog = await catalogOf(description);
  return {
    name: 'things',
    catalog,
    baseUrl: server.url,
    credentials: credentialsOf(catalog, references, { env, readFile: () => '' }),
    headers: () => Promise.resolve({}),
    client,
    timeout: 5000,
    responseBytes: 10_000,
    ...more,
  };
}

const call = async (api: Api, args: unknown, context = {}): Promise<ToolResult> =>
  callTool(api, api.catalog.tools[0]!, args, context);
const textOf = ({ content: [part] }: ToolResult): string => (part?.type === 'text' ? part.text : '');
const codeOf = ({ _meta, isError }: ToolResult): unknown =>
  isError === true && (_meta?.[errorMeta] as { code: string }).code;

test('a call that is right', async () => {
  const result = await call(await apiOf(), { id: '7', 'X-Note': 'hi' });
  expect(result).toEqual({
    content: [
      { type: 'text', text: '{"ok":true}' },
      {
        type: 'text',
        text: 'Arguments were repaired: X-Note was taken as X_Note; id: the string "7" was taken as the number 7.',
        annotations: { audience: ['assistant'] },
      },
    ],
    structuredContent: { ok: true },
    _meta: {
      'routewright/http': { status: 200, duration: expect.any(Number), bytes: 11 },
      'routewright/repairs': ['X-Note was taken as X_Note', 'id: the string "7" was taken as the number 7'],
    },
  });
  expect(server.seen).toMatchObject([{ url: '/things/7', headers: { 'x-key': 's3cret', 'x-note': 'hi' } }]);
});

const emptyPath = {
  parameters: [{ name: 'empty', in: 'path', required: true, schema: { type: 'string', enum: [''] } }],
};

describe('what fails first is told, and nothing is sent', () => {
  test.each<[string, unknown, Partial<Api>, Record<string, string>, string]>([
    ['wrong arguments, before a missing credential', { id: 'x' }, { baseUrl: undefined }, {}, 'ARGUMENTS_INVALID'],
    ['a missing credential, before a missing server', { id: 1 }, { baseUrl: undefined }, {}, 'CREDENTIAL_MISSING'],
    ['a missing server', { id: 1 }, { baseUrl: undefined }, { KEY: 's3cret' }, 'SERVER_MISSING'],
    ['an argument that no request can hold', { id: 1, X_Note: 'a\nb' }, {}, { KEY: 's3cret' }, 'ARGUMENTS_INVALID'],
  ])('%s', async (_, args, more, env, code) => {
    const api = await apiOf(more, { Key: 'env:KEY' }, env);
    expect(codeOf(await call(api, args))).toBe(code);
    const prepared = await prepareCall(api, api.catalog.tools[0]!, args, { signal: AbortSignal.timeout(5000) });
    expect('failure' in prepared && codeOf(prepared.failure)).toBe(code);
    expect(server.seen).toHaveLength(0);
  });

  test('with what to do about it', async () => {
    expect(textOf(await call(await apiOf(), { id: 'x' }))).toBe(
      'ARGUMENTS_INVALID: The arguments of getThing are not right, so nothing was sent.\n- id: expected an integer; got the string "x".\nExample of a right call: {"id":1}',
    );
    expect(textOf(await call(await apiOf({}, { Key: 'env:KEY' }, {}), { id: 1 }))).toMatch(
      /needs the credential Key: environment variable KEY is not set/,
    );
  });

  test('never with an example that cannot be sent either', async () => {
    const text = textOf(
      await callTool(await apiOf(), await toolOf(emptyPath, { path: '/things/{empty}' }), { empty: '' }),
    );
    expect(text).toMatch(/^ARGUMENTS_INVALID.*\n- empty: a path parameter cannot be empty[^\n]*$/s);
  });

  test('a fault of our own is a result, too', async () => {
    const headers = (): never => {
      throw new TypeError('boom');
    };
    expect(textOf(await call(await apiOf({ headers }), { id: 1 }))).toContain('INTERNAL: A fault in Routewright: boom');
    const api = await apiOf();
    const broken = {
      ...api.catalog.tools[0]!,
      inputSchema: { type: 'object', properties: { a: { $ref: '#/none' } }, additionalProperties: false } as const,
    };
    expect(codeOf(await callTool(api, broken, {}))).toBe('INTERNAL');
  });
});

describe('a credential that is not configured', () => {
  test.each<[number, boolean]>([
    [401, true],
    [403, true],
    [404, false],
    [500, false],
    [200, false],
  ])('is told with HTTP %i: %p', async (status, told) => {
    answer = [status, { 'content-type': 'application/json' }, '{"message":"no"}'];
    const result = await call(await apiOf({}, {}), { id: 1 });
    expect(textOf(result).includes('--credential Key=env:NAME')).toBe(told);
    expect(server.seen[0]!.headers).not.toHaveProperty('x-key');
  });

  test('one that is configured is named, with the place where whoever runs the gateway puts a valid one', async () => {
    answer = [401, {}, ''];
    expect(textOf(await call(await apiOf(), { id: 1 }))).toBe(
      `HTTP 401 Unauthorized from GET ${server.url}/things/1\nThe API refused the credential Key of things. It comes from env:KEY, where whoever runs the gateway puts a valid one.`,
    );
    answer = [403, {}, ''];
    expect(textOf(await call(await apiOf(), { id: 1 }))).not.toContain('refused the credential');
  });

  test('one that stayed behind at a redirect is', async () => {
    const other = await serve((_, response) => response.writeHead(401).end());
    answer = [302, { location: `${other.url}/x` }, ''];
    expect(textOf(await call(await apiOf(), { id: 1 }))).toContain(
      `redirected from ${server.url} to ${other.url}, where no credential is sent`,
    );
    await other.close();
  });
});

describe('a redirect that is not followed', () => {
  const call = async (name: string): Promise<ToolResult> => {
    const api = await apiOf();
    return callTool(
      api,
      api.catalog.tools.find((tool) => tool.name === name)!,
      { id: 7 },
    );
  };

  test('is an error where the document does not name it: nothing is known to be done', async () => {
    answer = [302, { location: '/login?next=secret' }, ''];
    const result = await call('deleteThing');
    expect(result).toMatchObject({ isError: true, _meta: { [errorMeta]: { code: 'UPSTREAM_REDIRECT', status: 302 } } });
    expect(result.content).toEqual([
      {
        type: 'text',
        text: expect.stringMatching(/302 Found from DELETE .*\/login\. This was not followed[^]*baseUrl/),
      },
    ]);
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  test('is an answer like any other where the document names it', async () => {
    answer = [302, { location: '/things/8' }, ''];
    const result = await call('moveThing');
    expect(result.isError).toBeUndefined();
    expect(result.content).toEqual([{ type: 'text', text: expect.stringContaining('location: /things/8') }]);
  });
});

describe('time', () => {
  test('is limited', async () => {
    answer = undefined;
    const result = await call(await apiOf({ timeout: 50 }), { id: 1 });
    expect(textOf(result)).toMatch(/^UPSTREAM_TIMEOUT: The API did not answer within 0.05 s: GET \/things\/\{id\}\n/);
  });

  test('is given back when the client cancels', async () => {
    answer = undefined;
    const controller = new AbortController();
    const calling = call(await apiOf(), { id: 1 }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    expect(codeOf(await calling)).toBe('UPSTREAM_ABORTED');
    expect(codeOf(await call(await apiOf(), { id: 1 }, { signal: AbortSignal.abort() }))).toBe('UPSTREAM_ABORTED');
  });
});

test.each<[string, Partial<Api>, string]>([
  ['too large', { responseBytes: 5 }, 'UPSTREAM_TOO_LARGE'],
  ['nobody there', { baseUrl: 'http://127.0.0.1:1' }, 'UPSTREAM_UNREACHABLE'],
])('an answer that is %s', async (_, more, code) => {
  const result = await call(await apiOf(more), { id: 1 });
  expect(codeOf(result)).toBe(code);
  expect(JSON.stringify(result)).not.toContain('s3cret');
});

test('a refusal tells the scopes that the document asks for', async () => {
  answer = [403, { 'content-type': 'application/json' }, '{"message":"no"}'];
  const api = await apiOf();
  const [tool] = api.catalog.tools;
  const security = [{ schemes: [{ name: 'Key', scopes: ['things:read'] }] }];
  const scoped = { ...tool!, operation: { ...tool!.operation, security } };
  expect(textOf(await callTool(api, scoped, { id: 1 }))).toContain('with the scopes: things:read.');
  answer = [404, { 'content-type': 'application/json' }, '{"message":"no"}'];
  expect(textOf(await callTool(api, scoped, { id: 1 }))).not.toContain('scopes');
});

test('progress is passed on', async () => {
  const told: number[] = [];
  await call(await apiOf(), { id: 1 }, { onProgress: (received: number) => told.push(received) });
  expect(told.at(-1)).toBe(11);
});

describe('what is told at start', () => {
  const codes = (api: Api): string[] => inspectApi(api).map(({ code }) => code);
  test.each<[Partial<Api>, Record<string, string>, Record<string, string>, string[]]>([
    [{}, { Key: 'env:KEY' }, { KEY: 's3cret' }, []],
    [{ baseUrl: undefined }, { Key: 'env:KEY' }, { KEY: 's3cret' }, ['SERVER_MISSING']],
    [{}, { Key: 'env:KEY' }, {}, ['SECRET_MISSING']],
    [{}, {}, {}, ['CREDENTIAL_MISSING']],
    [{}, { Keys: 'env:KEY' }, {}, ['CREDENTIAL_UNKNOWN', 'CREDENTIAL_MISSING']],
  ])('%j %j %j', async (more, references, env, expected) => {
    expect(codes(await apiOf(more, references, env))).toEqual(expected);
  });
});
