import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HttpClient, type SendOptions } from '../../src/upstream/client.ts';
import type { HttpRequest, HttpResponse } from '../../src/upstream/http.ts';
import { serve, serveRaw, type TestServer } from './support/server.ts';

let client: HttpClient;
const closing: Pick<TestServer, 'close'>[] = [];

beforeEach(() => {
  client = new HttpClient();
});

afterEach(async () => {
  await client.close();
  await Promise.all(closing.splice(0).map((server) => server.close()));
});

async function start<Server extends Pick<TestServer, 'close'>>(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  closing.push(server);
  return server;
}

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, body: undefined, credentialHeaders: [], ...more };
}

function send(request: HttpRequest, options: Partial<SendOptions> = {}): Promise<HttpResponse> {
  return client.send(request, { signal: new AbortController().signal, maxBytes: 1_000_000, ...options });
}

const textOf = ({ body }: HttpResponse): string => Buffer.from(body).toString();

describe('an exchange', () => {
  test('carries method, headers, body and the path as it is written', async () => {
    const server = await start(
      serve((_, response) => response.writeHead(201, { 'X-Two': ['a', 'b'], Location: '/new' }).end('made')),
    );
    const response = await send({
      method: 'POST',
      url: `${server.url}/a%2e%2e/%2e%2e/..%2fb/./c?x=%20y#z`,
      headers: { 'content-type': 'text/plain', 'x-one': 'é' },
      body: 'hällo',
      credentialHeaders: [],
    });
    expect(response).toMatchObject({
      status: 201,
      statusText: 'Created',
      headers: { 'x-two': 'a, b', location: '/new' },
    });
    expect(textOf(response)).toBe('made');
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        url: '/a%2e%2e/%2e%2e/..%2fb/./c?x=%20y',
        headers: {
          'content-type': 'text/plain',
          'x-one': 'é',
          'content-length': '6',
          'accept-encoding': 'gzip, deflate, br',
        },
        body: 'hällo',
      },
    ]);
  });

  test.each<[string, string]>([
    ['', '/'],
    ['?a=1', '/?a=1'],
    ['/', '/'],
  ])('of %j asks for %j', async (path, seen) => {
    const server = await start(serve((_, response) => response.end()));
    await send(get(server.url + path));
    expect(server.seen[0]!.url).toBe(seen);
  });

  test('user info in a URL is neither sent nor shown', async () => {
    const server = await start(serve((_, response) => response.end('ok')));
    expect(textOf(await send(get(server.url.replace('//', '//ada:s3cret@'))))).toBe('ok');
    expect(server.seen[0]!.headers).not.toHaveProperty('authorization');
    await server.close();
    await expect(send(get(server.url.replace('//', '//ada:s3cret@')))).rejects.toMatchObject({
      message: expect.not.stringContaining('s3cret'),
    });
  });

  test('connections are used again', async () => {
    const server = await start(serve((_, response) => response.end('ok')));
    for (let count = 0; count < 20; count++) await send(get(server.url));
    // undici may open a second one while the first is being given back.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test('many at once are answered', async () => {
    const server = await start(serve((_, response) => void setTimeout(() => response.end('ok'), 5)));
    const responses = await Promise.all(Array.from({ length: 100 }, () => send(get(server.url))));
    expect(responses.every((response) => textOf(response) === 'ok')).toBe(true);
    expect(server.connections()).toBeLessThanOrEqual(64);
  });

  test.each<[string, number]>([
    ['GET', 204],
    ['GET', 205],
    ['GET', 304],
    ['HEAD', 200],
  ])('%s %i has no body, whatever its headers say', async (method, status) => {
    const server = await start(
      serve((_, response) =>
        response
          .writeHead(status, {
            'content-encoding': 'gzip',
            ...(method === 'HEAD' ? { 'content-length': '99999999' } : {}),
          })
          .end(),
      ),
    );
    expect(await send(get(server.url, { method }))).toMatchObject({ status, body: new Uint8Array() });
  });

  test('progress is told as the answer comes in', async () => {
    const server = await start(serve((_, response) => response.writeHead(200, { 'content-length': 6 }).end('abcdef')));
    const told: [number, number | undefined][] = [];
    await send(get(server.url), { onProgress: (received, total) => told.push([received, total]) });
    expect(told[0]).toEqual([0, 6]);
    expect(told.at(-1)).toEqual([6, 6]);
  });
});

describe('what is packed is unpacked', () => {
  const text = 'ä'.repeat(10_000);
  test.each<[string, Buffer]>([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
    ['unheard-of', Buffer.from(text)],
  ])('%s', async (encoding, body) => {
    const server = await start(
      serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body)),
    );
    expect(textOf(await send(get(server.url)))).toBe(text);
  });

  test.each(['gzip', 'deflate', 'br'])('nothing at all is nothing, also as %s', async (encoding) => {
    const server = await start(serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end()));
    const response = await send(get(server.url)).catch((error: unknown) => error);
    expect(response).toMatchObject({ status: 200 });
  });

  test.each([
    ['gzip', Buffer.from('not gzip')],
    ['gzip', gzipSync(text).subarray(0, 30)],
    ['br', Buffer.from('not brotli at all')],
  ])('broken %s is an error of the API', async (encoding, body) => {
    const server = await start(
      serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body)),
    );
    await expect(send(get(server.url))).rejects.toMatchObject({ code: 'UPSTREAM_PROTOCOL' });
  });
});

