import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { configFrom } from '../src/base/config/load.ts';
import { type Logger, silentLogger } from '../src/base/log.ts';
import { createGateway, type Gateway } from '../src/gateway.ts';
import { startGateway, connectGateway } from './support/gateway.ts';
import { until } from './support/until.ts';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

let folder: string;
let file: string;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reload-'));
  file = join(folder, 'openapi.json');
  await write('one');
});

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await rm(folder, { recursive: true });
});

function describeApi(...names: readonly string[]): string {
  const paths = Object.fromEntries(
    names.map((name) => [`/${name}`, { get: { operationId: name, responses: { 200: { description: 'It' } } } }]),
  );
  const servers = [{ url: 'http://127.0.0.1:9' }];
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'A', version: '1' }, servers, paths });
}

/** As an editor does: a new file takes the place of the old one. */
async function write(...names: readonly string[]): Promise<void> {
  await writeFile(`${file}.new`, describeApi(...names));
  await rename(`${file}.new`, file);
}

interface Opened {
  readonly gateway: Gateway;
  readonly log: string[];
}

async function open(spec: string, watch: string | boolean = '50ms'): Promise<Opened> {
  const log: string[] = [];
  const note = (message: string, fields?: object): void => void log.push(`${message} ${JSON.stringify(fields)}`);
  const logger: Logger = { ...silentLogger, error: note, warn: note, info: note, child: () => logger };
  const gateway = await createGateway(configFrom({ apis: { a: { spec } }, watch }), { logger });
  closers.push(gateway.close);
  return { gateway, log };
}

const namesOf = ({ tools }: Gateway): string[] => tools.map(({ name }) => name);

