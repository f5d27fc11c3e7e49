import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../src/base/caller.ts';
import { parseConfig } from '../../src/base/config/load.ts';
import { silentLogger } from '../../src/base/log.ts';
import type { Store } from '../../src/base/store.ts';
import { createRedisStore } from '../../src/base/store-redis.ts';
import type { ToolResult } from '../../src/catalog/tool-result.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { createTlsServer as createGatewayTls } from '../../src/mcp/tls.ts';
import { describeStore } from '../base/store-contract.ts';
import { freePort } from '../support/free-port.ts';
import { endProcess } from '../support/process.ts';
import { browse, type Visit } from './auth/browser.ts';

let folder: string;
const gateways: Gateway[] = [];
const env: Record<string, string> = {
  SECRET: 'machine-s3cret',
  WRONG: 'wrong',
  STORE_KEY: Buffer.alloc(32, 7).toString('base64'),
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-live-'));
  env['XDG_STATE_HOME'] = folder;
});
afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function open(url: string, scheme: object, credential: object, more: object = {}): Promise<Gateway> {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    servers: [{ url }],
    paths: { '/me': { get: { operationId: 'me', security: [{ Auth: [] }], responses: {} } } },
    components: { securitySchemes: { Auth: scheme } },
  };
  await writeFile(join(folder, 'api.json'), JSON.stringify(document));
  const config = { apis: { things: { spec: './api.json', credentials: { Auth: credential } } }, ...more };
  const gateway = await createGateway(await parseConfig(JSON.stringify(config), join(folder, 'rw.json')), {
    secrets: { env, readFile: (path) => files[path] ?? '' },
    callbackUrl: () => 'http://127.0.0.1:9/callback',
  });
  gateways.push(gateway);
  return gateway;
}

const files: Record<string, string> = {};
const caller = (id: string): Caller => ({ id, name: id, scopes: [], claims: {} });
const call = async (gateway: Gateway, who = caller('x')): Promise<ToolResult> =>
  (await gateway.surface.call('me', {}, { caller: who }))!;
const textOf = ({ content: [part] }: ToolResult): string => (part?.type === 'text' ? part.text : '');

describe('oidc-provider', () => {
  let child: ChildProcess;
  let issuer: string;
  let resource: string;
  const open1 = (credential: object, more: object = {}): Promise<Gateway> =>
    open(
      issuer,
      { type: 'openIdConnect', openIdConnectUrl: `${issuer}/.well-known/openid-configuration` },
      credential,
      more,
    );

  beforeAll(async () => {
    child = spawn(process.execPath, ['test/live/auth/provider.js'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    ({ issuer, resource } = JSON.parse(line.toString()) as { issuer: string; resource: string });
  });
  afterAll(() => endProcess(child));

  test('client credentials, by discovery; 200 calls make one request', async () => {
    const gateway = await open1({ clientId: 'machine', clientSecret: 'env:SECRET' });
    const before = (await call(gateway)).structuredContent as { requests: number };
    const results = await Promise.all(Array.from({ length: 200 }, () => call(gateway)));
    expect(results.every(({ isError }) => isError === undefined)).toBe(true);
    expect(results.at(-1)!.structuredContent).toEqual({ user: null, client: 'machine', requests: before.requests });
  });

  test('the secret in the body', async () => {
    const gateway = await open1({ clientId: 'poster', clientSecret: 'env:SECRET', clientAuthentication: 'post' });
    expect(await call(gateway)).toMatchObject({ structuredContent: { client: 'poster' } });
  });

  test('a resource indicator becomes the audience', async () => {
    const gateway = await open1({ clientId: 'machine', clientSecret: 'env:SECRET', resource, scopes: ['read'] });
    expect(await call(gateway)).toMatchObject({ structuredContent: { client: 'machine', audience: resource } });
  });

  test.each<[string, object, RegExp]>([
    [
      'a wrong secret',
      { clientId: 'machine', clientSecret: 'env:WRONG' },
      /^TOKEN_REFUSED: .*Auth of things.*invalid_client/,
    ],
    [
      'a client that may have only tokens that are bound to a key',
      { clientId: 'bound', clientSecret: 'env:SECRET' },
      /^TOKEN_REFUSED: .*Auth of things/,
    ],
  ])('%s', async (_, credential, words) => {
    expect(textOf(await call(await open1(credential)))).toMatch(words);
  });

  test('a device', async () => {
    const gateway = await open1({ clientId: 'app', grant: 'deviceCode', scopes: ['openid', 'offline_access'] });
    const [client] = gateway.authorizations.clients();
    let page: Promise<Visit> | undefined;
    await gateway.authorizations.byDevice(
      client!,
      caller('x'),
      ({ completeUrl }) => {
        page = browse(completeUrl!, 'cleo');
      },
      AbortSignal.timeout(30_000),
    );
    await page;
    expect(await call(gateway)).toMatchObject({ structuredContent: { user: 'cleo' } });
  });
});

describe('Redis', () => {
  let child: ChildProcess;
  let port: number;
  let count = 0;
  const url = (): string => `redis://127.0.0.1:${port}`;

  beforeAll(async () => {
    port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
    child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const chunk of child.stdout!) if (String(chunk).includes('Ready to accept connections')) break;
    child.stdout!.resume();
    env['REDIS_URL'] = url();
  });
  afterAll(() => endProcess(child));

  describeStore(
    () => createRedisStore({ url: url(), prefix: `test-${count++}:` }),
    (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  );

  test('one that does not answer says which, and what to do', async () => {
    const store: Store = await createRedisStore({ url: 'redis://:hunter2@127.0.0.1:1', prefix: 'x:', timeout: 1000 });
    const error: unknown = await store.get('x').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: expect.stringMatching(/at 127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/),
    });
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
    await store.close();
  });

  test('two replicas ask for one token, and nothing in the store can be read', async () => {
    let asked = 0;
    const server = createTokenServer(() => asked++);
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const scheme = { type: 'oauth2', flows: { clientCredentials: { tokenUrl: `${base}/token`, scopes: {} } } };
    const store = { redis: 'env:REDIS_URL', keys: ['env:STORE_KEY'], prefix: 'replicas:' };
    const replicas = await Promise.all(
      [1, 2].map(() => open(base, scheme, { clientId: 'c', clientSecret: 'env:SECRET' }, { store })),
    );
    const results = await Promise.all(Array.from({ length: 100 }, (_, index) => call(replicas[index % 2]!)));
    expect(results.every(({ isError }) => isError === undefined)).toBe(true);
    expect(asked).toBe(1);
    const { stdout } = await promisify(execFile)('redis-cli', [
      '-p',
      String(port),
      '--raw',
      'eval',
      'local r="" for _,k in ipairs(redis.call("keys","replicas:*")) do r=r..k..redis.call("get",k) end return r',
      '0',
    ]);
    expect(stdout).toMatch(/replicas:token:/);
    expect(stdout).not.toMatch(/live-token|things/);
    server.close();
  });
});

