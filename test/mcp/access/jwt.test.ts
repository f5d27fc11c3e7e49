import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { AccessConfig } from '../../../src/base/config/access-schema.ts';
import { configFromSpec } from '../../../src/base/config/load.ts';
import { silentLogger } from '../../../src/base/log.ts';
import { createJwtVerifier } from '../../../src/mcp/access/jwt.ts';
import type { Verdict, Verifier } from '../../../src/mcp/access/verdict.ts';
import { startUpstream, type Upstream } from '../../support/upstream.ts';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

const resource = 'https://gateway.example.com/mcp';
const start = Date.parse('2026-06-15T12:00:00Z');
let time = start;
let issuer: Upstream;
let published: JWK[] = [];
let failing: ((path: string) => { status: number; type: string; body: string } | undefined) | undefined;
const keys = {} as Record<'rsa' | 'rsa2' | 'ec', Pair>;

beforeAll(async () => {
  keys.rsa = await generateKeyPair('RS256', { extractable: true });
  keys.rsa2 = await generateKeyPair('RS256', { extractable: true });
  keys.ec = await generateKeyPair('ES256', { extractable: true });
  issuer = await startUpstream(({ url }, response) => {
    const fault = failing?.(url);
    if (fault) {
      response.writeHead(fault.status, { 'content-type': fault.type }).end(fault.body);
      return;
    }
    response.setHeader('content-type', 'application/json');
    if (url === '/.well-known/openid-configuration')
      response.end(JSON.stringify({ issuer: issuer.url, jwks_uri: `${issuer.url}/jwks` }));
    else if (url === '/jwks') response.end(JSON.stringify({ keys: published }));
    else response.writeHead(404).end('{}');
  });
});

afterAll(() => issuer.close());

beforeEach(async () => {
  time = start;
  failing = undefined;
  issuer.received.splice(0);
  published = [await publicJwk(keys.rsa, 'one')];
});

async function publicJwk({ publicKey }: Pair, kid?: string): Promise<JWK> {
  return { ...(await exportJWK(publicKey)), ...(kid === undefined ? {} : { kid }) };
}

function verifier(more: object = {}): Verifier {
  const access: AccessConfig = configFromSpec('x.yaml', { access: { jwt: [{ issuer: issuer.url, ...more }] } }).access!;
  return createJwtVerifier(access.jwt, {
    resource,
    clockSkew: access.clockSkew,
    now: () => time,
    fetch,
    logger: silentLogger,
  });
}

interface TokenOptions {
  readonly claims?: JWTPayload;
  readonly key?: Pair;
  readonly kid?: string | undefined;
  readonly alg?: string;
}

function token({ claims = {}, key = keys.rsa, kid = 'one', alg = 'RS256' }: TokenOptions = {}): Promise<string> {
  const seconds = start / 1000;
  return new SignJWT({
    iss: issuer.url,
    aud: resource,
    sub: 'ada',
    iat: seconds,
    exp: seconds + 300,
    scope: 'a b',
    ...claims,
  })
    .setProtectedHeader({ alg, ...(kid === 'none' ? {} : { kid }) })
    .sign(key.privateKey);
}

