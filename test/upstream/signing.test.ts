import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { localCaller } from '../../src/base/caller.ts';
import { signForAws } from '../../src/upstream/credentials/aws.ts';
import { answerChallenge, readChallenge } from '../../src/upstream/credentials/digest.ts';
import { signByTemplate } from '../../src/upstream/credentials/hmac.ts';
import { HttpClient } from '../../src/upstream/client.ts';
import type { HttpRequest } from '../../src/upstream/http.ts';
import { redirected } from '../../src/upstream/redirect.ts';
import { callTool } from '../../src/upstream/call.ts';
import { credentialsOf } from './support/credentials.ts';
import { serve } from './support/server.ts';
import { catalogOf } from './support/tool.ts';

const requestOf = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: 'https://api.example.com/orders?b=2&a=1',
  headers: {},
  body: undefined,
  credentialHeaders: [],
  ...more,
});

interface AwsVector {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly sessionToken?: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

describe('AWS Signature Version 4, by the test suite that AWS publishes (aws-sig-v4-test-suite)', () => {
  const vectors = JSON.parse(readFileSync('test/upstream/support/aws-vectors.json', 'utf8')) as AwsVector[];
  test.each(vectors.map((vector): [string, AwsVector] => [vector.name, vector]))('%s', (_, vector) => {
    const { method, path, headers = {}, body, sessionToken, signedHeaders, signature } = vector;
    const signed = signForAws(
      requestOf({ method, url: `https://example.amazonaws.com${path}`, headers, body }),
      { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', sessionToken },
      { region: 'us-east-1', service: 'service' },
      new Date('2015-08-30T12:36:00Z'),
    );
    expect(signed.headers['authorization']).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    );
  });

  test('S3 takes the path as it is, and the hash of the body in a header', () => {
    // "Examples: Signature Calculations", Amazon S3 API Reference: GET Object.
    const signed = signForAws(
      requestOf({ url: 'https://examplebucket.s3.amazonaws.com/test.txt', headers: { range: 'bytes=0-9' } }),
      { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
      { region: 'us-east-1', service: 's3' },
      new Date('2013-05-24T00:00:00Z'),
    );
    expect(signed.headers['authorization']).toMatch(
      /Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41$/,
    );
  });
});

describe('Digest (RFC 7616, 3.9.1)', () => {
  const challenges =
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
  test.each([
    ['SHA-256', challenges, '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
    ['MD5', challenges.slice(challenges.indexOf(', Digest') + 2), '8ca523f5e9506fed4657c9700eebdbec'],
  ])('%s', (algorithm, header, response) => {
    const challenge = readChallenge({ headers: { 'www-authenticate': header } })!;
    expect(challenge.algorithm).toBe(algorithm);
    const answer = answerChallenge(challenge, requestOf({ url: 'http://www.example.org/dir/index.html' }), {
      username: 'Mufasa',
      password: 'Circle of Life',
      count: 1,
      clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    });
    expect(answer).toContain(`response="${response}"`);
    expect(answer).toContain('uri="/dir/index.html", ');
    expect(answer).toContain('qop=auth, nc=00000001');
  });

  test.each([
    ['Basic realm="x"', undefined],
    [
      'Basic realm="x", Digest realm="a, b", nonce="n=1", stale=false, qop=auth',
      { realm: 'a, b', nonce: 'n=1', algorithm: 'MD5', qop: true },
    ],
    ['Digest realm="r", nonce="n"', { qop: false }],
    ['Digest realm="r", nonce="n", qop="auth-int"', undefined],
    ['Digest realm="r", nonce="n", algorithm=SHA-512-256, qop="auth"', undefined],
  ])('%s', (header, expected) => {
    const challenge = readChallenge({ headers: { 'www-authenticate': header } });
    if (expected === undefined) expect(challenge).toBeUndefined();
    else expect(challenge).toMatchObject(expected);
  });

  test('a server is asked twice at first, and once from then on; a stale nonce is replaced', async () => {
    let nonce = 'one';
    const seen: string[] = [];
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const server = await serve((request, response) => {
      const fields: Partial<Record<string, string>> = Object.fromEntries(
        [...(request.headers.authorization ?? '').matchAll(/(\w+)="?([^",]*)/g)].map(([, name = '', value]) => [
          name,
          value,
        ]),
      );
      const expected = md5(
        `${md5('ada:r:pass')}:${nonce}:${String(fields['nc'])}:${String(fields['cnonce'])}:auth:${md5(`${request.method!}:${request.url!}`)}`,
      );
      const isRight = fields['response'] === expected;
      seen.push(isRight ? `${nonce} ${String(fields['nc'])}` : 'refused');
      response
        .writeHead(isRight ? 200 : 401, {
          'www-authenticate': `Digest realm="r", nonce="${nonce}", qop="auth", stale=${fields['nonce'] === undefined ? 'false' : 'true'}`,
        })
        .end();
    });
    const catalog = await catalogOf({
      openapi: '3.1.0',
      info: { title: 't', version: '1' },
      paths: { '/x': { post: { security: [{ D: [] }], responses: {} } } },
      components: { securitySchemes: { D: { type: 'http', scheme: 'digest' } } },
    });
    const client = new HttpClient();
    const env = { PASS: 'pass' };
    const api = {
      name: 'things',
      catalog,
      baseUrl: server.url,
      credentials: credentialsOf(
        catalog,
        { D: { username: 'ada', password: 'env:PASS' } },
        { env, readFile: () => '' },
      ),
      headers: () => Promise.resolve({}),
      client,
      timeout: 5000,
      responseBytes: 1000,
    };
    for (const next of ['one', 'one', 'two']) {
      nonce = next;
      expect(await callTool(api, catalog.tools[0]!, {})).not.toHaveProperty('isError');
    }
    env.PASS = 'wrong';
    expect(await callTool(api, catalog.tools[0]!, {})).toHaveProperty('isError', true);
    expect(seen.slice(0, 5)).toEqual(['refused', 'one 00000001', 'one 00000002', 'refused', 'two 00000001']);
    expect(seen.length).toBeLessThanOrEqual(7);
    await client.close();
    await server.close();
  });
});

describe('a signature by a template', () => {
  const hmac = (text: string): string => createHmac('sha256', 'k3y').update(text).digest('hex');
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
  const sign = (message: string, more: object = {}, request = requestOf()): HttpRequest =>
    signByTemplate(
      request,
      {
        message,
        headers: { 'X-Signature': '{signature}' },
        query: {},
        digest: (data) => sha(String(data)),
        authenticate: hmac,
        ...more,
      },
      { values: { 'value.id': 'ada' }, now: 1_700_000_000_000, nonce: 'n0nce' },
    );

  test.each([
    ['{method} {host} {path}?{query}', 'GET api.example.com /orders?b=2&a=1'],
    ['{url}', 'https://api.example.com/orders?b=2&a=1'],
    [
      '{timestamp} {timestampMs} {date} {httpDate}',
      '1700000000 1700000000000 2023-11-14T22:13:20.000Z Tue, 14 Nov 2023 22:13:20 GMT',
    ],
    ['{nonce}\n{value.id}', 'n0nce\nada'],
    ['{body}|{bodyHash}', `|${sha('')}`],
    ['{unknown} {constructor} {"json": 1} {header.accept}', '{unknown} {constructor} {"json": 1} */*'],
  ])('%j', (message, text) => {
    const signed = sign(message, {}, requestOf({ headers: { accept: '*/*' } }));
    expect(signed.headers['x-signature']).toBe(hmac(text));
  });

  test('headers and query hold it', () => {
    const body = String.raw`{"a":"\n{nonce}"}`;
    const signed = sign(
      '{body}',
      {
        headers: { Authorization: 'HMAC {value.id}:{nonce}:{signature}' },
        query: { sig: '{signature}', 't&s': '{date}' },
      },
      requestOf({ method: 'POST', body }),
    );
    expect(signed.headers['authorization']).toBe(`HMAC ada:n0nce:${hmac(body)}`);
    expect(signed.url).toBe(
      `https://api.example.com/orders?b=2&a=1&sig=${hmac(body)}&t%26s=2023-11-14T22%3A13%3A20.000Z`,
    );
  });
});

test('neither a signature nor a certificate goes to another origin', () => {
  const request = requestOf({ sign: (one) => one, tls: { id: 'x' } });
  expect(redirected(request, 302, '/elsewhere')).toHaveProperty('sign');
  expect(redirected(request, 302, '/elsewhere')).toHaveProperty('tls');
  const away = redirected(request, 302, 'https://evil.example/');
  expect(away).not.toHaveProperty('sign');
  expect(away).not.toHaveProperty('tls');
});

test('what cannot be told from the configuration alone: keys by reference, and which of them is missing', async () => {
  const env = { KEY: 'AKIDEXAMPLE', SECRET: 's3cret-key', HEADER: 'tenant-key' };
  const source = credentialsOf(
    { securitySchemes: new Map() },
    {
      Aws: { aws: { accessKeyId: 'env:KEY', secretAccessKey: 'env:SECRET', region: 'r', service: 's' } },
      Lost: { aws: { accessKeyId: 'env:KEY', secretAccessKey: 'env:NONE', region: 'r', service: 's' } },
      Many: { headers: { 'X-Key': 'env:HEADER', 'X-Tenant': 'acme' } },
    },
    { env, readFile: () => '' },
  );
  const ask = { caller: localCaller, scopes: [], signal: AbortSignal.timeout(1000) };
  const aws = await source.find('Aws')!.present(ask);
  expect('applied' in aws && aws.applied.sign!(requestOf()).headers['authorization']).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\//,
  );
  expect(source.find('Lost')!.findMissing()).toMatch(/NONE is not set/);
  expect(await source.find('Lost')!.present(ask)).toHaveProperty('missing');
  expect(await source.find('Many')!.present(ask)).toMatchObject({
    applied: { headers: { 'x-key': 'tenant-key', 'x-tenant': 'acme' } },
  });
});
