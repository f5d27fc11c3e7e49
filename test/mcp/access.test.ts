import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { parseConfig } from '../../src/base/config/load.ts';
import { type Logger, silentLogger } from '../../src/base/log.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { prepareAccess } from '../../src/mcp/access/access.ts';
import { createKey } from '../../src/mcp/access/api-keys.ts';
import { type HttpServer, serveOverHttp } from '../../src/mcp/http.ts';
import { viewOf } from '../../src/mcp/view.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';
import { postModern } from '../support/modern-request.ts';

/** Access control as a client meets it over HTTP, spoken by hand; real clients and servers are in test/live. */

const operation = (operationId: string): object => ({ operationId, responses: { 200: { description: 'Done.' } } });
const document = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: {
    '/books': { get: operation('listBooks'), post: operation('addBook') },
    '/orders': { get: operation('listOrders'), delete: operation('dropOrders') },
  },
};

const [ci, admin] = [createKey(), createKey()];
const issuer = 'https://as.example.com';
const publicUrl = 'https://gateway.example.com';
let folder: string;
let upstream: Upstream;
let signingKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
let open: { server: HttpServer; gateway: Gateway; log: string[] }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routewright-'));
  await writeFile(join(folder, 'shop.json'), JSON.stringify(document));
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  signingKey = privateKey;
  await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k' }] }));
  upstream = await startUpstream((_, response) => {
    response.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
});

afterEach(async () => {
  for (const { server, gateway } of open) {
    await server.close();
    await gateway.close();
  }
  open = [];
});

afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true });
});

const access = `
access:
  apiKeys:
    - { name: ci, hash: "${ci.hash}" }
    - { name: admin, hash: "${admin.hash}" }
  jwt: [{ issuer: "${issuer}", keys: ./keys.json }]
  requiredScopes: [mcp]
  failedAttempts: { burst: 3, perMinute: 1 }
  rules:
    - { keys: [ci], allow: ["method:GET"] }
    - { keys: [admin], allow: ["tool:*"] }
    - { scopes: [read], allow: ["GET /books"] }
    - { scopes: [read, write], allow: ["POST /books"] }
`;

async function serve(
  settings = access,
  http = `publicUrl: ${publicUrl}`,
): Promise<{ server: HttpServer; log: string[] }> {
  const text = `apis: { shop: { spec: ./shop.json, baseUrl: "${upstream.url}" } }\nhttp: { ${http} }\n${settings}`;
  const config = await parseConfig(text, join(folder, 'routewright.config.yaml'));
  const gateway = await createGateway(config);
  const log: string[] = [];
  const note = (message: string, fields?: object): void => void log.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const logger: Logger = { ...silentLogger, error: note, warn: note, info: note, debug: note };
  const server = await serveOverHttp({
    ...config.http,
    port: 0,
    view: viewOf(gateway),
    logger,
    ...(config.access
      ? { access: await prepareAccess(config.access, gateway, { logger, secrets: { read: () => ({ value: '' }) } }) }
      : {}),
  });
  open.push({ server, gateway, log });
  return { server, log };
}

function token(claims: object = {}): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: issuer, aud: `${publicUrl}/mcp`, sub: 'ada', exp: seconds + 60, scope: 'mcp', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .sign(signingKey);
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly result?: Record<string, unknown>;
    readonly error?: { code: number; message: string };
    readonly error_description?: string;
  };
}

async function ask(
  server: HttpServer,
  method: string,
  params: object,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await postModern(server.url, method, params, { headers });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}

const bearer = (credential: string): Record<string, string> => ({ authorization: `Bearer ${credential}` });
const call = (server: HttpServer, name: string, credential: string): Promise<Answer> =>
  ask(server, 'tools/call', { name, arguments: {} }, bearer(credential));

async function listed(server: HttpServer, headers: Record<string, string>): Promise<string[]> {
  const { body } = await ask(server, 'tools/list', {}, headers);
  return (body.result!['tools'] as { name: string }[]).map(({ name }) => name);
}