describe('an answer that is too large', () => {
  const tooLarge = { code: 'UPSTREAM_TOO_LARGE', hint: expect.stringContaining('responseBytes') };

  test('by its Content-Length is not even read', async () => {
    const server = await start(
      serve((_, response) => response.writeHead(200, { 'content-length': 60_000_000 }).write('x')),
    );
    await expect(send(get(`${server.url}/big?key=1`))).rejects.toMatchObject({
      ...tooLarge,
      message: `The answer of GET ${server.url}/big is larger than 1 MB (60 MB)`,
    });
  });

  test('without one ends when the limit is passed, and so does the connection', async () => {
    let closed = false;
    const server = await start(
      serve((_, response) => {
        const timer = setInterval(() => response.write(Buffer.alloc(100_000)), 1);
        response.on('close', () => {
          closed = true;
          clearInterval(timer);
        });
      }),
    );
    await expect(send(get(server.url))).rejects.toMatchObject(tooLarge);
    await until(() => closed);
  });

  test.each([
    ['gzip', gzipSync(Buffer.alloc(30_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(30_000_000))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(30_000_000)))],
  ])('once unpacked from %s', async (encoding, body) => {
    const server = await start(
      serve((_, response) =>
        response.writeHead(200, { 'content-encoding': encoding, 'content-length': body.length }).end(body),
      ),
    );
    await expect(send(get(server.url))).rejects.toMatchObject({
      ...tooLarge,
      message: expect.stringMatching(/larger than 1 MB$/),
    });
  });

  test('exactly the limit is not', async () => {
    const server = await start(serve((_, response) => response.end(Buffer.alloc(1000))));
    expect((await send(get(server.url), { maxBytes: 1000 })).body).toHaveLength(1000);
    await expect(send(get(server.url), { maxBytes: 999 })).rejects.toMatchObject(tooLarge);
  });
});

describe('ending a request', () => {
  test.each(['before the headers', 'within the body'])('%s closes the connection to the API', async (when) => {
    let started = false;
    const server = await start(
      serve((_, response) => {
        started = true;
        if (when === 'within the body') response.writeHead(200).write('some');
      }),
    );
    const controller = new AbortController();
    const sending = send(get(server.url), { signal: controller.signal });
    const outcome = expect(sending).rejects.toThrow('enough');
    await until(() => started);
    await sleep(20);
    expect(server.open()).toBe(1);
    controller.abort(new Error('enough'));
    await outcome;
    await until(() => server.open() === 0);
  });

  test('before it began sends nothing', async () => {
    const server = await start(serve((_, response) => response.end()));
    await expect(send(get(server.url), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(server.seen).toHaveLength(0);
  });

  test('after some time by a signal', async () => {
    const server = await start(serve(() => undefined));
    await expect(send(get(server.url), { signal: AbortSignal.timeout(30) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    await until(() => server.open() === 0);
  });
});

describe('an API that is not there, or not right', () => {
  test('refuses the connection', async () => {
    const server = await serve(() => undefined);
    await server.close();
    await expect(send(get(`${server.url}/x?key=s3cret`))).rejects.toMatchObject({
      code: 'UPSTREAM_UNREACHABLE',
      message: `Could not reach the API: GET ${server.url}/x: connection refused, nothing listens there`,
      hint: expect.stringContaining('--base-url'),
    });
  });

  test('has no such host', async () => {
    await expect(send(get('http://no-such-host.invalid/'))).rejects.toMatchObject({ code: 'UPSTREAM_UNREACHABLE' });
  });

  test.each<[string, string]>([
    ['closes at once', ''],
    ['speaks no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['breaks off its headers', 'HTTP/1.1 200 OK\r\nContent-'],
    ['breaks off its body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
  ])('%s', async (_, words) => {
    const server = await start(serveRaw((socket) => socket.once('data', () => socket.end(words))));
    await expect(send(get(`${server.url}/x?key=s3cret`))).rejects.toMatchObject({
      code: 'UPSTREAM_PROTOCOL',
      message: expect.stringContaining(`The exchange with the API broke: GET ${server.url}/x: `),
    });
  });

  test('speaks no TLS', async () => {
    const server = await start(serve((_, response) => response.end()));
    await expect(send(get(server.url.replace('http:', 'https:')))).rejects.toMatchObject({
      code: 'UPSTREAM_UNREACHABLE',
      message: expect.stringContaining('it does not speak TLS'),
      hint: expect.stringContaining('http://'),
    });
  });

  test.each(['', 'ftp://h/', '/things', 'http://', 'http://h:99999/'])('%j is no URL to send to', async (url) => {
    await expect(send(get(url))).rejects.toMatchObject({ code: 'SERVER_MISSING' });
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let count = 0; count < 400 && !holds(); count++) await sleep(5);
  expect(holds()).toBe(true);
}
