import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jwtVerify } from 'jose';
import type { CredentialConfig } from '../../../src/base/config/credential-schema.ts';
import { errorMeta, type ToolResult } from '../../../src/catalog/tool-result.ts';
import { type Api, inspectApi } from '../../../src/upstream/api.ts';
import { callTool, prepareCall } from '../../../src/upstream/call.ts';
import { HttpClient } from '../../../src/upstream/client.ts';
import { credentialsOf } from '../support/credentials.ts';
import { serve, type TestServer } from '../support/server.ts';
import { catalogOf } from '../support/tool.ts';

type Answer = readonly [status: number, headers: Record<string, string>, body: string];

let api: TestServer;
let issuer: TestServer;
let client: HttpClient;
/** What the token endpoint answers; nothing is no answer at all. */
let answer: (form: URLSearchParams) => Answer | undefined;
/** Tokens that the API takes; none means any. */
let accepted: string | undefined;
let challenge: string;
let issued: number;

const json = { 'content-type': 'application/json' };
const token = (more: object = {}): Answer => [
  200,
  json,
  JSON.stringify({ access_token: `token-${++issued}`, token_type: 'Bearer', expires_in: 3600, ...more }),
];

beforeEach(async () => {
  issued = 0;
  accepted = undefined;
  challenge = 'Bearer error="invalid_token"';
  answer = () => token();
  client = new HttpClient();
  api = await serve((request, response) => {
    const isRefused = accepted !== undefined && request.headers.authorization !== `Bearer ${accepted}`;
    response.writeHead(isRefused ? 401 : 200, { ...json, ...(isRefused ? { 'www-authenticate': challenge } : {}) });
    response.end('{"ok":true}');
  });
  issuer = await serve((request, response) => {
    if (request.url?.includes('.well-known') === true) {
      const isKnown = request.url === '/.well-known/oauth-authorization-server';
      response.writeHead(isKnown ? 200 : 404, json);
      response.end(JSON.stringify({ issuer: issuer.url, token_endpoint: `${issuer.url}/discovered` }));
      return;
    }
    const given = answer(new URLSearchParams(issuer.seen.at(-1)!.body));
    if (given) response.writeHead(given[0], given[1]).end(given[2]);
  });
});

afterEach(async () => {
  await client.close();
  await Promise.all([api.close(), issuer.close()]);
});

async function open(config: object = {}, more: Partial<Api> = {}, tokenUrl = `${issuer.url}/token`): Promise<Api> {
  const flows = { clientCredentials: { tokenUrl, scopes: { read: '', write: '' } } };
  const operation = (scopes: string[]): object => ({ security: [{ OAuth: scopes }], responses: {} });
  const catalog = await catalogOf({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: { '/things': { get: operation(['read']), post: operation(['write']) } },
    components: { securitySchemes: { OAuth: { type: 'oauth2', flows: tokenUrl === '' ? {} : flows } } },
  });
  const credential = { clientId: 'gateway', clientSecret: 'env:SECRET', ...config } as CredentialConfig;
  return {
    name: 'things',
    catalog,
    baseUrl: api.url,
    credentials: credentialsOf(
      catalog,
      { OAuth: credential },
      { env: { SECRET: 'p:ss w%rd', KEY: pem }, readFile: () => '' },
    ),
    headers: () => Promise.resolve({}),
    client,
    timeout: 5000,
    responseBytes: 10_000,
    ...more,
  };
}

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string;

const call = (opened: Api, tool = 0): Promise<ToolResult> => callTool(opened, opened.catalog.tools[tool]!, {});
const textOf = ({ content: [part] }: ToolResult): string => (part?.type === 'text' ? part.text : '');
const codeOf = ({ _meta }: ToolResult): unknown => (_meta?.[errorMeta] as { code: string } | undefined)?.code;
const forms = (): Record<string, string>[] =>
  issuer.seen.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));

