import { once } from 'node:events';
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import express from 'express';
import type { Logger } from '../../src/base/log.ts';
import { silentLogger } from '../../src/base/log.ts';
import { type Embedded, routewright } from '../../src/embed/routewright.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'Garden', version: '1' },
  paths: {
    '/plants/{id}': {
      get: {
        operationId: 'getPlant',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: { 200: { description: 'It', content: { 'application/json': { schema: { type: 'object' } } } } },
      },
    },
  },
};

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listen(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function connect(url: string, headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  closers.push(() => client.close());
  return client;
}

function keep(tools: Embedded): Embedded {
  closers.push(tools.close);
  return tools;
}

/** An application with one route, which remembers the address that called it. */
function createGarden(): express.Express {
  const app = express();
  app.get('/plants/:id', ({ params, ip, socket }, response) => {
    response.json({ id: Number(params.id), name: 'sage', ip, onTheWire: socket.constructor.name === 'Socket' });
  });
  return app;
}

describe('an Express application that serves its own operations', () => {
  test('below a path, called in memory', async () => {
    const app = createGarden();
    const tools = keep(routewright({ apis: { garden: { spec: document, app } } }, { logger: silentLogger }));
    app.use('/mcp', tools).get('/about', (_, response) => void response.send('about'));
    const url = await listen(app);
    const client = await connect(`${url}/mcp`);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['getPlant', 'read_result']);
    const result = await client.callTool({ name: 'getPlant', arguments: { id: 7 } });
    expect(result.structuredContent).toEqual({ id: 7, name: 'sage', ip: '127.0.0.1', onTheWire: false });
    expect(await (await fetch(`${url}/about`)).text()).toBe('about');
  });

  test('at another path, and after a parser of its own', async () => {
    const app = createGarden();
    const tools = keep(routewright({ apis: { garden: { spec: document, app } } }, { logger: silentLogger }));
    app.use(express.json()).use('/api/tools', tools);
    const client = await connect(`${await listen(app)}/api/tools`);
    expect(await client.callTool({ name: 'getPlant', arguments: { id: 7 } })).toMatchObject({
      structuredContent: { id: 7 },
    });
  });

  test('at the root it takes what is its own and leaves the rest', async () => {
    const app = createGarden();
    app.use(keep(routewright({ apis: { garden: { spec: document, app } } }, { logger: silentLogger })));
    app.get('/about', (_, response) => void response.send('about'));
    const url = await listen(app);
    expect((await (await connect(`${url}/mcp`)).listTools()).tools).toHaveLength(2);
    expect(await (await fetch(`${url}/about`)).text()).toBe('about');
    expect((await fetch(`${url}/healthz`)).status).toBe(404);
  });

  test('one path too many is nothing, not the endpoint', async () => {
    const app = express();
    app.use('/mcp', keep(routewright({ apis: { garden: { spec: document, app } } }, { logger: silentLogger })));
    expect((await fetch(`${await listen(app)}/mcp/more`, { method: 'POST' })).status).toBe(404);
  });
});

describe("Node's http", () => {
  test('as the listener, and beside other paths', async () => {
    const garden = createGarden();
    const tools = keep(routewright({ apis: { garden: { spec: document, app: garden } } }, { logger: silentLogger }));
    const alone = await listen(tools);
    expect((await (await connect(`${alone}/mcp`)).listTools()).tools).toHaveLength(2);
    expect((await fetch(`${alone}/plants/7`)).status).toBe(404);
    const both = await listen((request, response) => tools(request, response, () => void garden(request, response)));
    expect(await (await fetch(`${both}/plants/7`)).json()).toMatchObject({ id: 7 });
    expect((await (await connect(`${both}/mcp`)).listTools()).tools).toHaveLength(2);
  });
});

