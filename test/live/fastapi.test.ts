import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { answerCases } from './fastapi/answer-cases.ts';
import { bodyCases } from './fastapi/body-cases.ts';
import type { Case } from './fastapi/case.ts';
import { expectAnswer, expectSent, header, type Seen, textOf } from './fastapi/check.ts';
import { type Operations, readOperations, toolFor } from './fastapi/operations.ts';
import { parameterCases } from './fastapi/parameter-cases.ts';
import {
  connectGateway,
  type LiveClient,
  type LiveTool,
  protocolVersions,
  type Variant,
  variants,
} from '../support/gateway.ts';
import { startUvicorn, type Uvicorn } from './support/uvicorn.ts';

/** At least one for each operation of the application; a test holds that. */
const cases: readonly Case[] = [...parameterCases, ...bodyCases, ...answerCases];
const secrets = { DEPOT_TOKEN: 'live-token-5a1c9e', DEPOT_KEY: 'live-key-77b0d2', DEPOT_PASSWORD: 'live-pa55-31/ü' };
const credentials = [
  '--credential',
  'OAuth2PasswordBearer=env:DEPOT_TOKEN',
  '--credential',
  'APIKeyHeader=env:DEPOT_KEY',
];

const someOrder = '11111111-2222-4333-8444-555555555555';
const byCard = { kind: 'card', number: '4111', expires: [1, 2030] };

let app: Uvicorn;
let operations: Operations;
let elsewhere: Server;
const landed: IncomingHttpHeaders[] = [];