describe('a token for the client itself (RFC 6749, 4.4)', () => {
  test('is asked for with the scopes of the operation, presented as Bearer, and kept', async () => {
    const opened = await open();
    expect(await call(opened)).not.toHaveProperty('isError');
    expect(await call(opened)).not.toHaveProperty('isError');
    expect(forms()).toEqual([{ grant_type: 'client_credentials', scope: 'read' }]);
    expect(api.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-1']);
    await call(opened, 1);
    expect(forms()[1]).toEqual({ grant_type: 'client_credentials', scope: 'write' });
    expect(api.seen[2]!.headers.authorization).toBe('Bearer token-2');
  });

  test('is told of by how long it is good, whatever the scopes of the operation', async () => {
    const opened = await open();
    const credential = opened.credentials.find('OAuth')!;
    expect(await credential.inspect!()).toEqual({ state: 'none', renewable: true });
    const before = Date.now();
    await call(opened, 1);
    const told = (await credential.inspect!())!;
    expect(told).toEqual({ state: 'fresh', renewable: true, expires: expect.any(Number) });
    expect(told.expires! - before).toBeGreaterThanOrEqual(3_600_000);
    expect(told.expires! - Date.now()).toBeLessThanOrEqual(3_600_000);
    expect(issuer.seen).toHaveLength(1);
  });

  // RFC 6749, 2.3.1: both parts are form-encoded before they are joined.
  const encoded = `Basic ${Buffer.from('gateway:p%3Ass+w%25rd').toString('base64')}`;
  test.each<[object, string | undefined, Record<string, string>]>([
    [{}, encoded, {}],
    [{ clientAuthentication: 'basic' }, encoded, {}],
    [{ clientAuthentication: 'post' }, undefined, { client_id: 'gateway', client_secret: 'p:ss w%rd' }],
    [{ clientSecret: undefined }, undefined, { client_id: 'gateway' }],
    [{ scopes: ['a', 'b'] }, encoded, { scope: 'a b' }],
    [{ audience: 'https://api' }, encoded, { audience: 'https://api' }],
    [{ resource: 'https://r' }, encoded, { resource: 'https://r' }],
    [{ parameters: { tenant: 'acme' } }, encoded, { tenant: 'acme' }],
  ])('%j', async (config, authorization, form) => {
    await call(await open(config));
    expect(issuer.seen[0]!.headers.authorization).toBe(authorization);
    expect(forms()[0]).toEqual({ grant_type: 'client_credentials', scope: 'read', ...form });
  });

  test('with a signed assertion in place of a secret (RFC 7523, 2.2)', async () => {
    await call(await open({ privateKey: 'env:KEY', keyId: 'k1' }));
    const { client_assertion, client_assertion_type } = forms()[0]!;
    expect(client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    const { payload, protectedHeader } = await jwtVerify(client_assertion!, pair.publicKey);
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: 'k1' });
    expect(payload).toMatchObject({ iss: 'gateway', sub: 'gateway' });
  });

  test('from an endpoint that the issuer publishes (RFC 8414), read once', async () => {
    const opened = await open({ issuer: issuer.url }, {}, '');
    await call(opened);
    await call(opened, 1);
    expect(issuer.seen.map(({ url }) => url)).toEqual([
      '/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server',
      '/discovered',
      '/discovered',
    ]);
  });
});

describe('many at once', () => {
  test('200 calls at the moment of expiry make one request for a token', async () => {
    const opened = await open();
    const results = await Promise.all(Array.from({ length: 200 }, () => call(opened)));
    expect(results.every(({ isError }) => isError === undefined)).toBe(true);
    expect(issuer.seen).toHaveLength(1);
  });

  test('one who gives up does not end it for the others', async () => {
    const opened = await open();
    let finish: (() => void) | undefined;
    const slow = await serve((_, response) => {
      finish = () => response.writeHead(200, json).end(token()[2]);
    });
    const waiting = await open({ tokenUrl: slow.url });
    const hurried = { ...waiting, timeout: 100 };
    const [short, long] = [call(hurried), call(waiting)];
    expect(codeOf(await short)).toBe('UPSTREAM_TIMEOUT');
    finish!();
    expect(await long).not.toHaveProperty('isError');
    expect(slow.seen).toHaveLength(1);
    expect(await call(opened)).not.toHaveProperty('isError');
    await slow.close();
  });
});