describe('the document', () => {
  test('is asked for when tools are first needed, and its faults are told, answered and tried again', async () => {
    const log: string[] = [];
    const note = (message: string, fields?: object): void => void log.push(`${message} ${JSON.stringify(fields)}`);
    const logger: Logger = { ...silentLogger, error: note };
    let given: unknown = { hello: 'world' };
    let asked = 0;
    const spec = (): unknown => {
      asked++;
      return given;
    };
    const app = createGarden();
    const tools = keep(routewright({ apis: { garden: { spec, app } } }, { logger }));
    app.use('/mcp', tools);
    const url = await listen(app);
    expect(asked).toBe(0);
    const refused = await fetch(`${url}/mcp`, { method: 'POST', body: '{}' });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32603 } });
    expect(log.join()).toMatch(/the tools could not be opened.*SPEC_NOT_OPENAPI/);
    await expect(tools.ready()).rejects.toMatchObject({ code: 'SPEC_NOT_OPENAPI' });
    given = JSON.stringify(document);
    expect((await tools.ready()).tools).toHaveLength(1);
    expect((await (await connect(`${url}/mcp`)).listTools()).tools).toHaveLength(2);
    expect(asked).toBe(3);
  });

  test('without operations is a fault', async () => {
    const tools = keep(routewright({ apis: { a: { spec: { ...document, paths: {} } } } }, { logger: silentLogger }));
    await expect(tools.ready()).rejects.toMatchObject({ code: 'SPEC_NO_OPERATIONS' });
  });

  test('a misspelt setting is told at once', () => {
    const api = { spec: document, basUrl: 'http://x' };
    expect(() => routewright({ apis: { a: api } })).toThrow(/baseUrl/);
  });
});

describe('who may call', () => {
  const apis = (app: express.Express): { garden: { spec: object; app: express.Express } } => ({
    garden: { spec: document, app },
  });

  /** POSTs to the endpoint with headers that `fetch` would not send. */
  async function statusOf(url: string, headers: Record<string, string>): Promise<number> {
    const sent = httpRequest(`${url}/mcp`, { method: 'POST', headers });
    const [response] = (await once(sent.end('{}'), 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    return response.statusCode;
  }

  test.each([
    ['a page that was led here by DNS', { host: 'evil.example' }, 403],
    ['a proxy on this machine', { 'x-forwarded-for': '203.0.113.7' }, 403],
    ['a page of another origin', { origin: 'https://evil.example' }, 403],
    ['a program of this machine', { 'content-type': 'application/json' }, 400],
  ])('without a word about it: %s', async (_, headers, status) => {
    const app = createGarden();
    app.use('/mcp', keep(routewright({ apis: apis(app) }, { logger: silentLogger })));
    expect(await statusOf(await listen(app), headers)).toBe(status);
  });

  test('whom the application recognises, and that is who the log names', async () => {
    const calls: unknown[] = [];
    const logger: Logger = { ...silentLogger, info: (message, fields) => message === 'call' && calls.push(fields) };
    const app = createGarden();
    const caller = ({ headers }: { headers: Record<string, unknown> }): { id: string; name: string } | undefined =>
      headers['authorization'] === 'Bearer ada' ? { id: '1', name: 'Ada' } : undefined;
    app.use('/mcp', keep(routewright({ apis: apis(app) }, { logger, caller })));
    const url = await listen(app);
    expect((await fetch(`${url}/mcp`, { method: 'POST' })).status).toBe(401);
    const client = await connect(`${url}/mcp`, { authorization: 'Bearer ada' });
    await client.callTool({ name: 'getPlant', arguments: { id: 7 } });
    expect(calls).toMatchObject([{ tool: 'getPlant', caller: 'Ada' }]);
  });

  test('as `access` says, with the metadata of the resource at the root', async () => {
    const app = createGarden();
    const access = { jwt: [{ issuer: 'https://login.example' }] };
    const http = { publicUrl: 'https://garden.example' };
    app.use(keep(routewright({ apis: apis(app), access, http }, { logger: silentLogger })));
    const url = await listen(app);
    const refused = await fetch(`${url}/mcp`, { method: 'POST' });
    expect(refused.status).toBe(401);
    const metadata = /resource_metadata="https:\/\/garden\.example([^"]+)"/.exec(
      refused.headers.get('www-authenticate') ?? '',
    )![1]!;
    expect(await (await fetch(url + metadata)).json()).toMatchObject({
      resource: 'https://garden.example/mcp',
      authorization_servers: ['https://login.example'],
    });
  });

  test('twice, or without a URL that tokens are made for, is refused at once', () => {
    const access = { jwt: [{ issuer: 'https://login.example' }] };
    const app = createGarden();
    expect(() => routewright({ apis: apis(app), access })).toThrow(/by which URL/);
    const http = { publicUrl: 'https://garden.example' };
    expect(() => routewright({ apis: apis(app), access, http }, { caller: () => undefined })).toThrow(/Both/);
  });
});
