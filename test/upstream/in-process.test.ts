import { createServer, type RequestListener } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import { HttpClient, type SendOptions } from '../../src/upstream/client.ts';
import type { HttpRequest, HttpResponse } from '../../src/upstream/http.ts';
import type { App } from '../../src/upstream/in-process.ts';
import { serve } from './support/server.ts';

let client: HttpClient;

beforeEach(() => {
  client = new HttpClient();
});

afterEach(() => client.close());

function send(app: App, path: string, more: Partial<HttpRequest & SendOptions> = {}): Promise<HttpResponse> {
  const { signal = new AbortController().signal, maxBytes = 40_000_000, ...others } = more;
  const url = `http://shop.example${path}`;
  const request = { method: 'GET', url, headers: {}, body: undefined, credentialHeaders: [], app, ...others };
  return client.send(request, { signal, maxBytes });
}

const textOf = ({ body }: HttpResponse): string => Buffer.from(body).toString();
const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers, socket } = request;
    const { remoteAddress } = socket;
    response.end(
      JSON.stringify({ method, url, host: headers.host, remoteAddress, bytes: Buffer.concat(chunks).length }),
    );
  });
};

describe('an app of this process', () => {
  test('is asked as over the network, by a host that nobody looks up', async () => {
    const response = await send(echo, '/a%2fb?x=1', { method: 'PUT', body: 'x'.repeat(5_000_000) });
    expect(JSON.parse(textOf(response))).toEqual({
      method: 'PUT',
      url: '/a%2fb?x=1',
      host: 'shop.example',
      remoteAddress: '127.0.0.1',
      bytes: 5_000_000,
    });
  });

  test('may be an Express application, or a server that does not listen', async () => {
    const app = express().get('/ip', (request, response) => void response.json([request.ip, request.protocol]));
    expect(textOf(await send(app as RequestListener, '/ip'))).toBe('["127.0.0.1","http"]');
    expect((await send(createServer(echo), '/')).status).toBe(200);
  });

  test('a large answer arrives whole, also where the app closes the connection after it', async () => {
    const app: RequestListener = (_, response) => {
      response.setHeader('connection', 'close');
      response.end(Buffer.alloc(30_000_000, 'a'));
    };
    expect((await send(app, '/')).body.length).toBe(30_000_000);
  });

  test('learns that its client has gone', async () => {
    let closed = false;
    const app: RequestListener = (_, response) => void response.on('close', () => (closed = true));
    await expect(send(app, '/', { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    await delay(20);
    expect(closed).toBe(true);
  });

  test('that drops the connection is an error, not a wait', async () => {
    await expect(send((request) => request.socket.destroy(), '/')).rejects.toMatchObject({ code: 'UPSTREAM_PROTOCOL' });
  });

  test('many requests at once are answered, each its own', async () => {
    const app: RequestListener = (request, response) => void setTimeout(() => response.end(request.url), 5);
    const paths = Array.from({ length: 200 }, (_, index) => `/${index}`);
    expect(await Promise.all(paths.map(async (path) => textOf(await send(app, path))))).toEqual(paths);
  });

  test('a redirect elsewhere leads onto the network, not back into the app', async () => {
    const elsewhere = await serve((_, response) => response.end('elsewhere'));
    const app: RequestListener = (_, response) => response.writeHead(302, { location: `${elsewhere.url}/x` }).end();
    expect(textOf(await send(app, '/'))).toBe('elsewhere');
    await elsewhere.close();
  });
});
