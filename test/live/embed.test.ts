import { createServer } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import Fastify from 'fastify';
import { silentLogger } from '../../src/base/log.ts';
import { routewright } from '../../src/embed/routewright.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const document = {
  openapi: '3.1.0',
  info: { title: 'Counter', version: '1' },
  paths: {
    '/add': {
      post: {
        operationId: 'add',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', properties: { by: { type: 'integer' } } } } },
        },
        responses: { 200: { description: 'The sum' } },
      },
    },
  },
};

test.each(['', '/api'])('a Fastify application serves its own operations below "%s"', async (prefix) => {
  const fastify = Fastify();
  fastify.post<{ Body: { by: number } }>('/add', ({ body, ip }) => ({ sum: 40 + body.by, ip }));
  let isAsked = false;
  const spec = (): object => {
    isAsked = true;
    return document;
  };
  const tools = routewright({ apis: { counter: { spec, app: fastify.server } } }, { logger: silentLogger });
  await fastify.register(tools.fastify, { prefix });
  expect(isAsked).toBe(false);
  const url = await fastify.listen({ port: 0, host: '127.0.0.1' });
  closers.push(() => fastify.close());
  expect(isAsked).toBe(true);

  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}${prefix}/mcp`)));
  closers.push(() => client.close());
  const result = await client.callTool({ name: 'add', arguments: { body: { by: 2 } } });
  expect(result.structuredContent).toEqual({ sum: 42, ip: '127.0.0.1' });
  // The parsers of the application are as they were.
  const body = JSON.stringify({ by: 1 });
  const sent = await fetch(`${url}/add`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  expect(await sent.json()).toMatchObject({ sum: 41 });
});

test('a fault in the document stops Fastify from starting, as its plugins do', async () => {
  const fastify = Fastify();
  const tools = routewright({ apis: { counter: { spec: {}, app: fastify.server } } }, { logger: silentLogger });
  await fastify.register(tools.fastify);
  await expect(fastify.ready()).rejects.toMatchObject({ code: 'SPEC_NOT_OPENAPI' });
  await fastify.close();
});

test("Node's own server takes it as its listener", async () => {
  const tools = routewright({ apis: { counter: { spec: document, baseUrl: 'http://127.0.0.1:9' } } });
  expect(() => createServer(tools)).not.toThrow();
  await tools.close();
});
