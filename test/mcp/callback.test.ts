import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { localCaller } from '../../src/base/caller.ts';
import { RoutewrightError } from '../../src/base/errors.ts';
import { silentLogger } from '../../src/base/log.ts';
import { createCallback, createCallbackListener } from '../../src/mcp/callback.ts';
import type { Gateway } from '../../src/gateway.ts';

type Complete = Gateway['authorizations']['complete'];

let closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers) close();
  closers = [];
});

async function serve(complete: Complete): Promise<string> {
  const handle = createCallback({ complete }, silentLogger);
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth/callback`;
}

const ada = { ...localCaller, id: 'token:x', name: 'ada <b>' };
const agreed: Complete = () => Promise.resolve({ api: 'shop', scheme: 'OAuth', caller: ada });
const failing =
  (code: 'AUTHORIZATION_UNKNOWN' | 'AUTHORIZATION_DENIED' | 'TOKEN_REFUSED'): Complete =>
  () =>
    Promise.reject(new RoutewrightError(code, 'says <script>alert(1)</script> s3cr3t'));

describe('the page for users who come back', () => {
  test('says that it worked, what for and for whom, and what to do', async () => {
    const response = await fetch(`${await serve(agreed)}?code=s3cr3t-code&state=s3cr3t-state`);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('You are connected');
    expect(html).toContain('shop may now be used by ada &lt;b&gt; on your behalf.');
    expect(html).not.toContain('s3cr3t');
  });

  test.each([
    ['AUTHORIZATION_UNKNOWN', 'This link is no longer good'],
    ['AUTHORIZATION_DENIED', 'Nothing was connected'],
    ['TOKEN_REFUSED', 'That did not work'],
  ] as const)('says what failed in words of ours: %s', async (code, title) => {
    const url = `${await serve(failing(code))}?error=${encodeURIComponent('<img src=x>')}&error_description=evil-words&state=s`;
    const response = await fetch(url);
    const html = await response.text();
    expect(response.status).toBe(400);
    expect(html).toContain(title);
    expect(html).toContain(code);
    for (const foreign of ['<script', '<img', 'evil-words', 's3cr3t']) expect(html).not.toContain(foreign);
  });

  test('loads nothing, runs nothing, is framed by nobody and tells its address to nobody', async () => {
    const response = await fetch(await serve(agreed));
    const html = await response.text();
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(html).not.toMatch(/\b(src|href|url\(|@import|style=|onload)/);
    expect(html).toContain('prefers-color-scheme: dark');
  });

  test.each([
    ['HEAD', {}],
    ['POST', {}],
    ['GET', { 'sec-purpose': 'prefetch' }],
  ])('a %s with %j does not use the answer up', async (method, headers: Record<string, string>) => {
    let used = 0;
    const url = await serve((answer) => {
      used += 1;
      return agreed(answer);
    });
    expect((await fetch(`${url}?code=c&state=s`, { method, headers })).status).toBe(405);
    expect(used).toBe(0);
  });
});

describe('the listener of a gateway without a server', () => {
  async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  test('is there while somebody is expected, and gone once all have come back', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/oauth/callback`;
    const listener = createCallbackListener(port, { complete: agreed }, silentLogger);
    closers.push(() => listener.close());
    await expect(fetch(url)).rejects.toThrow();
    await listener.expect('one');
    await listener.expect('two');
    expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
    expect((await fetch(`${url}?code=c&state=one`)).status).toBe(200);
    expect((await fetch(`${url}?code=c&state=two`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(fetch(url)).rejects.toThrow();
    await listener.expect('three');
    expect((await fetch(`${url}?code=c&state=three`)).status).toBe(200);
  });

  test('says so where its port is taken', async () => {
    const url = new URL(await serve(agreed));
    const listener = createCallbackListener(Number(url.port), { complete: agreed }, silentLogger);
    await expect(listener.expect('one')).rejects.toMatchObject({ code: 'CALLBACK_UNAVAILABLE' });
  });
});
