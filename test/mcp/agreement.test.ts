import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { localCaller } from '../../src/base/caller.ts';
import { RoutewrightError } from '../../src/base/errors.ts';
import { silentLogger } from '../../src/base/log.ts';
import type { Gateway } from '../../src/gateway.ts';
import { createAgreementPages } from '../../src/mcp/agreement/agreement.ts';
import { createAgreementListener } from '../../src/mcp/agreement/listener.ts';
import { freePort } from '../support/free-port.ts';

type Authorizations = Pick<Gateway['authorizations'], 'look' | 'start' | 'complete' | 'status'>;

let closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers) close();
  closers = [];
});

async function serve(authorizations: Partial<Authorizations>, isSecure = false): Promise<string> {
  const handle = createAgreementPages({
    authorizations: { ...working, ...authorizations },
    logger: silentLogger,
    isSecure,
  });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth`;
}

const ada = { ...localCaller, id: 'token:x', name: 'ada <b>' };
const link = 'https://login.example.com/authorize?state=s3cr3t-state';
const working: Authorizations = {
  look: () => Promise.resolve({ api: 'shop', scheme: 'OAuth', caller: ada, host: 'login.example.com' }),
  start: () => Promise.resolve(link),
  complete: () => Promise.resolve({ api: 'shop', scheme: 'OAuth', caller: ada }),
  status: () => Promise.resolve('complete'),
};
type Code = 'AUTHORIZATION_UNKNOWN' | 'AUTHORIZATION_ELSEWHERE' | 'AUTHORIZATION_DENIED' | 'TOKEN_REFUSED';
const failing = (code: Code) => (): Promise<never> =>
  Promise.reject(new RoutewrightError(code, 'says <script>alert(1)</script> s3cr3t'));

const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]!;

describe('the page that sends users away', () => {
  test('says who asks, for what and where, and that a stranger must not be followed', async () => {
    const response = await fetch(`${await serve({})}/start?id=s3cr3t-id`);
    const html = await response.text();
    expect(response.status).toBe(200);
    for (const words of [
      'Connect shop?',
      'ada &lt;b&gt; wants to use shop on your behalf.',
      'If somebody else sent you this link, close the page',
      'Go on to login.example.com',
    ])
      expect(html).toContain(words);
    expect(html).not.toContain('s3cr3t');
  });

  test.each([
    [false, /^routewright=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/],
    [true, /^__Host-routewright=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/],
  ])('gives the browser a secret that no script reads and no other site sends (HTTPS: %s)', async (secure, form) => {
    const url = `${await serve({}, secure)}/start?id=x`;
    const [first, second] = [cookieOf(await fetch(url)), cookieOf(await fetch(url))];
    expect(first).toMatch(form);
    expect(second).not.toBe(first);
    // Two links may be open in one browser.
    const [cookie] = first.split(';');
    expect(cookieOf(await fetch(url, { headers: { cookie: `other=1; ${cookie}` } }))).toBe(first);
  });

  test('a browser that goes on is sent to the authorization server, with what it is known by', async () => {
    const started: string[][] = [];
    const url = `${await serve({ start: (...args) => (started.push(args), Promise.resolve(link)) })}/start?id=one`;
    const [cookie = ''] = cookieOf(await fetch(url)).split(';');
    const response = await fetch(url, { method: 'POST', headers: { cookie }, redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(link);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(started).toEqual([['one', cookie.split('=')[1]]]);
  });

  test('a form of another site, which brings no cookie, begins nothing', async () => {
    let started = 0;
    const url = `${await serve({ start: () => ((started += 1), Promise.resolve(link)) })}/start?id=one`;
    const response = await fetch(url, { method: 'POST', redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('This was begun elsewhere');
    expect(started).toBe(0);
  });

  test('its form may lead anywhere, since a login may, and all else is kept out of it', async () => {
    const policy = (await fetch(`${await serve({})}/start?id=x`)).headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; frame-ancestors 'none'$/);
  });
});

describe('the page for users who come back', () => {
  test('says that it worked, what for and for whom, and what to do', async () => {
    const response = await fetch(`${await serve({})}/callback?code=s3cr3t-code&state=s3cr3t-state`);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('You are connected');
    expect(html).toContain('shop may now be used by ada &lt;b&gt; on your behalf.');
    expect(html).not.toContain('s3cr3t');
  });

  test.each([
    ['AUTHORIZATION_UNKNOWN', 'This link is no longer good'],
    ['AUTHORIZATION_ELSEWHERE', 'This was begun elsewhere'],
    ['AUTHORIZATION_DENIED', 'Nothing was connected'],
    ['TOKEN_REFUSED', 'That did not work'],
  ] as const)('says what failed in words of ours: %s', async (code, title) => {
    const url = `${await serve({ complete: failing(code) })}/callback?error=${encodeURIComponent('<img src=x>')}&error_description=evil-words&state=s`;
    const response = await fetch(url);
    const html = await response.text();
    expect(response.status).toBe(400);
    expect(html).toContain(title);
    expect(html).toContain(code);
    for (const foreign of ['<script', '<img', 'evil-words', 's3cr3t']) expect(html).not.toContain(foreign);
  });

  test('loads nothing, runs nothing, is framed by nobody and tells its address to nobody', async () => {
    const response = await fetch(`${await serve({})}/callback`);
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
    const url = await serve({ complete: (...args) => ((used += 1), working.complete(...args)) });
    expect((await fetch(`${url}/callback?code=c&state=s`, { method, headers })).status).toBe(405);
    expect(used).toBe(0);
  });
});

describe('the listener of a gateway without a server', () => {
  test('is there while somebody is expected, and gone once all have come back', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/oauth`;
    const done = new Set<string>();
    const listener = createAgreementListener(
      port,
      {
        ...working,
        complete: (back) => (done.add(back.searchParams.get('state')!), working.complete(back)),
        status: (id) => Promise.resolve(done.has(id) ? 'complete' : 'pending'),
      },
      silentLogger,
    );
    closers.push(() => listener.close());
    await expect(fetch(`${url}/callback`)).rejects.toThrow();
    await listener.expect('one');
    await listener.expect('two');
    expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
    expect((await fetch(`${url}/callback?code=c&state=one`)).status).toBe(200);
    expect((await fetch(`${url}/start?id=two`)).status).toBe(200);
    expect((await fetch(`${url}/callback?code=c&state=two`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(fetch(`${url}/callback`)).rejects.toThrow();
    await listener.expect('three');
    expect((await fetch(`${url}/callback?code=c&state=three`)).status).toBe(200);
  });

  test('says so where its port is taken', async () => {
    const url = new URL(await serve({}));
    const listener = createAgreementListener(Number(url.port), working, silentLogger);
    await expect(listener.expect('one')).rejects.toMatchObject({ code: 'CALLBACK_UNAVAILABLE' });
  });
});