function createTokenServer(count: () => void): ReturnType<typeof createHttpServer> {
  return createHttpServer((request, response) => {
    if (request.url !== '/token') return void response.end('{}');
    count();
    setTimeout(() => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'live-token', token_type: 'bearer', expires_in: 600 }));
    }, 50);
  }).listen(0, '127.0.0.1');
}

describe('a TLS server that demands a client certificate', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    const run = (...args: string[]): Promise<unknown> => promisify(execFile)('openssl', args, { cwd: folder });
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    await run('req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=ca', '-days', '1');
    await writeFile(join(folder, 'san'), 'subjectAltName=IP:127.0.0.1');
    for (const name of ['server', 'client']) {
      await run('req', ...curve, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      await run(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        `${name}.pem`,
        '-days',
        '1',
        '-extfile',
        'san',
      );
    }
    const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
    for (const name of ['ca.pem', 'client.pem', 'client.key']) files[join(folder, name)] = await read(name);
    server = createTlsServer(
      {
        cert: await read('server.pem'),
        key: await read('server.key'),
        ca: await read('ca.pem'),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (request, response) => {
        if (request.url === '/me')
          response.writeHead(302, { location: `https://localhost:${(server.address() as AddressInfo).port}/other` });
        response.end(
          JSON.stringify({
            subject: (request.socket as unknown as Pick<TLSSocket, 'getPeerCertificate'>).getPeerCertificate().subject
              .CN,
          }),
        );
      },
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  const certificate = { certificate: 'file:client.pem', key: 'file:client.key', ca: 'file:ca.pem' };

  test('the gateway itself serves HTTPS by certificate and key, and takes up a new pair without a restart', async () => {
    const pair = { certificate: join(folder, 'own.pem'), key: join(folder, 'own.key') };
    const put = async (name: string): Promise<void> => {
      await copyFile(join(folder, `${name}.key`), pair.key);
      await copyFile(join(folder, `${name}.pem`), pair.certificate);
    };
    await put('server');
    const { server: https, stop } = createGatewayTls(pair, silentLogger, 50);
    https.on('request', (_request, response) => void response.end('ok'));
    await once(https.listen(0, '127.0.0.1'), 'listening');
    const port = (https.address() as AddressInfo).port;
    const seen = async (): Promise<string | undefined> => {
      const socket = connectTls({ port, host: '127.0.0.1', ca: await readFile(join(folder, 'ca.pem')) });
      await once(socket, 'secureConnect');
      expect(socket.authorized).toBe(true);
      const { CN } = socket.getPeerCertificate().subject;
      socket.destroy();
      return [CN].flat()[0];
    };
    expect(await seen()).toBe('server');
    await writeFile(pair.certificate, 'half written');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await seen()).toBe('server');
    await put('client');
    for (let looks = 0; looks < 50 && (await seen()) !== 'client'; looks++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await seen()).toBe('client');
    stop();
    https.close();
    await writeFile(pair.key, 'no key');
    expect(() => createGatewayTls(pair, silentLogger)).toThrow(/Could not use the certificate/);
  });

  test('takes ours', async () => {
    const gateway = await open(`${url}/v1`, { type: 'mutualTLS' }, certificate);
    expect(await call(gateway)).toMatchObject({ structuredContent: { subject: 'client' } });
  });

  test('is not shown ours at another origin that it redirects to', async () => {
    const gateway = await open(url, { type: 'mutualTLS' }, certificate);
    expect(textOf(await call(gateway))).toMatch(/^UPSTREAM_/);
  });

  test('refuses us without, and we refuse it without its authority', async () => {
    expect(textOf(await call(await open(`${url}/v1`, { type: 'mutualTLS' }, { ca: 'file:ca.pem' })))).toMatch(
      /^UPSTREAM_/,
    );
    expect(
      textOf(
        await call(
          await open(`${url}/v1`, { type: 'mutualTLS' }, { certificate: 'file:client.pem', key: 'file:client.key' }),
        ),
      ),
    ).toMatch(/^UPSTREAM_UNREACHABLE: .*certificate was not accepted/);
  });
});
