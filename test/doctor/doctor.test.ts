import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ConfigInput, configSchema } from '../../src/base/config/schema.ts';
import { Redactor } from '../../src/base/secrets.ts';
import { clients, type World } from '../../src/clients/client.ts';
import { runDoctor } from '../../src/doctor/doctor.ts';
import type { Examined } from '../../src/doctor/examination.ts';
import { judgeNode, judgeProxy } from '../../src/doctor/machine.ts';
import { runExaminations } from '../../src/doctor/run-examinations.ts';
import { examineTls } from '../../src/doctor/tls.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';
import { authority, certificates, serverKey } from './certificates.ts';

/** What would fail, found out before it does: against real servers, files and processes. */

let folder: string;
let world: World;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  world = { platform: 'linux', home: folder, cwd: folder, env: { HOME: folder, PATH: process.env['PATH'] } };
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

const document = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'getThing',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        security: [{ Key: [] }],
        responses: {},
      },
    },
    '/things': {
      get: { operationId: 'listThings', security: [{ Key: [] }], responses: {} },
      delete: { operationId: 'deleteThings', security: [{ Key: [] }], responses: {} },
    },
  },
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'x-key' } } },
};

async function writeSpec(): Promise<string> {
  const spec = join(folder, 'things.json');
  await writeFile(spec, JSON.stringify(document));
  return spec;
}

async function startApi(answer: Parameters<typeof startUpstream>[0]): Promise<Upstream> {
  const upstream = await startUpstream(answer);
  closing.push(() => upstream.close());
  return upstream;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function doctor(
  config: ConfigInput | undefined,
  { network = true, redactor = new Redactor() } = {},
): Promise<(group: string, name: string) => Examined | undefined> {
  const examined = await runDoctor({
    config: config && configSchema.parse({ http: { port: 0 }, ...config }),
    world,
    network,
    redactor,
    patience: 20_000,
  });
  return (group, name) => examined.find((one) => one.group === group && one.name === name);
}

describe('an API', () => {
  test('that is well: document, server, clock, and each credential accepted by a read that changes nothing', async () => {
    process.env['DOCTOR_KEY'] = 'right-key-of-it';
    closing.push(() => delete process.env['DOCTOR_KEY']);
    const upstream = await startApi(({ headers }, response) => {
      response
        .writeHead(headers['x-key'] === 'right-key-of-it' ? 200 : 401, { 'content-type': 'application/json' })
        .end('[]');
    });
    const spec = await writeSpec();
    const look = await doctor({
      apis: { things: { spec, baseUrl: upstream.url, credentials: { Key: 'env:DOCTOR_KEY' } } },
    });
    expect(look('API things', 'document')).toMatchObject({
      status: 'ok',
      message: 'OpenAPI 3.1, 3 operations, 3 tools',
    });
    expect(look('API things', 'server')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('answers (HTTP 401'),
    });
    expect(look('API things', 'clock')).toMatchObject({ status: 'ok' });
    expect(look('API things', 'certificate')).toMatchObject({ status: 'skipped' });
    expect(look('API things', 'credential Key')).toMatchObject({
      status: 'ok',
      message: 'accepted (GET /things, HTTP 200)',
    });
    expect(upstream.received.map(({ method }) => method)).not.toContain('DELETE');
  });

  test('that refuses the credential says what was tried, without the secret', async () => {
    process.env['DOCTOR_KEY'] = 'wr0ng-key-of-it';
    closing.push(() => delete process.env['DOCTOR_KEY']);
    const upstream = await startApi((_, response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"wr0ng-key-of-it is no key"}'),
    );
    const spec = await writeSpec();
    const look = await doctor({
      apis: { things: { spec, baseUrl: upstream.url, credentials: { Key: 'env:DOCTOR_KEY' } } },
    });
    const found = look('API things', 'credential Key')!;
    expect(found).toMatchObject({
      status: 'error',
      message: expect.stringContaining('[redacted] is no key'),
      why: expect.stringContaining('GET /things was tried'),
    });
    expect(JSON.stringify(found)).not.toContain('wr0ng-key');
  });

  test('whose credential is not there says how to set it; one that nobody configured is told', async () => {
    const upstream = await startApi((_, response) => response.end());
    const spec = await writeSpec();
    const api = { spec, baseUrl: upstream.url };
    const missing = await doctor({ apis: { things: { ...api, credentials: { Key: 'env:DOCTOR_ABSENT' } } } });
    expect(missing('API things', 'credential Key')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('DOCTOR_ABSENT is not set'),
      fix: 'export DOCTOR_ABSENT=…',
    });
    const none = await doctor({ apis: { things: api } });
    expect(none('API things', 'other schemes')).toMatchObject({
      status: 'warning',
      fix: expect.stringContaining('--credential Key=env:NAME'),
    });
  });

  test('behind a closed port, or without a document: each is told by itself, and the other API is looked at', async () => {
    const port = await listen(createTcpServer());
    await closing.pop()!();
    const spec = await writeSpec();
    const look = await doctor({
      apis: { closed: { spec, baseUrl: `http://127.0.0.1:${port}` }, absent: { spec: join(folder, 'absent.yaml') } },
    });
    expect(look('API closed', 'server')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('connection refused'),
    });
    expect(look('API closed', 'document')).toMatchObject({ status: 'ok' });
    expect(look('API absent', 'document')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('SPEC_NOT_FOUND'),
    });
    expect(look('API absent', 'server')).toMatchObject({ status: 'skipped' });
  });

  test('whose clock is another', async () => {
    const upstream = await startApi((_, response) =>
      response.setHeader('date', new Date(Date.now() - 600_000).toUTCString()).end(),
    );
    const look = await doctor({ apis: { things: { spec: await writeSpec(), baseUrl: upstream.url } } });
    expect(look('API things', 'clock')).toMatchObject({
      status: 'error',
      message: expect.stringMatching(/differ by (599|60[0-2]) s/),
    });
  });

  test('is asked nothing with --no-network', async () => {
    process.env['DOCTOR_KEY'] = 'a-key';
    closing.push(() => delete process.env['DOCTOR_KEY']);
    const upstream = await startApi((_, response) => response.end());
    const api = { spec: await writeSpec(), baseUrl: upstream.url, credentials: { Key: 'env:DOCTOR_KEY' } };
    const look = await doctor({ apis: { things: api } }, { network: false });
    expect(look('API things', 'credential Key')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('--no-network'),
    });
    expect(upstream.received).toEqual([]);
  });
});