describe('a gateway that watches', () => {
  test('a file: tools come and go with it, a broken one is told and changes nothing, and it can be mended', async () => {
    const { gateway, log } = await open(file);
    let changes = 0;
    gateway.onChange(() => changes++);
    await delay(200); // the watch is there a moment after the gateway
    await write('one', 'two');
    await until(
      () => namesOf(gateway),
      (names) => names.length === 2,
    );
    expect(gateway.surface.tools.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(await gateway.surface.call('two', {}, {})).toMatchObject({ isError: true });
    expect(log.join('\n')).toMatch(/the tools have changed.*"added":\["two"\]/);

    await writeFile(file, '{ "openapi": ');
    await until(
      () => log.join('\n'),
      (text) => text.includes('the tools stay as they were'),
    );
    expect(log.at(-1)).toMatch(/SPEC_NOT_PARSEABLE/);
    expect(namesOf(gateway)).toEqual(['one', 'two']);

    await write('three');
    await until(
      () => namesOf(gateway),
      (names) => names.join() === 'three',
    );
    expect(changes).toBe(2);
  });

  test('a document without operations does not take the tools away', async () => {
    const { gateway, log } = await open(file);
    await delay(200);
    await write();
    await until(
      () => log.join('\n'),
      (text) => text.includes('SPEC_NO_OPERATIONS'),
    );
    expect(namesOf(gateway)).toEqual(['one']);
  });

  test('a URL: asked whether it has changed, over a server that is away for a while', async () => {
    let text = describeApi('one');
    const asked: (string | undefined)[] = [];
    const server = createServer(({ headers }, response) => {
      asked.push(headers['if-none-match']);
      const tag = `"${text.length}"`;
      response.setHeader('etag', tag);
      if (headers['if-none-match'] === tag) response.writeHead(304).end();
      else response.end(text);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const stop = async (): Promise<void> => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    };
    const { gateway, log } = await open(`http://127.0.0.1:${port}/openapi.json`);
    await until(
      () => asked.length,
      (count) => count > 3,
    );
    expect(asked.slice(0, 2)).toEqual([undefined, undefined]);
    expect(asked[2]).toBe(`"${text.length}"`);
    expect(log.filter((line) => line.includes('changed'))).toEqual([]);

    await stop();
    await until(
      () => log.join('\n'),
      (lines) => lines.includes('cannot be looked at'),
    );
    await delay(200);
    expect(log.filter((line) => line.includes('cannot be looked at'))).toHaveLength(1);
    text = describeApi('one', 'two');
    await once(server.listen(port, '127.0.0.1'), 'listening');
    closers.unshift(stop);
    await until(
      () => namesOf(gateway),
      (names) => names.length === 2,
    );
  });

  test('what nobody watches is read anew when asked for', async () => {
    const { gateway } = await open(file, false);
    expect(await gateway.reload()).toBe(false);
    await write('other');
    expect(await gateway.reload('a')).toBe(true);
    expect(namesOf(gateway)).toEqual(['other']);
    await writeFile(file, 'nothing');
    await expect(gateway.reload()).rejects.toMatchObject({ code: 'SPEC_NOT_OPENAPI' });
    expect(namesOf(gateway)).toEqual(['other']);
  });
});

test('two APIs that are read anew at once both change', async () => {
  const given = { a: ['one'], b: ['two'] };
  const document = (name: 'a' | 'b', time: number) => async (): Promise<string> => {
    const text = describeApi(...given[name]);
    await delay(time);
    return text;
  };
  const config = configFrom({ apis: { a: { spec: 'a.json' }, b: { spec: 'b.json' } } });
  const inProcess = { a: { document: document('a', 40) }, b: { document: document('b', 5) } };
  const gateway = await createGateway(config, { inProcess });
  closers.push(gateway.close);
  Object.assign(given, { a: ['uno'], b: ['due'] });
  await Promise.all([gateway.reload('a'), gateway.reload('b')]);
  expect(namesOf(gateway)).toEqual(['a_uno', 'b_due']);
  Object.assign(given, { b: [] });
  await expect(gateway.reload('b')).rejects.toMatchObject({ code: 'SPEC_NO_OPERATIONS' });
  expect(namesOf(gateway)).toEqual(['a_uno', 'b_due']);
});

describe('clients hear of it', () => {
  const listed = async (client: {
    listTools: () => Promise<{ tools: readonly { name: string }[] }>;
  }): Promise<string> => (await client.listTools()).tools.map(({ name }) => name).join();

  test('over HTTP, by a subscription (2026-07-28) and by the stream of the older revisions', async () => {
    const server = await startGateway([file, '--watch']);
    closers.push(server.stop);
    const told: string[] = [];
    const versionNegotiation = { mode: { pin: '2026-07-28' } } as const;
    const listChanged = { tools: { onChanged: () => void told.push('v2'), debounceMs: 0 } };
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation, listChanged });
    await client.connect(new StreamableHTTPClientTransport(server.url));
    closers.push(() => client.close());
    const older = new ClientV1({ name: 'test', version: '1' });
    await older.connect(new HttpV1(server.url));
    closers.push(() => older.close());
    older.setNotificationHandler(ToolListChangedNotificationSchema, () => void told.push('v1'));
    expect(await listed(client)).toBe('one');
    await delay(300);
    await write('one', 'two');
    await until(
      () => [...told].sort().join(),
      (heard) => heard === 'v1,v2',
    );
    expect(await listed(client)).toBe('one,two');
    expect(await listed(older as never)).toBe('one,two');
  });

  test('over stdio, in both', async () => {
    const clients = await Promise.all(
      (['v2-stdio', 'v1-stdio'] as const).map((variant) => connectGateway(variant, { args: [file, '--watch'] })),
    );
    closers.push(...clients.map((client) => () => client.close()));
    const told: string[] = [];
    (clients[1]!.client as ClientV1).setNotificationHandler(ToolListChangedNotificationSchema, () => {
      told.push('v1');
    });
    expect((await clients[1]!.listTools()).map(({ name }) => name)).toEqual(['one']);
    await delay(300);
    await write('two');
    await until(
      () => told.join(),
      (heard) => heard === 'v1',
    );
    // Each has a gateway of its own, and only the older client was waited for.
    for (const client of clients)
      await until(
        async () => (await client.listTools()).map(({ name }) => name).join(),
        (names) => names === 'two',
      );
  });
});