describe('who is let in', () => {
  test('nobody without a credential; the answer says where to get one', async () => {
    const { server } = await serve();
    const { status, headers } = await ask(server, 'tools/list', {}, {});
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(
      `Bearer scope="mcp", resource_metadata="${publicUrl}/.well-known/oauth-protected-resource/mcp"`,
    );
  });

  test.each(['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-protected-resource'])(
    'the metadata is at %s, for pages as well',
    async (path) => {
      const { server } = await serve();
      const response = await fetch(new URL(path, server.url), { headers: { origin: 'https://somewhere.example' } });
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(await response.json()).toMatchObject({
        resource: `${publicUrl}/mcp`,
        authorization_servers: [issuer],
        scopes_supported: ['mcp', 'read', 'write'],
      });
    },
  );

  test.each([
    ['Authorization: Bearer', (key: string) => bearer(key)],
    ['the scheme in small letters', (key: string) => ({ authorization: `bearer ${key}` })],
    ['X-API-Key', (key: string) => ({ 'x-api-key': key })],
  ])('a key in %s is', async (_, headers) => {
    const { server } = await serve();
    expect((await ask(server, 'server/discover', {}, headers(ci.key))).status).toBe(200);
  });

  test.each<[string, () => Promise<Record<string, string>> | Record<string, string>, number, string]>([
    ['a wrong key', () => bearer(createKey().key), 401, 'error="invalid_token"'],
    ['a key in another scheme', () => ({ authorization: `Basic ${ci.key}` }), 401, 'error="invalid_request"'],
    [
      'a token for another resource',
      async () => bearer(await token({ aud: 'https://other.example/mcp' })),
      401,
      'audience',
    ],
    [
      'a token without the required scope',
      async () => bearer(await token({ scope: 'read' })),
      403,
      'error="insufficient_scope"',
    ],
  ])('%s is not', async (_, headers, status, challenge) => {
    const { server } = await serve();
    const answer = await ask(server, 'tools/list', {}, await headers());
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')).toContain(challenge);
  });

  test('a key in the query is not', async () => {
    const { server } = await serve();
    expect((await fetch(`${server.url}?access_token=${ci.key}`, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  test('liveness needs no credential and tells nothing', async () => {
    const { server } = await serve();
    expect(await (await fetch(new URL('/healthz', server.url))).json()).toEqual({ status: 'ok' });
  });
});

describe('what a caller sees', () => {
  test('is what it may call, in a list that no cache may share', async () => {
    const { server } = await serve();
    expect(await listed(server, bearer(ci.key))).toEqual(['listBooks', 'listOrders']);
    expect(await listed(server, bearer(admin.key))).toEqual(['listBooks', 'addBook', 'listOrders', 'dropOrders']);
    expect(await listed(server, bearer(await token({ scope: 'mcp read' })))).toEqual(['listBooks']);
    expect(await listed(server, bearer(await token()))).toEqual([]);
    for (const method of ['tools/list', 'server/discover'])
      expect((await ask(server, method, {}, bearer(ci.key))).body.result).toMatchObject({ cacheScope: 'private' });
  });

  test('does not name the others, neither in the instructions nor in an error', async () => {
    const { server } = await serve();
    const { body } = await ask(server, 'server/discover', {}, bearer(ci.key));
    expect(body.result!['instructions']).toContain('Shop (2 tools)');
    const unknown = await call(server, 'dropOrder', ci.key);
    expect(unknown.body.error).toEqual({ code: -32602, message: 'Unknown tool: dropOrder.' });
    upstream.received.splice(0);
    const closed = await call(server, 'dropOrders', ci.key);
    expect(closed.body.error).toMatchObject({ code: -32602 });
    expect(upstream.received).toEqual([]);
  });

  test('a tool that scopes would open is answered with all of them, before anything is sent', async () => {
    const { server } = await serve();
    upstream.received.splice(0);
    const { status, headers, body } = await call(server, 'addBook', await token({ scope: 'mcp read' }));
    expect(status).toBe(403);
    expect(headers.get('www-authenticate')).toBe(
      `Bearer error="insufficient_scope", error_description="This needs the scope mcp read write", scope="mcp read write", resource_metadata="${publicUrl}/.well-known/oauth-protected-resource/mcp"`,
    );
    expect(body.error_description).toContain('mcp read write');
    expect(upstream.received).toEqual([]);
    expect((await call(server, 'addBook', await token({ scope: 'mcp read write' }))).body.result).toMatchObject({
      structuredContent: { ok: true },
    });
  });

  test('a tool that no scope opens is unknown to a token as well', async () => {
    const { server } = await serve();
    const { body } = await call(server, 'dropOrders', await token({ scope: 'mcp read write' }));
    expect(body.error).toEqual({ code: -32602, message: 'Unknown tool: dropOrders.' });
  });

  test('the credential of the caller never goes to the API', async () => {
    const { server } = await serve();
    upstream.received.splice(0);
    const made = await token({ scope: 'mcp read' });
    for (const credential of [ci.key, made]) await call(server, 'listBooks', credential);
    expect(upstream.received).toHaveLength(2);
    expect(JSON.stringify(upstream.received)).not.toContain(ci.key);
    expect(JSON.stringify(upstream.received)).not.toContain(made);
    expect(upstream.received.some(({ headers }) => 'authorization' in headers)).toBe(false);
  });
});

describe('failed attempts', () => {
  test('are refused after the burst with a time to wait, except for credentials that were good', async () => {
    const { server, log } = await serve();
    expect(await listed(server, bearer(ci.key))).toHaveLength(2);
    const wrong = createKey().key;
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await ask(server, 'tools/list', {}, bearer(wrong))).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    const limited = await ask(server, 'tools/list', {}, bearer(admin.key));
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await listed(server, bearer(ci.key))).toHaveLength(2);
    expect(log.filter((line) => line.startsWith('a caller was refused'))).toHaveLength(3);
    expect(log.join('\n')).not.toContain(wrong);
  });

  test('an expired token and a request without one are no attempts', async () => {
    const { server } = await serve();
    const expired = await token({ exp: Math.floor(Date.now() / 1000) - 120 });
    for (let n = 0; n < 5; n += 1) {
      expect((await ask(server, 'tools/list', {}, bearer(expired))).status).toBe(401);
      expect((await ask(server, 'tools/list', {}, {})).status).toBe(401);
    }
    expect(await listed(server, bearer(ci.key))).toHaveLength(2);
  });

  test('count for the address that a trusted proxy names, and for nobody else’s word', async () => {
    const wrong = bearer(createKey().key);
    const from = (address: string): Record<string, string> => ({ ...wrong, 'x-forwarded-for': address });
    const trusting = await serve(access, `publicUrl: ${publicUrl}, trustedProxies: 1`);
    for (let n = 0; n < 4; n += 1) await ask(trusting.server, 'tools/list', {}, from('192.0.2.1'));
    expect((await ask(trusting.server, 'tools/list', {}, from('192.0.2.1'))).status).toBe(429);
    expect((await ask(trusting.server, 'tools/list', {}, from('192.0.2.2'))).status).toBe(401);
    const { server } = await serve();
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await ask(server, 'tools/list', {}, from(`192.0.2.${n}`))).status);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('pages of other origins', () => {
  const page = 'https://app.example.com';
  const preflight = (server: HttpServer, origin: string): Promise<Response> =>
    fetch(server.url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,mcp-protocol-version,mcp-method,mcp-name,x-evil',
      },
    });

  test('are asked before they send anything: a named one may send what the protocol needs, without credentials', async () => {
    const { server } = await serve(access, `publicUrl: ${publicUrl}, allowedOrigins: ["${page}"]`);
    const response = await preflight(server, page);
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(page);
    expect(response.headers.get('access-control-allow-headers')).toBe(
      'authorization, content-type, mcp-protocol-version, mcp-method, mcp-name',
    );
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toContain('Origin');
    const refused = await ask(server, 'tools/list', {}, { origin: page });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe(page);
    expect(refused.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
  });

  test.each([
    'https://evil.example',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://app.example.com.evil.example',
    'null',
  ])('%s is refused', async (origin) => {
    const { server } = await serve(access, `publicUrl: ${publicUrl}, host: 0.0.0.0, allowedOrigins: ["${page}"]`);
    const response = await fetch(`http://127.0.0.1:${server.port}/mcp`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('may send cookies where that is configured, which * does not allow', async () => {
    const { server } = await serve(
      access,
      `publicUrl: ${publicUrl}, allowedOrigins: ["${page}"], allowCredentials: true`,
    );
    expect((await preflight(server, page)).headers.get('access-control-allow-credentials')).toBe('true');
    await expect(serve(access, `allowedOrigins: ["*"], allowCredentials: true`)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});

describe('where it listens', () => {
  test('elsewhere than on loopback once there is access control', async () => {
    const { server } = await serve(access, `publicUrl: ${publicUrl}, host: 0.0.0.0`);
    const local = { ...server, url: `http://127.0.0.1:${server.port}/mcp` };
    expect((await ask(local, 'tools/list', {}, {})).status).toBe(401);
    expect(await listed(local, bearer(ci.key))).toHaveLength(2);
  });

  test('a Host that is not the public one is refused before a credential is looked at', async () => {
    const { server } = await serve(access, `publicUrl: ${publicUrl}, host: 0.0.0.0`);
    const status = await new Promise((resolve, reject) => {
      const options = {
        port: server.port,
        path: '/mcp',
        method: 'POST',
        headers: { host: 'evil.example', ...bearer(ci.key) },
      };
      httpRequest(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end('{}');
    });
    expect(status).toBe(403);
  });

  test('a body is not read before the caller is known', async () => {
    const { server } = await serve();
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"broken',
    });
    expect(response.status).toBe(401);
  });
});