describe('the certificate of a server', () => {
  async function examine(name: keyof typeof certificates, more: { ca?: string; now?: number } = { ca: authority }) {
    const port = await listen(
      createHttpsServer({ key: serverKey, cert: certificates[name] }, (_, response) => response.end()),
    );
    return examineTls(new URL(`https://127.0.0.1:${port}`), { signal: AbortSignal.timeout(5_000), ...more });
  }

  test.each([
    ['that is well', 'good', { ca: authority }, { status: 'ok', message: expect.stringContaining('until 2124-01-01') }],
    [
      'that ends soon',
      'good',
      { ca: authority, now: Date.parse('2123-12-22T00:00:00Z') },
      { status: 'warning', message: expect.stringContaining('ends in 10 days') },
    ],
    ['of an unknown authority', 'good', {}, { status: 'error', fix: expect.stringContaining('NODE_EXTRA_CA_CERTS') }],
    [
      'that has expired',
      'expired',
      { ca: authority },
      { status: 'error', message: expect.stringContaining('has expired, on 2021-01-01') },
    ],
    [
      'for another name',
      'other',
      { ca: authority },
      { status: 'error', message: expect.stringContaining('elsewhere.example') },
    ],
    ['that is signed by itself', 'self', {}, { status: 'error', message: expect.stringContaining('signed by itself') }],
  ] as const)('%s', async (_, name, more, expected) => {
    expect(await examine(name, more)).toMatchObject(expected);
  });

  test('of an API is looked at, and why a call fails is told with it', async () => {
    const port = await listen(
      createHttpsServer({ key: serverKey, cert: certificates.self }, (_, response) => response.end()),
    );
    const look = await doctor({ apis: { things: { spec: await writeSpec(), baseUrl: `https://127.0.0.1:${port}` } } });
    expect(look('API things', 'certificate')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('signed by itself'),
    });
    expect(look('API things', 'server')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    });
  });
});

