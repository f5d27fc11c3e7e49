import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CallTrace } from '../src/base/trace.ts';
import { Redactor } from '../src/base/secrets.ts';
import { configSchema } from '../src/base/config/schema.ts';
import { createGateway, type Gateway } from '../src/gateway.ts';
import { serve, type TestServer } from './upstream/support/server.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const document = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'getThing',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        security: [{ Key: [] }],
        responses: { 200: { description: 'A thing.' } },
      },
    },
    '/login': {
      post: {
        operationId: 'logIn',
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { user: { type: 'string' }, password: { type: 'string' } } },
            },
          },
        },
        responses: { 200: { description: 'In.' } },
      },
    },
    '/files': {
      put: {
        operationId: 'putText',
        requestBody: { content: { 'text/plain': { schema: { type: 'string' } } } },
        responses: { 200: { description: 'Kept.' } },
      },
    },
  },
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'query', name: 'k' } } },
};

let folder: string;
let server: TestServer;
let gateway: Gateway;
let answer: [status: number, headers: Record<string, string>, body: string | Buffer];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'traces-'));
  answer = [200, { 'content-type': 'application/json' }, '{"ok":true}'];
  server = await serve((_, response) => response.writeHead(answer[0], answer[1]).end(answer[2]));
  const spec = join(folder, 'things.json');
  await writeFile(spec, JSON.stringify(document));
  const config = configSchema.parse({
    apis: { things: { spec, baseUrl: server.url, credentials: { Key: 'env:KEY' }, timeout: 20_000 } },
    limits: { traces: 3 },
  });
  gateway = await createGateway(config, {
    redactor: new Redactor(),
    secrets: { env: { KEY: 'k3y-of-the-shop' }, readFile: () => '' },
  });
});

afterEach(async () => {
  await gateway.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function trace(tool: string, args: unknown, context = {}): Promise<CallTrace> {
  await gateway.surface.call(tool, args, context);
  return gateway.traces.list()[0]!;
}

const stepsOf = ({ steps }: CallTrace): string[] => steps.map(({ name }) => name);

describe('the trace of a call', () => {
  test('has the way of the call, its times, the request, the answer and what the result costs', async () => {
    const before = Date.now();
    const found = await trace('getThing', { id: '7' }, { door: 'stdio' });
    expect(found).toMatchObject({
      tool: 'getThing',
      api: 'things',
      door: 'stdio',
      caller: { id: 'local', name: 'local' },
      arguments: { id: '7' },
      outcome: 'ok',
      request: { method: 'GET', url: `${server.url}/things/7?k=[redacted]` },
      response: { status: 200, bytes: 11, excerpt: '{"ok":true}' },
      result: expect.stringContaining('{"ok":true}'),
    });
    expect(stepsOf(found)).toEqual(['arguments', 'credentials', 'request', 'wait', 'answer', 'result', 'shape']);
    expect(found.steps[0]!.detail).toContain('id');
    expect(found.steps[1]!.detail).toBe('Key');
    expect(found.steps[4]!.detail).toBe('HTTP 200');
    expect(Date.parse(found.time)).toBeGreaterThanOrEqual(before);
    expect(found.tokens).toBeGreaterThan(3);
    // Each step begins where the one before ended, and together they are the call.
    for (const [index, step] of found.steps.entries()) {
      const next = found.steps[index + 1]?.at ?? found.duration;
      expect(Math.abs(step.at + step.duration - next)).toBeLessThan(0.05);
    }
  });

  test('has no secret: neither a credential, nor what a name calls one, wherever the API says it again', async () => {
    answer[2] = '{"you":"hunter2-hunter2","session_token":"abc123","key":"k3y-of-the-shop"}';
    const found = await trace('logIn', { body: { user: 'ann', password: 'hunter2-hunter2' } });
    const text = JSON.stringify(found);
    expect(text).not.toMatch(/hunter2|abc123|k3y-of/);
    expect(found.arguments).toEqual({ body: { user: 'ann', password: '[redacted]' } });
    expect(found.request!.body).toBe('{"user":"ann","password":"[redacted]"}');
    expect(JSON.stringify(await trace('getThing', { id: 1 }))).not.toContain('k3y-of');
  });

  test('of a failure of the API has its code, its words and what to do', async () => {
    answer = [404, { 'content-type': 'application/json' }, '{"message":"no such thing"}'];
    expect(await trace('getThing', { id: 7 })).toMatchObject({
      outcome: 'error',
      code: 'HTTP_ERROR',
      message: expect.stringContaining('no such thing'),
      response: { status: 404 },
    });
  });

  test('of a call that was never sent ends with the step that failed', async () => {
    const found = await trace('getThing', {});
    expect(found).toMatchObject({ outcome: 'error', code: 'ARGUMENTS_INVALID', hint: expect.any(String) });
    expect(stepsOf(found).filter((name) => name !== 'shape')).toEqual(['arguments']);
    expect(found.request).toBeUndefined();
  });

  test('of an API that does not answer says how long it was waited for', async () => {
    const silent = await serve(() => undefined);
    const config = configSchema.parse({
      apis: { things: { spec: join(folder, 'things.json'), baseUrl: silent.url, timeout: 800 } },
    });
    const other = await createGateway(config);
    await other.surface.call('logIn', {}, {});
    const [found] = other.traces.list();
    expect(found).toMatchObject({ outcome: 'error', code: 'UPSTREAM_TIMEOUT' });
    expect(found!.request).toMatchObject({ method: 'POST' });
    expect(found!.response).toBeUndefined();
    expect(found!.steps.find(({ name }) => name === 'wait')!.duration).toBeGreaterThan(200);
    await other.close();
    await silent.close();
  });

  test('keeps the beginning of what is large, and says how large it is', async () => {
    answer = [200, { 'content-type': 'text/plain; charset=utf-8' }, 'é'.repeat(10_000)];
    const found = await trace('putText', { body: 'ü'.repeat(20_000) });
    expect(found).toMatchObject({ isCut: true, request: { isCut: true }, response: { bytes: 20_000 } });
    expect(found.request!.body!.length).toBeLessThan(5_000);
    expect(found.response!.excerpt).toMatch(/^é{2000,2048}$/);
    expect(JSON.stringify(found).length).toBeLessThan(40_000);
  });

  test('counts bytes that are no text', async () => {
    answer = [200, { 'content-type': 'image/png' }, Buffer.from([0x89, 0x50, 0, 1, 2])];
    expect((await trace('getThing', { id: 7 })).response).toMatchObject({ excerpt: '[5 bytes of image/png]' });
  });

  test('only the last ones are kept', async () => {
    for (const id of [1, 2, 3, 4]) await trace('getThing', { id });
    expect(gateway.traces.list().map((one) => one.arguments)).toEqual([{ id: 4 }, { id: 3 }, { id: 2 }]);
  });
});
