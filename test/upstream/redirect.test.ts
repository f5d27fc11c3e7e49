import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HttpClient } from '../../src/upstream/client.ts';
import type { HttpRequest, HttpResponse } from '../../src/upstream/http.ts';
import { serve, type TestServer } from './support/server.ts';

let client: HttpClient;
let here: TestServer;
let there: TestServer;
let location: (url: string) => [number, string] | undefined;

beforeEach(async () => {
  client = new HttpClient();
  const listener: Parameters<typeof serve>[0] = (request, response) => {
    const to = location(request.url!);
    if (to) response.writeHead(to[0], { location: to[1] }).end('moved');
    else response.end(`at ${request.url!}`);
  };
  [here, there] = await Promise.all([serve(listener), serve(listener)]);
});

afterEach(async () => {
  await client.close();
  await Promise.all([here.close(), there.close()]);
});

const headers = {
  authorization: 'Bearer s3cret',
  cookie: 'session=s3cret',
  'x-api-key': 's3cret',
  'x-tenant': 'configured',
  'x-trace': 'argument',
  accept: 'application/json',
};

function send(method = 'GET', url = `${here.url}/from`, body?: string): Promise<HttpResponse> {
  const request: HttpRequest = {
    method,
    url,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'text/plain' },
    body,
    credentialHeaders: ['x-api-key', 'x-tenant', 'cookie'],
  };
  return client.send(request, { signal: new AbortController().signal, maxBytes: 1000 });
}

const textOf = ({ body }: HttpResponse): string => Buffer.from(body).toString();

test.each([301, 302, 303, 307, 308])('%i is followed, and at the same origin keeps everything', async (status) => {
  location = (url) => (url === '/from' ? [status, '/to?x=1#part'] : undefined);
  const response = await send();
  expect(textOf(response)).toBe('at /to?x=1');
  expect(response.url).toBe(`${here.url}/to?x=1`);
  expect(here.seen[1]).toMatchObject({ method: 'GET', headers });
});

describe('to another origin', () => {
  test.each([301, 302, 303, 307, 308])('%i carries nothing that tells who asks', async (status) => {
    location = (url) => (url === '/from' ? [status, `${there.url}/to`] : undefined);
    expect(textOf(await send())).toBe('at /to');
    const [seen] = there.seen;
    expect(seen!.headers).toMatchObject({ 'x-trace': 'argument', accept: 'application/json' });
    for (const name of ['authorization', 'cookie', 'x-api-key', 'x-tenant'])
      expect(seen!.headers).not.toHaveProperty(name);
    expect(JSON.stringify(seen)).not.toContain('s3cret');
  });

  test('and back, nothing comes again', async () => {
    location = (url) =>
      url === '/from' ? [302, `${there.url}/via`] : url === '/via' ? [302, `${here.url}/to`] : undefined;
    expect(textOf(await send())).toBe('at /to');
    expect(JSON.stringify(here.seen[1])).not.toContain('s3cret');
  });

  test('another name of the same machine is another origin', async () => {
    location = (url) => (url === '/from' ? [302, `${here.url.replace('127.0.0.1', 'localhost')}/to`] : undefined);
    await send().catch(() => undefined); // it may not be reachable by that name
    for (const seen of here.seen.slice(1)) expect(JSON.stringify(seen)).not.toContain('s3cret');
  });

  test('user info in a Location is not taken', async () => {
    location = (url) => (url === '/from' ? [302, there.url.replace('//', '//eve:pw@') + '/to'] : undefined);
    expect(textOf(await send())).toBe('at /to');
    expect(there.seen[0]!.headers).not.toHaveProperty('authorization');
  });
});

test.each([
  ['to', '/a/to'],
  ['../to', '/to'],
  ['/to', '/to'],
  ['?x=1', '/a/from?x=1'],
])('the relative Location %j leads to %s', async (given, seen) => {
  location = (url) => (url === '/a/from' ? [302, given] : undefined);
  expect(textOf(await send('GET', `${here.url}/a/from`))).toBe(`at ${seen}`);
});

describe('an effect is not repeated', () => {
  test.each<[string, number]>(
    ['POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) =>
      [301, 302, 307, 308].map((status): [string, number] => [method, status]),
    ),
  )('%s %i is the answer', async (method, status) => {
    location = () => [status, `${there.url}/to`];
    const response = await send(method, `${here.url}/from`, 'body');
    expect(response).toMatchObject({ status, headers: { location: `${there.url}/to` } });
    expect([here.seen.length, there.seen.length]).toEqual([1, 0]);
  });

  test.each<[string, number]>(
    ['POST', 'PUT', 'DELETE'].flatMap((method) => [307, 308].map((status): [string, number] => [method, status])),
  )(
    '%s %i at the same origin was not done yet, so it is made again as it was (RFC 9110, 15.4.8 and 15.4.9)',
    async (method, status) => {
      location = (url) => (url === '/from' ? [status, '/from/'] : undefined);
      expect(textOf(await send(method, `${here.url}/from`, 'body'))).toBe('at /from/');
      expect(here.seen[1]).toMatchObject({ method, body: 'body' });
    },
  );

  test.each<[string, number]>(
    ['POST', 'DELETE'].flatMap((method) => [301, 302].map((status): [string, number] => [method, status])),
  )('%s %i at the same origin is the answer', async (method, status) => {
    location = (url) => (url === '/from' ? [status, '/to'] : undefined);
    expect((await send(method, `${here.url}/from`, 'body')).status).toBe(status);
    expect(here.seen).toHaveLength(1);
  });

  test.each(['POST', 'PUT', 'DELETE'])('%s 303 asks for the outcome', async (method) => {
    location = (url) => (url === '/from' ? [303, '/outcome'] : undefined);
    expect(textOf(await send(method, `${here.url}/from`, 'body'))).toBe('at /outcome');
    expect(here.seen[1]).toMatchObject({ method: 'GET', body: '' });
    expect(here.seen[1]!.headers).not.toHaveProperty('content-type');
    expect(here.seen[1]!.headers).not.toHaveProperty('content-length');
  });

  test('HEAD stays HEAD', async () => {
    location = (url) => (url === '/from' ? [302, '/to'] : undefined);
    await send('HEAD');
    expect(here.seen.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });
});

test('a circle ends after five', async () => {
  location = (url) => [302, `${url}x`];
  await expect(send()).rejects.toMatchObject({
    code: 'UPSTREAM_REDIRECT',
    message: `GET ${here.url}/from was redirected more than 5 times, last to ${here.url}/fromxxxxxx`,
  });
  expect(here.seen).toHaveLength(6);
});

test.each<[number, string]>([
  [302, 'ftp://h/x'],
  [302, 'javascript:alert(1)'],
  [302, 'http://['],
  [300, '/to'],
  [304, '/to'],
])('%i to %j is not followed', async (status, to) => {
  location = () => [status, to];
  expect(await send()).toMatchObject({ status });
  expect(here.seen).toHaveLength(1);
});