describe('this machine', () => {
  test.each([
    ['20.19.0', 'ok'],
    ['24.1.0', 'ok'],
    ['20.18.3', 'error'],
    ['18.20.0', 'error'],
  ])('Node %s is %s', (version, status) => {
    expect(judgeNode(version)).toMatchObject({ status });
  });

  test('a proxy variable is told, since calls do not go there', () => {
    expect(judgeProxy({})).toMatchObject({ status: 'ok' });
    expect(judgeProxy({ HTTPS_PROXY: 'http://proxy:3128' })).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('HTTPS_PROXY is set'),
    });
  });

  test('a taken port is told', async () => {
    const port = await listen(createTcpServer((socket) => socket.destroy()));
    const look = await doctor({ apis: { things: { spec: await writeSpec() } }, http: { port } }, { network: false });
    expect(look('This machine', 'port')).toMatchObject({
      status: 'warning',
      fix: expect.stringContaining(`:${port + 1}`),
    });
  });

  test('a store that is not there is told, and APIs are looked at all the same', async () => {
    const port = await listen(createTcpServer());
    await closing.pop()!();
    process.env['DOCTOR_REDIS'] = `redis://127.0.0.1:${port}`;
    process.env['DOCTOR_STORE_KEY'] = Buffer.alloc(32, 7).toString('base64');
    closing.push(() => (delete process.env['DOCTOR_REDIS'], delete process.env['DOCTOR_STORE_KEY']));
    const store = { redis: 'env:DOCTOR_REDIS', keys: ['env:DOCTOR_STORE_KEY'] };
    const look = await doctor({ apis: { things: { spec: await writeSpec() } }, store }, { network: false });
    expect(look('This machine', 'store')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('STORE_UNREACHABLE'),
    });
    expect(look('API things', 'document')).toMatchObject({ status: 'ok' });
  });

  test('a folder that keeps what is written is well', async () => {
    const look = await doctor(
      { apis: { things: { spec: await writeSpec() } }, store: { folder: join(folder, 'store') } },
      { network: false },
    );
    expect(look('This machine', 'store')).toMatchObject({ status: 'ok' });
  });
});

describe('a client', () => {
  async function writeClient(name: keyof typeof clients, text: string): Promise<void> {
    const path = clients[name].fileFor('user', world);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  const entryOf = (spec: string, more: object = {}): object => ({
    command: process.execPath,
    args: [
      resolve('dist/cli.js'),
      'serve',
      spec,
      '--base-url',
      'http://127.0.0.1:9',
      '--credential',
      'Key=env:DOCTOR_ENTRY',
    ],
    ...more,
  });

  test('whose file is broken says where', async () => {
    await writeClient('cursor', '{\n  "mcpServers": {\n    oops\n}');
    const look = await doctor(undefined);
    expect(look('Cursor', 'settings')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('CLIENT_FILE_INVALID'),
    });
    expect(look('Claude Desktop', 'settings')).toMatchObject({ status: 'skipped' });
  });

  test('whose servers stand under the name of another client', async () => {
    await writeClient('vscode', '{"mcpServers":{}}');
    expect((await doctor(undefined))('VS Code', 'settings')).toMatchObject({
      status: 'warning',
      fix: 'Rename `mcpServers` to `servers`.',
    });
  });

  test('whose entries start and answer, each in the environment that the client gives it', async () => {
    const spec = await writeSpec();
    world = { ...world, env: { ...world.env, DOCTOR_ENTRY: 'of the shell' } };
    await writeClient(
      'claude-desktop',
      JSON.stringify({
        mcpServers: {
          good: entryOf(spec, { env: { DOCTOR_ENTRY: 'x' } }),
          // The shell has the variable, and Claude Desktop does not.
          bare: entryOf(spec),
          absent: { command: 'no-such-program-here', args: ['routewright'] },
          broken: entryOf(join(folder, 'absent.yaml')),
          other: { command: 'true', args: [] },
        },
      }),
    );
    await writeClient(
      'cursor',
      JSON.stringify({ mcpServers: { passed: entryOf(spec, { env: { DOCTOR_ENTRY: '${env:DOCTOR_NOT_THERE}' } }) } }),
    );
    const look = await doctor(undefined);
    expect(look('Claude Desktop', 'settings')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('5 servers, 4 of Routewright'),
    });
    expect(look('Claude Desktop', 'entry good')).toMatchObject({
      status: 'ok',
      message: 'starts and answers, 4 tools',
    });
    expect(look('Claude Desktop', 'entry bare')).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('DOCTOR_ENTRY'),
      fix: expect.stringContaining('env'),
    });
    expect(look('Claude Desktop', 'entry absent')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('was not found'),
      fix: expect.stringContaining('command -v'),
    });
    expect(look('Claude Desktop', 'entry broken')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('SPEC_NOT_FOUND'),
    });
    expect(look('Claude Desktop', 'entry other')).toBeUndefined();
    expect(look('Cursor', 'entry passed')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('DOCTOR_NOT_THERE'),
    });
  }, 30_000);
});

test('what does not answer is given up in time, and each is told as it ends', async () => {
  const told: string[] = [];
  const never = { group: 'g', name: 'never', examine: () => new Promise<never>(() => undefined) };
  const throws = { group: 'g', name: 'throws', examine: () => Promise.reject(new Error('broken')) };
  const examined = await runExaminations([never, throws], {
    patience: 50,
    onExamined: ({ name }, left) => told.push(`${name} ${left}`),
  });
  expect(examined).toMatchObject([
    { status: 'error', message: 'No answer within 0.05 s' },
    { status: 'error', message: 'broken' },
  ]);
  expect(told).toEqual(['throws 1', 'never 0']);
});
