import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import express from 'express';
import { type Logger, silentLogger } from '../src/base/log.ts';
import type { CallTrace } from '../src/base/trace.ts';
import { openAssistant } from '../src/claude/open-assistant.ts';
import { routewright } from '../src/embed/routewright.ts';
import { startMessagesApi } from './support/messages-api.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const spec = {
  openapi: '3.1.0',
  info: { title: 'Garden', version: '1' },
  security: [{ Key: [] }],
  paths: { '/plants': { get: { operationId: 'listPlants', responses: { 200: { description: 'All' } } } } },
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
};

/** What of a trace is the same for the same call. */
const comparable = ({ tool, api, arguments: args, request, response, outcome, steps, caller }: CallTrace): unknown => ({
  ...{ tool, api, args, request, status: response?.status, excerpt: response?.excerpt, outcome, caller },
  steps: steps.map(({ name }) => name),
});

test('one gateway, two doors: a call by MCP and a call by Claude are written down alike', async () => {
  const lines: { message: string; fields: Record<string, unknown> }[] = [];
  const note = (message: string, fields = {}): void => void lines.push({ message, fields });
  const logger: Logger = { ...silentLogger, info: note, warn: note };
  const keys: unknown[] = [];
  const app = express().get('/plants', ({ headers }, response) => {
    keys.push(headers['x-key']);
    response.json(['sage', 'thyme']);
  });
  const messages = await startMessagesApi((_, index) =>
    index === 0
      ? { blocks: [{ type: 'tool_use', id: 'toolu_1', name: 'listPlants', input: {} }] }
      : { blocks: [{ type: 'text', text: 'Sage and thyme.' }] },
  );
  closers.push(messages.close);
  const secrets = { env: { GARDEN_KEY: 'k-7f3a9c', ANTHROPIC_API_KEY: 'test-key' }, readFile: () => '' };
  const tools = routewright(
    {
      apis: { garden: { spec, app, credentials: { Key: 'env:GARDEN_KEY' } } },
      claude: { baseUrl: messages.url },
    },
    { logger, secrets },
  );
  closers.push(tools.close);
  const server = createServer(app.use('/mcp', tools)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });

  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  const { port } = server.address() as AddressInfo;
  await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`)));
  closers.push(() => client.close());
  await client.callTool({ name: 'listPlants', arguments: {} });

  const gateway = await tools.ready();
  const assistant = await openAssistant(gateway, { secrets });
  const answer = await assistant.ask('Which plants are there?');
  expect(answer).toMatchObject({ text: 'Sage and thyme.', error: undefined });

  expect(keys).toEqual(['k-7f3a9c', 'k-7f3a9c']);
  const traces = gateway.traces.list();
  expect(traces.map(({ door }) => door).sort()).toEqual(['claude', 'http']);
  const [one, other] = traces.map(comparable);
  expect(one).toEqual(other);
  expect(JSON.stringify(traces)).not.toContain('k-7f3a9c');
  const calls = lines.filter(({ message }) => message === 'call').map(({ fields }) => Object.keys(fields));
  expect(calls).toHaveLength(2);
  expect(calls[0]).toEqual(calls[1]);
});