describe('a token that the API refuses', () => {
  test('is replaced once, and the call made again', async () => {
    accepted = 'token-2';
    expect(await call(await open())).not.toHaveProperty('isError');
    expect(api.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('is not replaced a second time', async () => {
    accepted = 'none';
    const result = await call(await open());
    expect(result).toMatchObject({ isError: true });
    expect(textOf(result)).toMatch(/^HTTP 401/);
    expect(textOf(result)).toMatch(
      /\nThe API refused the credential OAuth of things, and a new one as well, which expires at 20\d\d-[\d-]+T[\d:.]+Z\. Whoever runs the gateway checks `scopes` and `audience`, and what its account may do at the API\.$/,
    );
    expect(api.seen).toHaveLength(2);
  });

  test.each<[string, number]>([
    ['Bearer error="invalid_token"', 2],
    ['Bearer realm="api"', 1],
  ])('by a request that changes something: %s', async (words, requests) => {
    accepted = 'token-2';
    challenge = words;
    const opened = await open();
    const result = await call(opened, 1);
    expect(api.seen).toHaveLength(requests);
    if (requests === 2) return;
    // It was renewed all the same, so that the next call is made with the new one.
    expect(textOf(result)).toMatch(
      /It has been renewed since; the call was not repeated, as it may have had an effect\./,
    );
    expect(await call(opened, 1)).not.toHaveProperty('isError');
  });
});

describe('a token endpoint that fails', () => {
  test.each<[string, Answer | undefined, string, RegExp]>([
    [
      'refuses the client',
      [401, json, '{"error":"invalid_client","error_description":"unknown"}'],
      'TOKEN_REFUSED',
      /invalid_client: unknown\nThe client id or its secret is wrong/,
    ],
    ['refuses the scopes', [400, json, '{"error":"invalid_scope"}'], 'TOKEN_REFUSED', /invalid_scope\n.*`scopes`/],
    [
      'answers with a page',
      [200, { 'content-type': 'text/html' }, '<h1>Log in</h1>'],
      'TOKEN_ENDPOINT_INVALID',
      /HTTP 200 OK with a page/,
    ],
    ['is broken', [502, {}, ''], 'TOKEN_ENDPOINT_INVALID', /HTTP 502 Bad Gateway with nothing/],
    [
      'redirects',
      [302, { location: '/login?x=1' }, ''],
      'TOKEN_ENDPOINT_INVALID',
      /HTTP 302 Found with nothing, which leads to \/login\n/,
    ],
    ['gives no token', [200, json, '{"token_type":"Bearer"}'], 'TOKEN_ENDPOINT_INVALID', /holds no access_token/],
    [
      'gives a token that is bound to a key',
      [200, json, '{"access_token":"x","token_type":"DPoP"}'],
      'TOKEN_ENDPOINT_INVALID',
      /of type dpop, which is bound to a key/,
    ],
  ])('%s', async (_, given, code, words) => {
    answer = () => given;
    const result = await call(await open());
    expect(codeOf(result)).toBe(code);
    expect(textOf(result)).toContain('OAuth of things');
    expect(textOf(result)).toMatch(words);
    expect(api.seen).toHaveLength(0);
  });

  test('is down', async () => {
    const result = await call(await open({ tokenUrl: 'http://127.0.0.1:1/token' }));
    expect(codeOf(result)).toBe('TOKEN_ENDPOINT_UNREACHABLE');
    expect(textOf(result)).toMatch(/OAuth of things: http:\/\/127.0.0.1:1\/token: connection refused/);
  });

  test('is slow: the deadline is that of the call', async () => {
    answer = () => undefined;
    const result = await call(await open({}, { timeout: 100 }));
    expect(codeOf(result)).toBe('UPSTREAM_TIMEOUT');
  });

  test('is asked again with the next call', async () => {
    answer = () => [503, {}, ''];
    const opened = await open();
    await call(opened);
    answer = () => token();
    expect(await call(opened)).not.toHaveProperty('isError');
  });

  test('is not named anywhere', async () => {
    const opened = await open({}, {}, '');
    expect(codeOf(await call(opened))).toBe('OAUTH_INCOMPLETE');
    expect(textOf(await call(await open({ issuer: `${issuer.url}/other` }, {}, '')))).toMatch(
      /OAUTH_DISCOVERY_FAILED.*HTTP 404/,
    );
  });
});

test('what is missing is told at start, and nobody is asked', async () => {
  const missing = async (config: object): Promise<string[]> =>
    inspectApi(await open(config)).map(({ message }) => message);
  expect(await missing({})).toEqual([]);
  expect(await missing({ clientSecret: 'env:NONE' })).toEqual([
    expect.stringMatching(/OAuth is missing: environment variable NONE is not set: .*Claude Desktop/),
  ]);
  expect(await missing({ clientSecret: 'hunter2' })).toEqual([expect.stringMatching(/written plainly/)]);
  expect(issuer.seen).toHaveLength(0);
});

test('a dry run asks for no token', async () => {
  const opened = await open();
  const prepared = await prepareCall(
    opened,
    opened.catalog.tools[0]!,
    {},
    { signal: AbortSignal.timeout(1000), preview: true },
  );
  expect(prepared).toMatchObject({ request: { headers: { authorization: 'Bearer <access token>' } } });
  expect(issuer.seen).toHaveLength(0);
});

test.each<[object, string, boolean]>([
  [{}, 'http://login.example.com/token', true],
  [{ issuer: 'http://login.example.com' }, '', true],
  [{ revocationUrl: 'http://login.example.com/revoke' }, 'https://login.example.com/token', true],
  [{}, 'https://login.example.com/token', false],
  [{}, 'http://127.0.0.1:9/token', false],
  [{}, 'http://localhost:9/token', false],
])('%j with the token URL "%s": plain HTTP to another machine is told at start: %s', async (config, tokenUrl, told) => {
  const opened = await open(config, {}, tokenUrl);
  const found = inspectApi(opened).filter(({ code }) => code === 'TOKEN_URL_PLAIN');
  expect(found).toHaveLength(told ? 1 : 0);
  if (told)
    expect(found[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(/^Tokens and secrets of OAuth of things travel over plain HTTP to http:\/\/login/),
    });
});
