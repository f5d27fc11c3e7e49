import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { configFromSpec, parseConfig } from '../../src/base/config/load.ts';
import type { Config } from '../../src/base/config/schema.ts';
import { silentLogger } from '../../src/base/log.ts';
import { createSecretReader } from '../../src/base/secret-reader.ts';
import { Redactor } from '../../src/base/secrets.ts';
import { type Console, createConsole } from '../../src/console/console.ts';
import type {
  Answer,
  CallRow,
  DocumentReport,
  Overview,
  Preview,
  ToolDetail,
  ToolRow,
} from '../../src/console/wire.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { createKey } from '../../src/mcp/access/api-keys.ts';
import { prepareAccess } from '../../src/mcp/access/access.ts';
import { type HttpServer, serveOverHttp } from '../../src/mcp/http.ts';
import { viewOf } from '../../src/mcp/view.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

/** The page and the JSON behind it, over real HTTP. */

const secret = 'f1fty-5ecret/+chars';
const query = 'qu3ry-k3y';
const document = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '7' },
  paths: {
    '/books/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      get: {
        operationId: 'getBook',
        tags: ['books'],
        security: [{ Key: [] }],
        responses: { 200: { description: 'It.' } },
      },
      delete: { operationId: 'deleteBook', security: [{ Basic: [] }], responses: { 204: { description: 'Gone.' } } },
    },
    '/books': {
      post: {
        operationId: 'addBook',
        security: [{ Key: [], Query: [] }],
        requestBody: {
          content: { 'application/json': { schema: { type: 'object', properties: { n: { type: 'integer' } } } } },
        },
        responses: { 201: { description: 'Added.' } },
      },
    },
    '/many': { get: { operationId: 'listMany', responses: { 200: { description: 'Many.' } } } },
    '/slow': { get: { operationId: 'slow', responses: {} } },
  },
  components: {
    securitySchemes: {
      Key: { type: 'http', scheme: 'bearer' },
      Query: { type: 'apiKey', in: 'query', name: 'key' },
      Basic: { type: 'http', scheme: 'basic' },
      Unused: { type: 'apiKey', in: 'header', name: 'X-Unused' },
    },
  },
};

let folder: string;
let upstream: Upstream;
let open: Served;
let slowEnded: Promise<void>;

interface Served {
  readonly gateway: Gateway;
  readonly server: HttpServer;
  readonly page: Console;
  readonly origin: string;
}

async function serve(config: Config, redactor = new Redactor()): Promise<Served> {
  const env = { SHOP_KEY: secret, QUERY_KEY: query };
  const secrets = { env, readFile: () => '' };
  const gateway = await createGateway(config, { redactor, secrets });
  const page = await createConsole({ gateway, config, redactor });
  const reader = createSecretReader(secrets);
  const access =
    config.access && (await prepareAccess(config.access, gateway, { logger: silentLogger, secrets: reader }));
  const server = await serveOverHttp({
    ...{ host: '127.0.0.1', port: 0, view: viewOf(gateway), logger: silentLogger },
    ...(access ? { access } : {}),
    mount: page.mount,
  });
  return { gateway, server, page, origin: new URL(server.url).origin };
}

async function stop({ gateway, server, page }: Served): Promise<void> {
  page.close();
  await server.close();
  await gateway.close();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routewright-'));
  await writeFile(join(folder, 'shop.json'), JSON.stringify(document));
  let ended = (): void => undefined;
  slowEnded = new Promise((resolve) => (ended = resolve));
  upstream = await startUpstream(({ url, headers, body }, response, raw) => {
    if (url === '/slow') {
      raw.socket.once('close', ended);
      return;
    }
    response.setHeader('content-type', 'application/json');
    if (url === '/many')
      response.end(JSON.stringify(Array.from({ length: 9000 }, (_, id) => ({ id, name: `thing ${id}` }))));
    else if (url === '/books/404') response.writeHead(404).end('{"detail":"There is no such book"}');
    // An API that echoes what it was sent, credentials included.
    else
      response.end(
        `{"auth":${JSON.stringify(headers.authorization ?? '')},"url":${JSON.stringify(url)},"body":${body || '0'}}`,
      );
  });
  open = await serve(
    configFromSpec(join(folder, 'shop.json'), {
      api: {
        baseUrl: upstream.url,
        exclude: ['operation:nothing'],
        credentials: {
          Key: 'env:SHOP_KEY',
          Query: 'env:QUERY_KEY',
          Basic: { username: 'env:NO_USER', password: 'env:NO_PASSWORD' },
          Wrong: 'env:SHOP_KEY',
        },
      },
    }),
  );
});