const seconds = start / 1000;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a JWT', () => {
  test('of the issuer, for this endpoint, tells the caller with scopes and claims', async () => {
    const verdict = await verifier()(await token({ claims: { department: 'sales' } }));
    expect(verdict).toMatchObject({
      caller: { id: `token:["${issuer.url}","ada"]`, name: 'ada', scopes: ['a', 'b'], claims: { department: 'sales' } },
    });
  });

  test.each<[string, TokenOptions, string]>([
    ['another audience', { claims: { aud: 'https://other.example.com/mcp' } }, 'audience'],
    ['no audience', { claims: { aud: undefined } }, 'audience'],
    [
      'a path of this host that is not the endpoint',
      { claims: { aud: 'https://gateway.example.com/other' } },
      'audience',
    ],
    ['an expiry beyond the clock skew', { claims: { exp: seconds - 61 } }, 'expired'],
    ['no expiry', { claims: { exp: undefined } }, 'expires'],
    ['a beginning beyond the clock skew', { claims: { nbf: seconds + 61 } }, 'not valid yet'],
    ['a binding to a DPoP key', { claims: { cnf: { jkt: 'x' } } }, 'bound'],
    ['neither subject nor client', { claims: { sub: undefined } }, 'neither'],
    ['a key of somebody else under the same id', { key: {} as Pair }, 'signature'],
    ['a key id that is not published', { kid: 'two' }, 'key'],
  ])('with %s is refused', async (_, options, reason) => {
    const verdict = await verifier()(await token(options.key ? { ...options, key: keys.rsa2 } : options));
    expect(verdict).toEqual({
      refused: expect.stringContaining(reason),
      ...(reason === 'expired' ? { stale: true } : {}),
    });
  });

  test.each<[string, JWTPayload]>([
    ['an expiry within the clock skew', { exp: seconds - 59 }],
    ['a beginning within the clock skew', { nbf: seconds + 59 }],
    ['this audience among others', { aud: ['https://other.example.com', resource] }],
    ['the audience with a slash at its end', { aud: `${resource}/` }],
    ['a client in place of a subject', { sub: undefined, client_id: 'robot' }],
  ])('with %s is accepted', async (_, claims) =>
    expect(await verifier()(await token({ claims }))).toHaveProperty('caller'),
  );

  test('of an issuer that is not configured is none of ours, whoever signed it', async () => {
    expect(await verifier()(await token({ claims: { iss: 'https://evil.example' } }))).toBeUndefined();
    expect(await verifier()('not-a-token')).toBeUndefined();
    expect(await verifier()('a.b.c')).toBeUndefined();
  });

  test('with alg none is refused, with and without a signature', async () => {
    const claims = part({ iss: issuer.url, aud: resource, sub: 'ada', exp: seconds + 300 });
    for (const alg of ['none', 'None', 'NONE'])
      for (const signature of ['', 'AAAA'])
        expect(await verifier()(`${part({ alg })}.${claims}.${signature}`)).toHaveProperty('refused');
  });

  test('with HS256 and the public key for a secret is refused, in each form the key has', async () => {
    const content = `${part({ alg: 'HS256', kid: 'one' })}.${part({ iss: issuer.url, aud: resource, sub: 'ada', exp: seconds + 300 })}`;
    const forms = [await exportSPKI(keys.rsa.publicKey), JSON.stringify(published[0]), published[0]!.n!];
    for (const secret of forms) {
      const signature = createHmac('sha256', secret).update(content).digest('base64url');
      expect(await verifier()(`${content}.${signature}`)).toEqual({ refused: expect.stringContaining('algorithm') });
    }
  });

  test('of an algorithm that is not listed is refused, though the key would fit', async () => {
    published = [await publicJwk(keys.ec, 'one')];
    const made = await token({ key: keys.ec, alg: 'ES256' });
    expect(await verifier({ algorithms: ['RS256'] })(made)).toEqual({ refused: expect.stringContaining('algorithm') });
    expect(await verifier({ algorithms: ['ES256'] })(made)).toHaveProperty('caller');
  });

  test('without a key id is tried with each key that could be it', async () => {
    published = [await publicJwk(keys.rsa2), await publicJwk(keys.rsa)];
    expect(await verifier()(await token({ kid: 'none' }))).toHaveProperty('caller');
    published = [await publicJwk(keys.rsa2), await publicJwk(keys.rsa2, 'x')];
    expect(await verifier()(await token({ kid: 'none' }))).toEqual({ refused: expect.stringContaining('signature') });
  });
});

