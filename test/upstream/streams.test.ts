import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import type { CallContext, ToolResult } from '../../src/catalog/tool-result.ts';
import type { Api } from '../../src/upstream/api.ts';
import { callTool } from '../../src/upstream/call.ts';
import { HttpClient } from '../../src/upstream/client.ts';
import { createEventReader, isEventStream } from '../../src/upstream/events.ts';
import { tellProgress } from '../../src/upstream/progress.ts';
import { credentialsOf } from './support/credentials.ts';
import { serve, type TestServer } from './support/server.ts';
import { catalogOf } from './support/tool.ts';

describe('the types of streams', () => {
  test.each([
    ['text/event-stream', true],
    ['text/event-stream; charset=utf-8', true],
    ['application/x-ndjson', true],
    ['application/jsonl', true],
    ['application/json-seq', true],
    ['application/json', false],
    ['text/plain', false],
  ])('%s', (type, expected) => {
    expect(isEventStream(type)).toBe(expected);
  });
});

// WHATWG HTML, 9.2.6; RFC 7464, 2; https://github.com/ndjson/ndjson-spec
describe('events', () => {
  const sse = 'text/event-stream';
  test.each<[string, string, string, readonly string[]]>([
    ['data', sse, 'data: a\n\ndata:b\n\n', ['{"data":"a"}', '{"data":"b"}']],
    ['an event and an id', sse, 'event: add\nid: 7\ndata: x\n\n', ['{"event":"add","id":"7","data":"x"}']],
    ['several lines of data', sse, 'data: YHOO\ndata: +2\ndata: 10\n\n', ['{"data":"YHOO\\n+2\\n10"}']],
    ['a comment, which is none', sse, ': keep-alive\n\ndata: a\n\n:\n\n', ['{"data":"a"}']],
    ['one without data, which is none', sse, 'event: ping\n\ndata\n\n', ['{"data":""}']],
    ['a space that is kept', sse, 'data:  a\n\n', ['{"data":" a"}']],
    [
      'carriage returns',
      sse,
      'data: a\r\n\r\ndata: b\r\rdata: c\r\n\r\n',
      ['{"data":"a"}', '{"data":"b"}', '{"data":"c"}'],
    ],
    ['data in JSON', sse, 'data: {"a": 1.10}\n\ndata: [DONE]\n\n', ['{"data":{"a":1.10}}', '{"data":"[DONE]"}']],
    ['a byte order mark', sse, '\uFEFFdata: a\n\n', ['{"data":"a"}']],
    ['values on lines', 'application/x-ndjson', '{"a": 1}\n\n{"a":2}\r\n', ['{"a":1}', '{"a":2}']],
    ['values behind separators', 'application/json-seq', '\x1e{"a":1}\n\x1e[\n2]\n', ['{"a":1}', '[2]']],
    ['the last one without an end', 'application/jsonl', '1\n2', ['1', '2']],
  ])('%s', (_, type, text, expected) => {
    const whole = createEventReader(type);
    whole.add(text);
    expect(whole.end(true)).toEqual(expected);
    // However it is cut, it is the same.
    const bytewise = createEventReader(type);
    for (const character of text) bytewise.add(character);
    expect(bytewise.end(true)).toEqual(expected);
  });

  test('what is not JSON is no list of values', () => {
    const reader = createEventReader('application/x-ndjson');
    reader.add('{"a":1}\nnonsense\n');
    expect(reader.end(true)).toBeUndefined();
  });

  test('what a stream that was cut ends with is left out', () => {
    const reader = createEventReader('application/x-ndjson');
    expect(reader.add('{"a":1}\n{"a"')).toBe(1);
    expect(reader.end(false)).toEqual(['{"a":1}']);
  });
});