afterAll(async () => {
  await stop(open);
  await upstream.close();
  await rm(folder, { recursive: true });
});

const own: Readonly<Record<string, string>> = { 'x-routewright-console': '1' };

async function ask(path: string, { origin = open.origin, headers = own } = {}): Promise<Response> {
  return fetch(`${origin}/console/api/${path}`, { headers });
}

async function read<Value>(path: string): Promise<Value> {
  const response = await ask(path);
  expect(response.status).toBe(200);
  return (await response.json()) as Value;
}

async function post<Value>(path: string, tool: string, args: string): Promise<Value> {
  const headers = { ...own, 'content-type': 'application/json' };
  const body = `{"tool":"${tool}","args":${args}}`;
  const response = await fetch(`${open.origin}/console/api/${path}`, { method: 'POST', headers, body });
  return (await response.json()) as Value;
}

describe('the page', () => {
  test('is under a policy that lets nothing run or load but its own files', async () => {
    const response = await fetch(`${open.origin}/console`);
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const html = await response.text();
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
    const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThanOrEqual(4);
    for (const link of links) {
      expect(link).toMatch(/^console\/[\w.-]+$/);
      const file = await fetch(new URL(link, `${open.origin}/console`));
      expect([link, file.status]).toEqual([link, 200]);
      expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('comes packed to browsers that can unpack it, and its files are kept for good', async () => {
    const html = await (await fetch(`${open.origin}/console`)).text();
    const script = /src="(console\/app-[^"]+)"/.exec(html)![1]!;
    const response = await fetch(`${open.origin}/${script}`, { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(Number(response.headers.get('content-length'))).toBeLessThan(100_000);
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  test('is found with a slash behind its address, too', async () => {
    const response = await fetch(`${open.origin}/console/`, { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(new URL(response.headers.get('location')!, `${open.origin}/console/`).pathname).toBe('/console');
  });
});

describe('what is asked by others', () => {
  test.each<[string, Record<string, string>]>([
    ['a page without the header, as forms and images are', {}],
    ['a page of another site', { ...own, 'sec-fetch-site': 'cross-site' }],
    ['a page of another port of this machine', { ...own, 'sec-fetch-site': 'same-site' }],
    ['a page of another origin', { ...own, origin: 'https://evil.example' }],
    ['a page of no origin', { ...own, origin: 'null' }],
  ])('%s is refused', async (_, headers) => {
    for (const path of ['tools', 'calls', 'live', 'overview']) {
      const response = await ask(path, { headers });
      expect([path, response.status]).toEqual([path, 403]);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
    const before = upstream.received.length;
    const call = await fetch(`${open.origin}/console/api/call`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"tool":"getBook","args":{"id":1}}',
    });
    expect(call.status).toBe(403);
    expect(upstream.received).toHaveLength(before);
  });

  test('a body that a form could send is refused', async () => {
    const before = upstream.received.length;
    const response = await fetch(`${open.origin}/console/api/call`, {
      method: 'POST',
      headers: { ...own, 'content-type': 'text/plain' },
      body: '{"tool":"getBook","args":{"id":1}}',
    });
    expect(response.status).toBe(415);
    expect(upstream.received).toHaveLength(before);
  });

  test.each(['/console', '/console/api/tools'])('%s under a name that DNS was made to lead here', async (path) => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { ...own, host: 'evil.example' };
      httpRequest(`${open.origin}${path}`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});

describe('what the page is told', () => {
  test('the tools, and all of one', async () => {
    const tools = await read<ToolRow[]>('tools');
    expect(tools.map(({ name, method, path, effect }) => [name, method, path, effect])).toEqual([
      ['getBook', 'GET', '/books/{id}', 'read'],
      ['deleteBook', 'DELETE', '/books/{id}', 'delete'],
      ['addBook', 'POST', '/books', 'write'],
      ['listMany', 'GET', '/many', 'read'],
      ['slow', 'GET', '/slow', 'read'],
    ]);
    const tool = await read<ToolDetail>('tools/getBook');
    expect(tool).toMatchObject({
      inputSchema: { properties: { id: { type: 'integer' } }, required: ['id'] },
      places: { id: { in: 'path', name: 'id' } },
      security: [['Key']],
    });
    expect(JSON.parse(tool.example!)).toEqual({ id: expect.any(Number) });
    const costs = await read<Record<string, number>>('costs');
    expect(costs['getBook']).toBe(tool.tokens);
    expect((await ask('tools/nothing')).status).toBe(404);
  });

  test('the request that would be sent, its credentials marked', async () => {
    const preview = await post<Extract<Preview, { http: string }>>(
      'prepare',
      'addBook',
      '{"body":{"n":9007199254740993}}',
    );
    expect(preview.http.split('\n').slice(0, 2)).toEqual([
      'POST /books?key=[redacted] HTTP/1.1',
      `host: ${new URL(upstream.url).host}`,
    ]);
    expect(preview.http).toMatch(/^authorization: Bearer \[redacted\]$/im);
    expect(preview.http).toMatch(/\n\n\{"n":9007199254740993\}$/);
    expect(preview.curl).toContain(`curl -X POST '${upstream.url}/books?key=[redacted]'`);
    expect(preview.curl).toContain(`--data-raw '{"n":9007199254740993}'`);
  });

  test('what a model would be told where there is no request', async () => {
    const preview = await post<Preview>('prepare', 'getBook', '{}');
    expect(preview).toMatchObject({ code: 'ARGUMENTS_INVALID', failure: expect.stringContaining('id') });
  });

  test('the answer as the model sees it, every digit, without the secret that the API sent back', async () => {
    const answer = await post<Answer>('call', 'addBook', '{"body":{"n":9007199254740993}}');
    expect(upstream.received.at(-1)).toMatchObject({ body: '{"n":9007199254740993}', url: `/books?key=${query}` });
    expect(upstream.received.at(-1)!.headers.authorization).toBe(`Bearer ${secret}`);
    expect(answer).toMatchObject({ isError: false, status: 200, tokens: expect.any(Number) });
    const [part] = answer.content;
    expect(part).toMatchObject({ type: 'text', text: expect.stringContaining('9007199254740993') });
    expect(part).toMatchObject({ text: expect.stringContaining('Bearer [redacted]') });
  });

  test('an answer too large for a model is cut, as it is for a model', async () => {
    const answer = await post<Answer>('call', 'listMany', '{}');
    expect(answer.tokens).toBeLessThan(9000);
    expect(JSON.stringify(answer.content)).toContain('read_result');
  });

  test('a failure with its code and status', async () => {
    const answer = await post<Answer>('call', 'getBook', '{"id":404}');
    expect(answer).toMatchObject({ isError: true, status: 404, code: 'HTTP_ERROR' });
  });

  test('calls as they end, by the door they came through', async () => {
    const gone = new AbortController();
    const stream = await fetch(`${open.origin}/console/api/live`, { headers: own, signal: gone.signal });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    await post('call', 'getBook', '{"id":5}');
    let text = '';
    while (!text.includes('data: ')) text += (await reader.read()).value ?? '';
    gone.abort();
    const row = JSON.parse(/data: (.*)\n/.exec(text)![1]!) as CallRow;
    expect(row).toMatchObject({
      tool: 'getBook',
      door: 'console',
      caller: 'local',
      outcome: 'ok',
      status: 200,
      method: 'GET',
    });
    const [last] = await read<CallRow[]>('calls');
    expect(last).toEqual(row);
    const trace = await read<{ arguments: unknown; steps: unknown[]; request: { headers: Record<string, string> } }>(
      `calls/${row.id}`,
    );
    expect(trace.arguments).toEqual({ id: 5 });
    expect(trace.steps.length).toBeGreaterThan(2);
    expect((await ask('calls/nothing')).status).toBe(404);
  });

  test('how it stands with the credentials, never what they are', async () => {
    const overview = await read<Overview>('overview');
    const states = overview.apis[0]!.credentials.map(({ scheme, state, tools }) => [scheme, state, tools]);
    expect(Object.fromEntries(states.map(([scheme, ...rest]) => [scheme, rest]))).toEqual({
      Key: ['ready', 2],
      Query: ['ready', 1],
      Basic: ['missing', 1],
      Wrong: ['unknown', 0],
      Unused: ['unused', 0],
    });
    expect(overview.apis[0]!.credentials.find(({ scheme }) => scheme === 'Basic')!.detail).toContain('NO_USER');
    expect(overview.limits).toContainEqual(expect.objectContaining({ name: 'limits.resultTokens', value: 8000 }));
  });

  test('what is wrong with the document, with its place', async () => {
    const { findings, leftOut } = await read<DocumentReport>('document');
    expect(leftOut).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ code: 'CREDENTIAL_UNKNOWN', api: 'api' }));
    expect(findings.find(({ code }) => code === 'SECRET_MISSING')!.place).toMatch(/shop\.json:\d+:\d+$/);
  });

  test('no secret, in any of it', async () => {
    await post('call', 'addBook', '{"body":{"n":1}}');
    const calls = await read<CallRow[]>('calls');
    const paths = ['overview', 'tools', 'tools/addBook', 'calls', 'document', ...calls.map(({ id }) => `calls/${id}`)];
    for (const path of paths) {
      const text = await (await ask(path)).text();
      for (const form of [secret, query, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
        expect([path, text.includes(form)]).toEqual([path, false]);
    }
  });

  test('a call whose page goes away is cancelled', async () => {
    const gone = new AbortController();
    const headers = { ...own, 'content-type': 'application/json' };
    const body = '{"tool":"slow","args":{}}';
    const call = fetch(`${open.origin}/console/api/call`, { method: 'POST', headers, body, signal: gone.signal });
    while (!upstream.received.some(({ url }) => url === '/slow'))
      await new Promise((resolve) => setTimeout(resolve, 10));
    gone.abort();
    await expect(call).rejects.toThrow();
    await slowEnded;
  });
});

describe('with access control', () => {
  const [admin, guest, clerk] = [createKey(), createKey(), createKey()];
  let served: Served;

  beforeAll(async () => {
    const text = `
apis: { shop: { spec: ${join(folder, 'shop.json')}, baseUrl: ${upstream.url} } }
console: { enabled: true, keys: [admin, clerk] }
access:
  apiKeys:
    - { name: admin, hash: '${admin.hash}' }
    - { name: guest, hash: '${guest.hash}' }
    - { name: clerk, hash: '${clerk.hash}' }
  rules:
    - { keys: [admin, guest], allow: ['/**'] }
    - { keys: [clerk], allow: ['method:GET'] }
`;
    served = await serve(await parseConfig(text, join(folder, 'routewright.config.yaml')));
  });
  afterAll(() => stop(served));

  const as = ({ key }: { key: string }): { origin: string; headers: Record<string, string> } => ({
    origin: served.origin,
    headers: { ...own, authorization: `Bearer ${key}` },
  });

  test('the page opens, so that it can ask for a key; what is behind it does not', async () => {
    expect((await fetch(`${served.origin}/console`)).status).toBe(200);
    expect((await ask('tools', { origin: served.origin })).status).toBe(401);
    expect((await ask('tools', as({ key: 'rw_wrong' }))).status).toBe(401);
  });

  test('it is for those who are named, and a good key is not enough', async () => {
    expect((await ask('overview', as(admin))).status).toBe(200);
    const refused = await ask('overview', as(guest));
    expect([refused.status, await refused.json()]).toEqual([403, { error: expect.stringContaining('console.keys') }]);
  });

  test('nobody calls there what they may not call elsewhere', async () => {
    const tools = (await (await ask('tools', as(clerk))).json()) as ToolRow[];
    expect(tools.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
    expect((await ask('tools/deleteBook', as(clerk))).status).toBe(404);
    const before = upstream.received.length;
    const response = await fetch(`${served.origin}/console/api/call`, {
      method: 'POST',
      headers: { ...as(clerk).headers, 'content-type': 'application/json' },
      body: '{"tool":"deleteBook","args":{"id":1}}',
    });
    expect(response.status).toBe(404);
    expect(upstream.received).toHaveLength(before);
  });
});