describe('the keys of an issuer', () => {
  const fetched = (): number => issuer.received.filter(({ url }) => url === '/jwks').length;

  test('are fetched once for calls at the same time, and kept', async () => {
    const verify = verifier();
    const made = await token();
    await Promise.all(Array.from({ length: 20 }, () => verify(made)));
    await verify(made);
    expect(fetched()).toBe(1);
  });

  test('are fetched again when the issuer has rotated them, once the cooldown has passed', async () => {
    const verify = verifier();
    expect(await verify(await token())).toHaveProperty('caller');
    published = [await publicJwk(keys.rsa2, 'two')];
    const rotated = await token({ key: keys.rsa2, kid: 'two' });
    expect(await verify(rotated)).toHaveProperty('refused');
    expect(fetched()).toBe(1);
    time += 30_000;
    expect(await verify(rotated)).toHaveProperty('caller');
    expect(await verify(await token())).toEqual({ refused: expect.stringContaining('key') });
    expect(fetched()).toBe(2);
  });

  test('are not fetched by each token that invents a key', async () => {
    const verify = verifier();
    for (let n = 0; n < 50; n += 1) await verify(await token({ kid: `invented-${n}` }));
    expect(fetched()).toBe(1);
  });

  test.each([
    ['answers with an error', { status: 500, type: 'application/json', body: '{}' }],
    ['answers with a page', { status: 200, type: 'text/html', body: '<!doctype html>' }],
    ['answers with JSON that is no key set', { status: 200, type: 'application/json', body: '{"a":1}' }],
    ['redirects', { status: 302, type: 'text/plain', body: '' }],
  ])('cannot be had where the server %s: that is no fault of the token, and heals', async (_, fault) => {
    const verify = verifier();
    failing = (path) => (path === '/jwks' ? fault : undefined);
    const made = await token();
    expect(await verify(made)).toHaveProperty('unavailable');
    failing = undefined;
    expect(await verify(made)).toHaveProperty('unavailable');
    time += 5_000;
    expect(await verify(made)).toHaveProperty('caller');
  });

  test('at hand are used on while the server is away, but not for ever', async () => {
    const verify = verifier();
    const claims = { exp: seconds + 86_400 };
    const made = await token({ claims });
    await verify(made);
    failing = () => ({ status: 503, type: 'text/plain', body: '' });
    time += 600_000;
    expect(await verify(made)).toHaveProperty('caller');
    time += 3_600_000;
    expect(await verify(made)).toHaveProperty('unavailable');
  });

  test('are not those of another issuer', async () => {
    failing = (path) =>
      path.startsWith('/.well-known/')
        ? {
            status: 200,
            type: 'application/json',
            body: JSON.stringify({ issuer: 'https://evil.example', jwks_uri: `${issuer.url}/jwks` }),
          }
        : undefined;
    expect(await verifier()(await token())).toHaveProperty('unavailable');
    expect(fetched()).toBe(0);
  });

  test('may be in a file: a JWK Set or PEM, read anew once old', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'routewright-'));
    try {
      const [set, pem] = [join(folder, 'keys.json'), join(folder, 'key.pem')];
      await writeFile(set, JSON.stringify({ keys: published }));
      await writeFile(pem, await exportSPKI(keys.rsa.publicKey));
      expect(await verifier({ keys: set })(await token())).toHaveProperty('caller');
      expect(await verifier({ keys: pem })(await token({ kid: 'none' }))).toHaveProperty('caller');
      expect(await verifier({ keys: join(folder, 'absent.json') })(await token())).toHaveProperty('unavailable');
      const verify = verifier({ keys: set });
      await verify(await token());
      await writeFile(set, JSON.stringify({ keys: [await publicJwk(keys.rsa2, 'two')] }));
      time += 30_000;
      expect(await verify(await token({ key: keys.rsa2, kid: 'two' }))).toHaveProperty('caller');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test('no verdict holds the token or a claim of it', async () => {
  const secret = 'kJ8s-claim-nobody-may-see';
  const verdicts: (Verdict | undefined)[] = [];
  for (const claims of [
    { aud: secret },
    { exp: 1, x: secret },
    { nbf: secret as never },
    { iss: secret },
    { sub: undefined, x: secret },
  ]) {
    const made = await token({ claims: claims });
    const verdict = await verifier()(made);
    verdicts.push(verdict);
    expect(JSON.stringify(verdict) ?? '').not.toContain(made.split('.')[2]);
  }
  expect(JSON.stringify(verdicts)).not.toContain(secret);
});