beforeAll(async () => {
  const env = {
    LIVE_TOKEN: secrets.DEPOT_TOKEN,
    LIVE_API_KEY: secrets.DEPOT_KEY,
    LIVE_PASSWORD: secrets.DEPOT_PASSWORD,
  };
  app = await startUvicorn({ folder: fileURLToPath(new URL('fastapi/', import.meta.url)), env });
  operations = await readOperations(`${app.url}/openapi.json`);
  elsewhere = createServer((request, response) => {
    landed.push(request.headers);
    response.end('landed');
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
}, 300_000);

afterAll(async () => {
  elsewhere.close();
  await app.stop();
});

beforeEach(async () => {
  landed.length = 0;
  await fetch(`${app.url}/_seen`, { method: 'DELETE' });
});

test('The cases cover every documented operation', () => {
  expect([...new Set(cases.map(({ operation }) => operation))].sort()).toEqual([...operations.keys()].sort());
});

describe.each(variants)('%s', (variant) => {
  let client: LiveClient;
  let tools: readonly LiveTool[];
  beforeAll(async () => {
    client = await connect(variant, [`${app.url}/openapi.json`, ...credentials]);
    tools = await client.listTools();
  });
  afterAll(() => client.close());

  test('The client speaks the newest revision it knows', () => {
    expect(client.protocolVersion).toBe(variant.startsWith('v2') ? protocolVersions.v2 : protocolVersions.v1);
  });

  test('Each operation is a tool, and one more reads on in results', async () => {
    const names = [...operations.keys()].map((operation) => toolFor(operations, tools, operation).name);
    expect([...names, 'read_result'].sort()).toEqual(tools.map(({ name }) => name).sort());
    expect(await client.listTools()).toEqual(tools);
  });

  test('Every client accepts the tools', () => {
    expect(new Set(tools.map(({ name }) => name.toLowerCase())).size).toBe(tools.length);
    for (const { name, inputSchema } of tools) {
      expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,47}$/);
      expect([name, inputSchema['type']]).toEqual([name, 'object']);
      for (const combinator of ['oneOf', 'anyOf', 'allOf']) expect(inputSchema).not.toHaveProperty(combinator);
      for (const key of Object.keys(inputSchema.properties ?? {})) {
        expect(key).toMatch(/^[A-Za-z0-9_]{1,64}$/);
        // Credentials are no arguments, and a header parameter `accept` is none either (OpenAPI 3.1.1, 4.8.12.2.1).
        expect(key.toLowerCase()).not.toMatch(/^(authorization|x_api_key|accept)$/);
      }
    }
  });

  test('Annotations come from the method', () => {
    for (const operation of operations.keys()) {
      const { annotations } = toolFor(operations, tools, operation);
      const method = operation.split(' ')[0]!;
      const readOnly = method === 'GET' || method === 'HEAD';
      expect([operation, annotations?.['readOnlyHint'] ?? false]).toEqual([operation, readOnly]);
      if (readOnly) continue;
      expect([operation, annotations?.['destructiveHint'] ?? true]).toEqual([operation, method === 'DELETE']);
      const idempotent = method === 'PUT' || method === 'DELETE';
      expect([operation, annotations?.['idempotentHint'] ?? false]).toEqual([operation, idempotent]);
    }
  });

  test.each(cases.map((item) => [[item.operation, item.about].filter(Boolean).join(': '), item] as const))(
    '%s',
    async (_, item) => {
      const { port } = elsewhere.address() as AddressInfo;
      const args = typeof item.args === 'function' ? item.args(`http://127.0.0.1:${port}`) : item.args;
      const result = await client.callTool(toolFor(operations, tools, item.operation).name, args);
      expectAnswer(result, item.answer, client);
      expectRequests(await readSeen(), item);
      // A credential belongs to the origin it was given for.
      expect(landed.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
      expectNoSecret(JSON.stringify([result, landed]));
    },
  );

  test('What is written can be read, until it is deleted', async () => {
    const call = (operation: string, args: Record<string, unknown>) =>
      client.callTool(toolFor(operations, tools, operation).name, args);
    const made = await call('POST /items', { body: { name: `Made by ${variant}`, price: 5 } });
    const { id } = JSON.parse(made.content[0]?.text ?? '') as { id: number };
    expect((await call('GET /items/{item_id}', { item_id: id })).structuredContent).toMatchObject({
      name: `Made by ${variant}`,
      price: '5',
    });
    await call('DELETE /items/{item_id}', { item_id: id });
    expect((await call('GET /items/{item_id}', { item_id: id })).isError).toBe(true);
    expect((await readSeen()).map(({ method, status }) => [method, status])).toEqual([
      ['POST', 201],
      ['GET', 200],
      ['DELETE', 204],
      ['GET', 404],
    ]);
  });

  test.each([
    ['a missing argument', 'GET /headers', {}, 'x_request_tag'],
    ['a wrong type', 'GET /items', { limit: 'many' }, 'limit'],
    ['a value that is not in the list', 'GET /items', { sort: 'age' }, 'sort'],
    ['a number out of range', 'GET /items/{item_id}', { item_id: 0 }, 'item_id'],
    ['a fault deep in a body', 'POST /orders', { body: { lines: [{ item_id: 1 }], payment: byCard } }, 'quantity'],
    ['a missing body', 'POST /items', {}, 'body'],
  ])('%s is told to the model and not sent', async (_, operation, args, atFault) => {
    const result = await client.callTool(toolFor(operations, tools, operation).name, args);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(atFault);
    expect(await readSeen()).toEqual([]);
  });

  test.each(['..', '.', '../items', '..\\items'])('The path value %j reaches no other operation', async (value) => {
    await client.callTool(toolFor(operations, tools, 'GET /files/{file_path}').name, { file_path: value });
    await client.callTool(toolFor(operations, tools, 'GET /labels/{label}').name, { label: value });
    for (const { path } of await readSeen()) {
      expect(path).toMatch(/^\/(files|labels)\//);
      // No client or proxy on the way may take a segment for one of dots (WHATWG URL, 4.4; RFC 3986, 5.2.4).
      for (const segment of path.split('/')) expect(segment).not.toMatch(/^(\.|%2e){1,2}$/i);
    }
  });

  test('No argument takes the place of a credential', async () => {
    const forged = { Authorization: 'Bearer forged', authorization: 'Bearer forged', 'X-API-Key': 'forged' };
    await client.callTool(toolFor(operations, tools, 'GET /stock').name, forged);
    await client.callTool(toolFor(operations, tools, 'GET /orders/{order_id}').name, {
      order_id: someOrder,
      ...forged,
    });
    for (const seen of await readSeen()) expect(JSON.stringify(seen)).not.toContain('forged');
  });

  test('Calls at the same time get their own answers', async () => {
    const labels = Array.from({ length: 24 }, (_, index) => `label ${index}`);
    const { name } = toolFor(operations, tools, 'GET /labels/{label}');
    const results = await Promise.all(labels.map((label) => client.callTool(name, { label })));
    expect(results.map(({ structuredContent }) => structuredContent)).toEqual(labels.map((label) => ({ label })));
  });

  test('A tool that does not exist is a protocol error', async () => {
    await expect(client.callTool('no_such_tool', {})).rejects.toMatchObject({ code: -32602 });
  });

  // Over HTTP the older revision is asked to cancel by a message of its own, which a stateless server cannot relate.
  if (variant !== 'v1-http') {
    test('A cancelled call ends the request to the application', async () => {
      const cancel = new AbortController();
      const calling = client.callTool(
        toolFor(operations, tools, 'GET /slow').name,
        { seconds: 20 },
        { signal: cancel.signal },
      );
      await until(async () => (await readSeen()).length === 1);
      cancel.abort();
      await expect(calling).rejects.toThrow();
      await until(async () => (await readSeen())[0]?.disconnected === true);
    });
  }

  // Last, when everything has been logged that will be.
  test('No secret is in the log', () => expectNoSecret(client.log()));
});

describe('Options', () => {
  const url = (path = ''): string => `${app.url}${path}/openapi.json`;

  test('Without a credential the operation says which one it lacks, and the others work', async () => {
    await withClient('v2-stdio', [url()], async (client) => {
      const tools = await client.listTools();
      const call = (operation: string, args: Record<string, unknown>) =>
        client.callTool(toolFor(operations, tools, operation).name, args);
      const refused = await call('GET /stock', {});
      expect(refused.isError).toBe(true);
      expect(textOf(refused)).toContain('APIKeyHeader');
      expect((await call('GET /labels/{label}', { label: 'x' })).isError ?? false).toBe(false);
    });
  });

  test('The password flow of the application (OAuth2PasswordBearer) gives the token for its other operations', async () => {
    const credential = { clientId: 'depot', username: 'ada', password: 'env:DEPOT_PASSWORD' };
    const args = [url(), '--credential', `OAuth2PasswordBearer=${JSON.stringify(credential)}`];
    await withClient('v2-http', args, async (client) => {
      const tool = toolFor(operations, await client.listTools(), 'GET /orders/{order_id}');
      const results = await Promise.all(
        Array.from({ length: 20 }, () => client.callTool(tool.name, { order_id: someOrder })),
      );
      for (const result of results) expect(textOf(result)).toMatch(/ada has no order/);
      const asked = (await readSeen()).filter(({ path }) => path === '/token');
      expect(asked).toHaveLength(1);
      expectNoSecret(JSON.stringify(results) + client.log());
    });
  });

  test("A wrong credential is the application's to refuse", async () => {
    const args = [url(), '--credential', 'OAuth2PasswordBearer=env:DEPOT_KEY'];
    await withClient('v2-http', args, async (client) => {
      const tool = toolFor(operations, await client.listTools(), 'GET /orders/{order_id}');
      const refused = await client.callTool(tool.name, { order_id: someOrder });
      expect(refused.isError).toBe(true);
      expect(textOf(refused)).toMatch(/401[^]*The token is not valid/);
      expectNoSecret(JSON.stringify(refused) + client.log());
    });
  });

  test('--timeout ends a call, at both ends', async () => {
    await withClient('v1-http', [url(), '--timeout', '1s'], async (client) => {
      const tool = toolFor(operations, await client.listTools(), 'GET /slow');
      const start = Date.now();
      const ended = await client.callTool(tool.name, { seconds: 20 });
      expect(Date.now() - start).toBeLessThan(5_000);
      expect(ended.isError).toBe(true);
      expect(textOf(ended)).toMatch(/\b1 ?s/);
      await until(async () => (await readSeen())[0]?.disconnected === true);
    });
  });

  test('--read-only leaves what only reads', async () => {
    await withClient('v2-stdio', [url(), '--read-only'], async (client) => {
      const reading = [...operations.keys()].filter((operation) => /^(GET|HEAD) /.test(operation));
      const tools = (await client.listTools()).filter(({ name }) => name !== 'read_result');
      expect(tools).toHaveLength(reading.length);
      for (const operation of reading) toolFor(operations, tools, operation);
    });
  });

  test('--include leaves what is selected', async () => {
    await withClient('v1-http', [url(), '--include', 'tag:orders', '--include', 'GET /days/**'], async (client) => {
      const tools = (await client.listTools()).filter(({ name }) => name !== 'read_result');
      const selected = [...operations].filter(
        ([operation, { tags }]) => tags.includes('orders') || operation.startsWith('GET /days/'),
      );
      expect(tools.map(({ name }) => name).sort()).toEqual(
        selected.map(([operation]) => toolFor(operations, tools, operation).name).sort(),
      );
    });
  });

  test('A relative server is relative to the URL of the document', async () => {
    await withClient('v2-stdio', [url('/mirror')], async (client) => {
      const { name } = toolFor(operations, await client.listTools(), 'GET /labels/{label}');
      expect((await client.callTool(name, { label: 'x' })).structuredContent).toEqual({ label: 'x' });
      expect((await readSeen()).map(({ path }) => path)).toEqual(['/mirror/labels/x']);
    });
  });

  test('--base-url says where the API of a file is, and its path is kept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'routewright-'));
    try {
      const file = join(folder, 'depot.json');
      await writeFile(file, await (await fetch(url())).text());
      await withClient('v1-stdio', [file, '--base-url', `${app.url}/mirror`], async (client) => {
        const { name } = toolFor(operations, await client.listTools(), 'GET /labels/{label}');
        await client.callTool(name, { label: 'x' });
        expect((await readSeen()).map(({ path }) => path)).toEqual(['/mirror/labels/x']);
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function connect(variant: Variant, args: readonly string[]): Promise<LiveClient> {
  return connectGateway(variant, { args, env: secrets });
}

/** For one test: connects, forgets what connecting made the application see, and closes. */
async function withClient(variant: Variant, args: readonly string[], use: (client: LiveClient) => Promise<void>) {
  const client = await connect(variant, args);
  try {
    await fetch(`${app.url}/_seen`, { method: 'DELETE' });
    await use(client);
  } finally {
    await client.close();
  }
}

async function readSeen(): Promise<readonly Seen[]> {
  const seen = (await (await fetch(`${app.url}/_seen`)).json()) as readonly Seen[];
  return seen.filter(({ path }) => !path.endsWith('/openapi.json'));
}

function expectRequests(seen: readonly Seen[], { operation, sent, maybe = [], repeatable }: Case): void {
  const method = operation.split(' ')[0]!;
  const needed = [sent].flat();
  const wanted = [...needed, ...maybe];
  expect(seen.length).toBeGreaterThanOrEqual(needed.length);
  if (!repeatable) expect(seen.length).toBeLessThanOrEqual(wanted.length);
  for (const [index, request] of seen.entries()) {
    expectSent(request, { method, ...(wanted[index] ?? wanted.at(-1)!) });
  }
  // An operation gets the credential it declares and no other.
  const schemes = (operations.get(operation)?.security ?? []).flatMap((requirement) => Object.keys(requirement));
  const first = seen[0]!;
  expect(header(first, 'authorization')).toBe(
    schemes.includes('OAuth2PasswordBearer') ? `Bearer ${secrets.DEPOT_TOKEN}` : undefined,
  );
  expect(header(first, 'x-api-key')).toBe(schemes.includes('APIKeyHeader') ? secrets.DEPOT_KEY : undefined);
}

function expectNoSecret(text: string): void {
  for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
}

async function until(holds: () => Promise<boolean>, milliseconds = 5_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Not so within ${milliseconds / 1000} s`);
    await delay(25);
  }
}
