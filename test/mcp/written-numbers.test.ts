import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ExactNumber } from '../../src/base/exact-number.ts';
import { markNumbers, markNumbersOnLines, takeArguments } from '../../src/mcp/written-numbers.ts';
import { startGateway } from '../support/gateway.ts';
import { endProcess } from '../support/process.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const call = (args: string, method = 'tools/call'): string =>
  `{"jsonrpc":"2.0","id":9007199254740993,"method":"${method}","params":{"name":"t","arguments":${args},"_meta":{"progressToken":1.50}}}`;

function argumentsOf(message: unknown): unknown {
  const { params } = message as { params: { arguments: Record<string, unknown>; _meta: unknown } };
  return takeArguments(params.arguments, params._meta);
}

describe('the arguments of a call', () => {
  test('keep the text of their numbers, and nothing else is touched', () => {
    const text = call('{"id":9007199254740993,"body":{"price":1.10,"n":7}}');
    const message = markNumbers(JSON.parse(text), text) as { id: number; params: { _meta: object } };
    expect(argumentsOf(JSON.parse(JSON.stringify(message)))).toEqual({
      id: new ExactNumber('9007199254740993'),
      body: { price: new ExactNumber('1.10'), n: 7 },
    });
    expect(message.id).toBe(JSON.parse('9007199254740993'));
    expect(message.params._meta).toMatchObject({ progressToken: 1.5 });
  });

  test('of several messages in a list', () => {
    const text = `[${call('{"a":1.10}')},${call('{"a":1.10}', 'tools/list')},${call('{}')}]`;
    const [first, second, third] = markNumbers(JSON.parse(text), text) as [unknown, unknown, unknown];
    expect(argumentsOf(first)).toEqual({ a: new ExactNumber('1.10') });
    expect(second).toEqual(JSON.parse(call('{"a":1.10}', 'tools/list')));
    expect(argumentsOf(third)).toEqual({});
  });

  test('a message without such numbers is passed on as it is', () => {
    const text =
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t","arguments":{"price":1.1,"v":"1.10"}}}';
    const message: unknown = JSON.parse(text);
    expect(markNumbers(message, text)).toBe(message);
  });

  test('lines come out whole, however they came in', async () => {
    const lines = [call('{"ä":1.10}'), '{"jsonrpc":"2.0"}', 'no JSON 1.10', call('{"b":2.5}')];
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    for (const size of [1, 7, 64, 10_000]) {
      const stream = markNumbersOnLines();
      for (let start = 0; start < bytes.length; start += size) stream.write(bytes.subarray(start, start + size));
      stream.end();
      const out = Buffer.concat((await stream.toArray()) as Buffer[])
        .toString()
        .trimEnd()
        .split('\n');
      expect(argumentsOf(JSON.parse(out[0]!))).toEqual({ ä: new ExactNumber('1.10') });
      expect(out.slice(1, 3)).toEqual(lines.slice(1, 3));
      expect(argumentsOf(JSON.parse(out[3]!))).toEqual({ b: 2.5 });
    }
  });
});

describe('through the gateway', () => {
  let upstream: Upstream;
  const args = '{"body":{"title":"T","author":"A","price":{"amount":1.10,"currency":"EUR"},"stock":9007199254740993}}';
  const request = (id: number, method: string, params: string): string =>
    `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}}`;
  const hello = request(
    1,
    'initialize',
    '{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}',
  );
  const add = request(2, 'tools/call', `{"name":"sendAnything","arguments":{"id":9007199254740993,"body":${args}}}`);
  const document = {
    openapi: '3.1.1',
    info: { title: 'Numbers', version: '1' },
    paths: {
      '/things/{id}': {
        post: {
          operationId: 'sendAnything',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
          requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
          responses: { 204: { description: 'Done' } },
        },
      },
    },
  };

  beforeAll(async () => {
    upstream = await startUpstream(({ method }, response) => {
      if (method === 'GET') response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
      else response.writeHead(204).end();
    });
  });
  afterAll(() => upstream.close());

  const expectDigits = (): void => {
    const { url, body } = upstream.received.at(-1)!;
    expect(url).toBe('/things/9007199254740993');
    expect(body).toBe(args);
  };

  test('over stdio', async () => {
    const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
    const child = spawn(process.execPath, [cli, 'serve', upstream.url, '--base-url', upstream.url], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stdin.write(`${hello}\n`);
    await lines.next();
    child.stdin.write(`${add}\n`);
    await lines.next();
    await endProcess(child);
    expectDigits();
  });

  test('over HTTP', async () => {
    const gateway = await startGateway([upstream.url, '--base-url', upstream.url]);
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const answer = await fetch(gateway.url, { method: 'POST', headers, body: add });
    await answer.text();
    await gateway.stop();
    expectDigits();
  });
});
