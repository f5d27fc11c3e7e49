import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { configFromSpec } from '../../src/base/config/load.ts';
import { silentLogger } from '../../src/base/log.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { type HttpServer, serveOverHttp } from '../../src/mcp/http.ts';
import { viewOf } from '../../src/mcp/view.ts';
import { toolsPerPage } from '../../src/mcp/server.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

/** MCP 2026-07-28 and the older revisions over Streamable HTTP, spoken here by hand: what the SDK's clients hide. */

const many = toolsPerPage + 20;
const document = {
  openapi: '3.1.0',
  info: { title: 'Many', version: '1', description: 'An API with many operations.' },
  paths: {
    '/things': { get: { operationId: 'listThings', responses: { 200: { description: 'All of them.' } } } },
    '/ask': {
      get: {
        operationId: 'askSomebody',
        'x-routewright': { requires: ['elicitation'] },
        responses: { 200: { description: 'Asked.' } },
      },
    },
    '/slow': { get: { operationId: 'slow', responses: { 200: { description: 'Late.' } } } },
    ...Object.fromEntries(
      Array.from({ length: many - 3 }, (_, index) => [
        `/t${index}`,
        { get: { operationId: `get${index}`, responses: {} } },
      ]),
    ),
  },
};

const modernMeta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

let folder: string;
let upstream: Upstream;
let gateway: Gateway;
let server: HttpServer;
let slowClosed: Promise<unknown> | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routewright-'));
  const spec = join(folder, 'many.json');
  await writeFile(spec, JSON.stringify(document));
  upstream = await startUpstream((received, response, raw) => {
    if (received.url.startsWith('/slow')) {
      slowClosed = once(raw.socket, 'close');
      return;
    }
    response.setHeader('content-type', 'application/json').end('[1,2]');
  });
  gateway = await createGateway(configFromSpec(spec, { api: { baseUrl: upstream.url }, surface: 'direct' }));
  server = await serveOverHttp({
    host: '127.0.0.1',
    port: 0,
    view: viewOf(gateway),
    logger: silentLogger,
  });
});

afterAll(async () => {
  await server.close();
  await gateway.close();
  await upstream.close();
  await rm(folder, { recursive: true });
});

beforeEach(() => void upstream.received.splice(0));

interface Answer {
  readonly status: number;
  readonly messages: readonly {
    id?: unknown;
    result?: Record<string, unknown>;
    error?: { code: number; message: string; data?: unknown };
  }[];
}

async function post(body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  const text = await response.text();
  const sse = (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
  const parts = sse ? [...text.matchAll(/^data: (.+)$/gm)].map((match) => match[1]!) : text === '' ? [] : [text];
  return { status: response.status, messages: parts.flatMap((part) => JSON.parse(part) as Answer['messages']) };
}

/** A request of revision 2026-07-28 with the headers it must bear. */
function modern(
  method: string,
  params: Record<string, unknown> = {},
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const name: Record<string, string> = typeof params['name'] === 'string' ? { 'mcp-name': params['name'] } : {};
  return post(
    { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: modernMeta } },
    { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...name, ...headers },
    signal,
  );
}