describe('a call that is answered by a stream', () => {
  let server: TestServer;
  let client: HttpClient;
  let send: (response: ServerResponse) => Promise<void>;

  beforeEach(async () => {
    client = new HttpClient();
    server = await serve((_, response) => void send(response));
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  async function call(
    context: CallContext = {},
    limits: { timeout?: number; responseBytes?: number } = {},
  ): Promise<ToolResult> {
    const catalog = await catalogOf({
      openapi: '3.1.0',
      info: { title: 'Streams', version: '1' },
      paths: { '/stream': { get: { responses: { 200: { description: 'OK' } } } } },
    });
    const api: Api = {
      name: 'api',
      catalog,
      baseUrl: server.url,
      credentials: credentialsOf(catalog, {}, { env: {}, readFile: () => '' }),
      headers: () => Promise.resolve({}),
      client,
      timeout: limits.timeout ?? 5000,
      responseBytes: limits.responseBytes ?? 100_000,
    };
    return callTool(api, catalog.tools[0]!, {}, context);
  }
  const textsOf = ({ content }: ToolResult): string[] => content.map((part) => (part.type === 'text' ? part.text : ''));
  const head = { 'content-type': 'text/event-stream' };

  test('comes back as the list of its events', async () => {
    send = async (response) => {
      response.writeHead(200, head);
      for (let n = 1; n <= 3; n++) {
        response.write(`event: tick\ndata: {"n": ${n}}\n\n`);
        await delay(5);
      }
      response.end();
    };
    const events = [1, 2, 3].map((n) => ({ event: 'tick', data: { n } }));
    const result = await call();
    expect(result).toMatchObject({ structuredContent: events });
    expect(textsOf(result)).toEqual([JSON.stringify(events)]);
  });

  test('tells a client that asked how many events there are, and the latest', async () => {
    send = async (response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"n":1}\n');
      await delay(250);
      response.write(`{"n":2}\n{"n":"${'x'.repeat(1000)}"}\n`);
      await delay(250);
      response.end('{"n":4}\n');
    };
    const told: [number, string | undefined][] = [];
    await call({ onProgress: (progress, _total, message) => told.push([progress, message]) });
    expect(told.map(([, message]) => message)).toEqual([
      undefined,
      '1 event; the latest: {"n":1}',
      expect.stringMatching(/^3 events; the latest: \{"n":"xxx/),
      '4 events; the latest: {"n":4}',
    ]);
    expect(told[2]![1]!.length).toBeLessThan(300);
    expect(told.map(([progress]) => progress)).toEqual([0, 8, expect.any(Number), expect.any(Number)]);
  });

  test('that never ends gives what came until the time was over', async () => {
    send = async (response) => {
      response.writeHead(200, head).write('data: 1\n\ndata: 2\n\ndata: half');
      await delay(10);
    };
    const result = await call({}, { timeout: 600 });
    expect(result.isError).toBeFalsy();
    expect(result.structuredContent).toEqual([{ data: '1' }, { data: '2' }]);
    expect(textsOf(result)[1]).toMatch(
      /^The stream was still open when the time of the call was over \(1 s\): 2 events/,
    );
    expect(result._meta).toMatchObject({ 'routewright/http': { cut: 'time' } });
  });

  test('that has nothing to tell is no failure', async () => {
    send = async (response) => {
      response.writeHead(200, head).flushHeaders();
      await delay(1);
    };
    const result = await call({}, { timeout: 300 });
    expect(result.isError).toBeFalsy();
    expect(textsOf(result)).toEqual(['[]', expect.stringContaining('0 events came')]);
  });

  test('that is longer than the limit gives what is within it', async () => {
    send = async (response) => {
      response.writeHead(200, { 'content-type': 'application/jsonl' });
      for (let n = 0; n < 50 && !response.destroyed; n++) {
        response.write(`${JSON.stringify({ n, text: 'x'.repeat(100) })}\n`);
        await delay(1);
      }
      response.end();
    };
    const result = await call({}, { responseBytes: 1000 });
    expect(result.isError).toBeFalsy();
    expect((result.structuredContent as unknown[]).length).toBeGreaterThan(3);
    expect(textsOf(result)[1]).toContain('longer than the limit');
  });

  test('whose connection breaks gives what came', async () => {
    send = async (response) => {
      response.writeHead(200, head).write('data: 1\n\n');
      await delay(30);
      response.destroy();
    };
    const result = await call();
    expect(result.structuredContent).toEqual([{ data: '1' }]);
    expect(textsOf(result)[1]).toContain('The connection broke');
  });

  test('that the client cancels gives nothing', async () => {
    send = async (response) => {
      response.writeHead(200, head).write('data: 1\n\n');
      await delay(1);
    };
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    expect(textsOf(await call({ signal: abort.signal }))[0]).toContain('UPSTREAM_ABORTED');
  });

  test('is an error where its status is one', async () => {
    send = (response) => Promise.resolve(void response.writeHead(429, head).end('data: slow down\n\n'));
    expect(await call()).toMatchObject({ isError: true });
  });
});

describe('waiting', () => {
  test('is told now and then, and always grows', () => {
    jest.useFakeTimers();
    const told: [number, string | undefined][] = [];
    const progress = tellProgress((count, _total, message) => told.push([count, message]));
    jest.advanceTimersByTime(25_000);
    progress.received(0, undefined);
    progress.received(5, undefined);
    jest.advanceTimersByTime(10_000);
    progress.received(6, undefined);
    progress.stop();
    jest.advanceTimersByTime(60_000);
    jest.useRealTimers();
    expect(told.map(([count]) => count)).toEqual([0.001, 0.002, 0, 5, 5.003, 6]);
    expect(told.map(([, message]) => message?.split(':')[0])).toEqual([
      'Waiting for the API',
      'Waiting for the API',
      undefined,
      undefined,
      'Waiting for the rest of the answer',
      undefined,
    ]);
  });
});
