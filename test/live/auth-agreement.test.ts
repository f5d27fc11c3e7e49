import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { freePort } from '../support/free-port.ts';
import { type RunningGateway, startGateway } from '../support/gateway.ts';
import { endProcess } from '../support/process.ts';
import { browse, type Cookies } from './auth/browser.ts';

/**
 * Users agree for themselves at a real authorization server (oidc-provider), through the gateway as a process of its
 * own, with the official clients of both generations.
 */

const users = ['ada', 'bob', 'cleo', 'dora', 'eve'] as const;
const env = { STORE_KEY: Buffer.alloc(32, 7).toString('base64'), STATE_KEY: 'a key of any length' };

let folder: string;
let config: string;
let apis: object;
let provider: ChildProcess;
let gateway: RunningGateway;
const clients: { close: () => Promise<void> }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agreement-'));
  provider = spawn(process.execPath, ['test/live/auth/provider.js'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(provider.stdout!, 'data')) as [Buffer];
  const { issuer } = JSON.parse(line.toString()) as { issuer: string };
  const openIdConnectUrl = `${issuer}/.well-known/openid-configuration`;
  const document = {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    servers: [{ url: issuer }],
    paths: { '/me': { get: { operationId: 'me', security: [{ Auth: [] }], responses: {} } } },
    components: { securitySchemes: { Auth: { type: 'openIdConnect', openIdConnectUrl } } },
  };
  const scopes = ['openid', 'offline_access'];
  const credentials = { Auth: { clientId: 'app', perUser: true, scopes, parameters: { prompt: 'consent' } } };
  apis = { things: { spec: './api.json', credentials } };
  config = join(folder, 'routewright.config.json');
  await writeFile(join(folder, 'api.json'), JSON.stringify(document));
  await writeFile(
    config,
    JSON.stringify({
      apis,
      access: {
        apiKeys: users.map((name) => ({
          name,
          hash: `sha256:${createHash('sha256').update(`key-of-${name}`).digest('hex')}`,
        })),
        stateKey: 'env:STATE_KEY',
      },
      store: { folder: './state', keys: ['env:STORE_KEY'] },
      http: { port: 0 },
    }),
  );
  gateway = await startGateway([config], env);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(async () => {
  await gateway.stop();
  await endProcess(provider);
  await rm(folder, { recursive: true, force: true });
});

const withKey = (user: string): { requestInit: RequestInit } => ({
  requestInit: { headers: { authorization: `Bearer key-of-${user}` } },
});

/** A client of revision 2026-07-28 whose user does this with a link. */
function newV2(open: (url: string) => Promise<void>): ClientV2 {
  const client = new ClientV2(
    { name: 'live', version: '1' },
    { capabilities: { elicitation: { url: {} } }, versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    await open((params as { url: string }).url);
    return { action: 'accept' };
  });
  clients.push(client);
  return client;
}

async function connectV2(user: string, open: (url: string) => Promise<void>): Promise<ClientV2> {
  const client = newV2(open);
  await client.connect(new HttpV2(gateway.url, withKey(user)));
  return client;
}

async function connectV1(user: string, capabilities: object): Promise<ClientV1> {
  const client = new ClientV1({ name: 'live', version: '1' }, { capabilities });
  await client.connect(new HttpV1(gateway.url, withKey(user)));
  clients.push(client);
  return client;
}

const call = { name: 'me', arguments: {} };
const userOf = (result: unknown): unknown =>
  (result as { structuredContent?: { user?: unknown } }).structuredContent?.user;

async function agree(url: string, user: string, cookies?: Cookies): Promise<void> {
  const { status, html } = await browse(url, user, cookies && { cookies });
  expect(html).toContain('You are connected');
  expect(html).toContain(`things may now be used by ${user} on your behalf.`);
  expect(status).toBe(200);
}

test('2026-07-28: the client asks its user to open a page, and the call succeeds', async () => {
  const opened: string[] = [];
  const client = await connectV2('ada', async (url) => {
    opened.push(url);
    await agree(url, 'ada');
  });
  expect(userOf(await client.callTool(call))).toBe('ada');
  expect(userOf(await client.callTool(call))).toBe('ada');
  expect(opened).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/start\?id=[\w-]{43}$/)]);
});

test('2025-11-25: the client is told by -32042, and calls again', async () => {
  const client = await connectV1('bob', { elicitation: { url: {} } });
  const error = (await client.callTool(call).catch((reason: unknown) => reason)) as {
    code: number;
    data: { elicitations: { mode: string; url: string }[] };
  };
  expect(error).toMatchObject({ code: -32042, data: { elicitations: [{ mode: 'url' }] } });
  await agree(error.data.elicitations[0]!.url, 'bob');
  expect(userOf(await client.callTool(call))).toBe('bob');
});

test('any other: the link is in the text', async () => {
  const client = await connectV1('cleo', {});
  const first = (await client.callTool(call)) as { isError?: boolean; content: { text: string }[] };
  expect(first.isError).toBe(true);
  const url = /^http\S+$/m.exec(first.content[0]!.text)![0];
  await agree(url, 'cleo');
  expect(userOf(await client.callTool(call))).toBe('cleo');
});

test('two users call at once, 1,000 times, and their tokens never mix', async () => {
  const both = [await connectV2('ada', () => Promise.reject(new Error('asked again'))), await connectV1('bob', {})];
  const wrong: unknown[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < 1000; index = next++) {
      const result = await both[index % 2]!.callTool(call);
      if (userOf(result) !== users[index % 2]) wrong.push(result);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  expect(wrong).toEqual([]);
});

test('a restart while the user is away does no harm', async () => {
  const client = await connectV2('dora', async (url) => {
    const cookies: Cookies = new Map();
    const { url: back } = await browse(url, 'dora', { cookies, end: new URL('/oauth/callback', gateway.url).href });
    await gateway.stop();
    gateway = await startGateway([config], env, Number(gateway.url.port));
    await agree(back.href, 'dora', cookies);
  });
  expect(userOf(await client.callTool(call))).toBe('dora');
});

test('who comes back in another browser connects nobody', async () => {
  const client = await connectV1('eve', {});
  const link = async (): Promise<string> => {
    const { content } = (await client.callTool(call)) as { content: { text: string }[] };
    return /^http\S+$/m.exec(content[0]!.text)![0];
  };
  const url = await link();
  const end = new URL('/oauth/callback', gateway.url).href;
  const cookies: Cookies = new Map();
  const { url: back } = await browse(url, 'eve', { cookies, end });
  const other = await browse(back.href, 'mallory');
  expect(other.status).toBe(400);
  expect(other.html).toContain('AUTHORIZATION_ELSEWHERE');
  expect(await link()).toBe(url);
  // In the browser that began it goes on.
  await agree(back.href, 'eve', cookies);
  expect(userOf(await client.callTool(call))).toBe('eve');
});

test('over stdio: the gateway listens for its user while they are away', async () => {
  const port = await freePort();
  const own = join(folder, 'stdio.config.json');
  await writeFile(own, JSON.stringify({ apis, http: { port } }));
  let page = '';
  const client = newV2(async (url) => {
    expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/oauth/start`));
    ({ html: page } = await browse(url, 'fred'));
  });
  const args = ['dist/cli.js', 'serve', '--surface', 'direct', own];
  await client.connect(new StdioV2({ command: process.execPath, args, stderr: 'ignore' }));
  expect(await client.callTool(call)).toMatchObject({ structuredContent: { user: 'fred' } });
  expect(page).toContain('things may now be used on your behalf.');
  await expect(fetch(`http://127.0.0.1:${port}/oauth/callback`)).rejects.toThrow();
});