describe('revision 2026-07-28', () => {
  test('discover names the revisions and the server', async () => {
    const { status, messages } = await modern('server/discover');
    expect(status).toBe(200);
    expect(messages[0]!.result).toMatchObject({
      resultType: 'complete',
      supportedVersions: expect.arrayContaining(['2026-07-28']),
      capabilities: { tools: {} },
      instructions: expect.stringContaining('An API with many operations.'),
    });
  });

  test('the list comes in pages, in the order of the document, with a lifetime', async () => {
    const first = (await modern('tools/list')).messages[0]!.result!;
    expect(first).toMatchObject({ resultType: 'complete', ttlMs: expect.any(Number), cacheScope: 'public' });
    expect(first['tools']).toHaveLength(toolsPerPage);
    const second = (await modern('tools/list', { cursor: first['nextCursor'] })).messages[0]!.result!;
    expect(second['nextCursor']).toBeUndefined();
    const names = [...(first['tools'] as { name: string }[]), ...(second['tools'] as { name: string }[])].map(
      ({ name }) => name,
    );
    expect(names).toHaveLength(many + 1);
    expect(names.slice(0, 3)).toEqual(['listThings', 'askSomebody', 'slow']);
    expect(new Set(names).size).toBe(many + 1);
  });

  test('an unknown cursor is refused', async () => {
    expect((await modern('tools/list', { cursor: 'page-x' })).messages[0]!.error).toMatchObject({ code: -32602 });
  });

  test('a call reaches the API and comes back with structure', async () => {
    const { messages } = await modern('tools/call', { name: 'listThings', arguments: {} });
    expect(messages[0]!.result).toMatchObject({
      resultType: 'complete',
      content: [{ type: 'text', text: '[1,2]' }],
      structuredContent: [1, 2],
    });
    expect(upstream.received.map(({ url }) => url)).toEqual(['/things']);
  });

  test('an unknown tool is -32602 and names the nearest', async () => {
    const { messages } = await modern('tools/call', { name: 'listThing', arguments: {} });
    expect(messages[0]!.error).toMatchObject({
      code: -32602,
      message: 'Unknown tool: listThing. Did you mean listThings?',
    });
  });

  test('a tool that needs a client capability is refused with -32021 and 400 where it is not declared', async () => {
    const { status, messages } = await modern('tools/call', { name: 'askSomebody', arguments: {} });
    expect(status).toBe(400);
    expect(messages[0]!.error).toMatchObject({ code: -32021, data: { requiredCapabilities: { elicitation: {} } } });
    expect(upstream.received).toEqual([]);
  });

  test('wrong arguments are a result with isError, and nothing is sent', async () => {
    const { messages } = await modern('tools/call', { name: 'listThings', arguments: { page: 2 } });
    expect(messages[0]!.result).toMatchObject({ isError: true });
    expect(upstream.received).toEqual([]);
  });

  test('a closed response stream cancels the upstream request', async () => {
    const controller = new AbortController();
    const call = modern('tools/call', { name: 'slow', arguments: {} }, {}, controller.signal);
    while (upstream.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    await expect(call).rejects.toThrow();
    await slowClosed;
  });

  test.each([
    ['the header disagrees with the body', { 'mcp-method': 'tools/call' }, 400, -32020],
    ['the version is not known', { 'mcp-protocol-version': '2031-01-01' }, 400, -32020],
  ])('%s', async (_, headers, status, code) => {
    const answer = await modern('tools/list', {}, headers);
    expect(answer.status).toBe(status);
    expect(answer.messages[0]!.error!.code).toBe(code);
  });

  test('an unknown method is 404 and -32601', async () => {
    const answer = await modern('tools/frobnicate');
    expect(answer.status).toBe(404);
    expect(answer.messages[0]!.error!.code).toBe(-32601);
  });
});

describe('older revisions on the same endpoint', () => {
  const initialize = (version: string): unknown => ({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: version, capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  });

  test.each(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'])('%s is echoed', async (version) => {
    expect((await post(initialize(version))).messages[0]!.result).toMatchObject({
      protocolVersion: version,
      serverInfo: { name: 'routewright' },
    });
  });

  test('what is no object is wrapped as {result: …}', async () => {
    const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'listThings', arguments: {} } };
    expect((await post(call, { 'mcp-protocol-version': '2025-11-25' })).messages[0]!.result).toMatchObject({
      structuredContent: { result: [1, 2] },
    });
  });

  test('a batch is accepted (2025-03-26)', async () => {
    const ping = (id: number): unknown => ({ jsonrpc: '2.0', id, method: 'ping' });
    const { messages } = await post([ping(1), ping(2)], { 'mcp-protocol-version': '2025-03-26' });
    expect(messages.map(({ id }) => id).sort()).toEqual([1, 2]);
  });
});

describe('the door', () => {
  test.each([
    ['Host', { host: 'evil.example' }],
    ['Origin', { origin: 'https://evil.example' }],
  ])('a foreign %s is refused with 403', async (_, headers) => {
    // fetch does not let a caller choose the Host.
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(
        server.url,
        { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      request.on('error', reject).end('{}');
    });
    expect(status).toBe(403);
  });

  test('a page of this machine may call', async () => {
    expect((await modern('server/discover', {}, { origin: 'http://localhost:3000' })).status).toBe(200);
  });

  test.each([
    ['{"jsonrpc":', 400, -32700],
    ['42', 400, -32600],
  ])('a body of %s is answered in JSON-RPC', async (body, status, code) => {
    const answer = await post(body);
    expect({ status: answer.status, code: answer.messages[0]!.error!.code }).toEqual({ status, code });
    expect(JSON.stringify(answer.messages)).not.toMatch(/node_modules|at .*\.js/);
  });

  test('GET is not allowed: there is no session', async () => {
    expect((await fetch(server.url, { headers: { accept: 'text/event-stream' } })).status).toBe(405);
  });

  test('health and readiness', async () => {
    expect(await (await fetch(new URL('/healthz', server.url))).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(new URL('/readyz', server.url))).json()).toEqual({ status: 'ready', tools: many + 1 });
  });

  test('elsewhere there is nothing, and it says where', async () => {
    const response = await fetch(new URL('/sse', server.url));
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: expect.stringContaining('/mcp') });
  });

  test.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])(
    'it does not listen on %s without access control',
    async (host) => {
      await expect(serveOverHttp({ host, port: 0, view: viewOf(gateway), logger: silentLogger })).rejects.toMatchObject(
        { code: 'ACCESS_CONTROL_REQUIRED' },
      );
    },
  );

  test('a port in use is said', async () => {
    await expect(
      serveOverHttp({
        host: '127.0.0.1',
        port: server.port,
        view: viewOf(gateway),
        logger: silentLogger,
      }),
    ).rejects.toMatchObject({ code: 'PORT_IN_USE', hint: expect.stringContaining('--http') });
  });
});
