import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { configFromSpec } from '../../../src/base/config/load.ts';
import { silentLogger } from '../../../src/base/log.ts';
import { createIntrospector } from '../../../src/mcp/access/introspection.ts';
import type { Verifier } from '../../../src/mcp/access/verdict.ts';
import { startUpstream, type Upstream } from '../../support/upstream.ts';

const resource = 'https://gateway.example.com/mcp';
const start = Date.parse('2026-06-15T12:00:00Z');
let time = start;
let server: Upstream;
let answer: (token: string) => { status?: number; type?: string; body: unknown; delay?: number };
const good = { active: true, sub: 'ada', aud: resource, scope: 'a b', exp: start / 1000 + 300 };

beforeAll(async () => {
  server = await startUpstream(({ body }, response) => {
    const {
      status = 200,
      type = 'application/json',
      body: content,
      delay = 0,
    } = answer(new URLSearchParams(body).get('token')!);
    setTimeout(() => {
      response.writeHead(status, { 'content-type': type });
      response.end(typeof content === 'string' ? content : JSON.stringify(content));
    }, delay);
  });
});

afterAll(() => server.close());

beforeEach(() => {
  time = start;
  answer = () => ({ body: good });
  server.received.splice(0);
});

function verifier(more: object = {}, maxEntries?: number): Verifier {
  const config = { url: `${server.url}/introspect`, clientId: 'gate way', clientSecret: 'env:SECRET', ...more };
  const access = configFromSpec('x.yaml', { access: { introspection: [config] } }).access!;
  return createIntrospector(access.introspection[0]!, {
    resource,
    clockSkew: access.clockSkew,
    now: () => time,
    fetch,
    logger: silentLogger,
    readSecret: () => ({ value: 's%cr:t' }),
    ...(maxEntries === undefined ? {} : { maxEntries }),
  });
}

describe('an opaque token', () => {
  test('is asked for as RFC 7662, 2.1 and RFC 6749, 2.3.1 say', async () => {
    await verifier()('opaque');
    const { method, headers, body } = server.received[0]!;
    expect([method, headers['content-type'], body]).toEqual([
      'POST',
      'application/x-www-form-urlencoded',
      'token=opaque&token_type_hint=access_token',
    ]);
    expect(Buffer.from(headers.authorization!.slice('Basic '.length), 'base64').toString()).toBe('gate+way:s%25cr%3At');
  });

  test('tells the caller, under the issuer that is configured where the answer names none', async () => {
    expect(await verifier({ issuer: 'https://as.example.com' })('opaque')).toMatchObject({
      caller: { id: 'token:["https://as.example.com","ada"]', name: 'ada', scopes: ['a', 'b'] },
    });
  });

  test.each<[string, object, string]>([
    ['inactive', { active: false }, 'not active'],
    ['active by a word', { active: 'true' }, 'not active'],
    ['for another audience', { aud: 'https://other.example' }, 'audience'],
    ['for no audience', { aud: undefined }, 'audience'],
    ['past its end', { exp: start / 1000 - 60 }, 'expired'],
    ['of another issuer', { iss: 'https://evil.example' }, 'issuer'],
    ['bound to a key', { cnf: { 'x5t#S256': 'x' } }, 'bound'],
    ['of nobody', { sub: undefined }, 'neither'],
  ])('that is %s is refused', async (_, change, reason) => {
    answer = () => ({ body: { ...good, ...change } });
    expect(await verifier({ issuer: 'https://as.example.com' })('opaque')).toMatchObject({
      refused: expect.stringContaining(reason),
    });
  });
});

describe('an answer', () => {
  const asked = (): number => server.received.length;

  test('is asked for once by calls at the same time, and kept for its lifetime', async () => {
    const verify = verifier();
    await Promise.all(Array.from({ length: 20 }, () => verify('opaque')));
    time += 59_999;
    await verify('opaque');
    expect(asked()).toBe(1);
    time += 1;
    await verify('opaque');
    expect(asked()).toBe(2);
  });

  test('never outlives the token', async () => {
    const verify = verifier({ lifetime: '1h' });
    await verify('opaque');
    time += 299_999;
    expect(await verify('opaque')).toHaveProperty('caller');
    time += 1;
    answer = () => ({ body: { active: false } });
    expect(await verify('opaque')).toHaveProperty('refused');
  });

  test('of one token is never that of another', async () => {
    answer = (token) => ({ body: { ...good, sub: token } });
    const verify = verifier();
    const names = await Promise.all(Array.from({ length: 200 }, (_, n) => verify(`user-${n % 20}`)));
    names.forEach((verdict, n) => expect(verdict).toMatchObject({ caller: { name: `user-${n % 20}` } }));
    expect(asked()).toBe(20);
  });

  test('is kept for a bounded number of tokens', async () => {
    const verify = verifier({}, 10);
    for (let n = 0; n < 11; n += 1) await verify(`token-${n}`);
    await verify('token-10');
    expect(asked()).toBe(11);
    await verify('token-0');
    expect(asked()).toBe(12);
  });

  test.each<[string, ReturnType<typeof answer>]>([
    ['fails', { status: 500, body: {} }],
    ['refuses the gateway', { status: 401, body: { error: 'invalid_client' } }],
    ['answers with a page', { type: 'text/html', body: '<h1>Maintenance</h1>' }],
    ['answers with a list', { body: [] }],
    ['is slow', { body: good, delay: 400 }],
  ])('that does not come, since the server %s, is no fault of the token and is not kept', async (_, fault) => {
    answer = () => fault;
    const verify = verifier({ timeout: '150ms' });
    expect(await verify('opaque')).toEqual({ unavailable: expect.any(String) });
    answer = () => ({ body: good });
    expect(await verify('opaque')).toHaveProperty('caller');
  });
});
