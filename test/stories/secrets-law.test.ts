import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseConfig } from '../../src/base/config/load.ts';
import { createLogger, type LogFormat } from '../../src/base/log.ts';
import { Redactor } from '../../src/base/secrets.ts';
import { createGateway } from '../../src/gateway.ts';
import { createKey } from '../../src/mcp/access/api-keys.ts';
import { serveOverHttp } from '../../src/mcp/http.ts';
import { prepareHttp } from '../../src/mcp/prepare-http.ts';
import { runCli } from '../support/cli.ts';
import { serve, type TestServer } from '../upstream/support/server.ts';

/**
 * The law: of no secret, whatever its kind, does anything come out of the gateway, as it is or in a form that APIs and
 * logs give it, by any way, whatever an API or authorization server does with what it was sent.
 */

let folder: string;
let api: TestServer;
let issuer: TestServer;
/** Tokens that the authorization server issues, for this run. */
let issued: { access: string; refresh: string };

/** What an API knows of a request, in the forms in which it may come back. */
function everything(request: { url?: string | undefined; rawHeaders: string[] }, body: string): string {
  const sent = [...request.rawHeaders, request.url ?? '', body];
  const parts = sent.flatMap((text) => [text, text.replace(/^\S+ /, ''), decoded(text)]);
  return JSON.stringify(
    parts.flatMap((text) => [
      text,
      encodeURIComponent(text),
      Buffer.from(text).toString('base64'),
      Buffer.from(text).toString('base64url'),
      JSON.stringify(text),
    ]),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-law-'));
  api = await serve((request, response) => {
    const status = Number(/^\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
    const html = status === 500;
    const text = everything(request, api.seen.at(-1)!.body);
    response
      .writeHead(status, { 'content-type': html ? 'text/html' : 'application/json', 'x-echo': 'x' })
      .end(html ? `<html><title>${text}</title></html>` : text);
  });
  issuer = await serve((request, response) => {
    const fails = request.url !== '/token';
    const { access, refresh } = issued;
    response
      .writeHead(fails ? 400 : 200, { 'content-type': 'application/json' })
      .end(
        JSON.stringify(
          fails
            ? { error: 'invalid_client', error_description: everything(request, issuer.seen.at(-1)!.body) }
            : { access_token: access, refresh_token: refresh, token_type: 'bearer', expires_in: 600 },
        ),
      );
  });
});
afterAll(async () => {
  await Promise.all([api.close(), issuer.close()]);
  await rm(folder, { recursive: true, force: true });
});

const forms = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  encodeURIComponent(secret).toLowerCase(),
  new URLSearchParams([['', secret]]).toString().slice(1),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
];

const kinds = [
  'HEADER',
  'QUERY',
  'COOKIE',
  'BEARER',
  'PASSWORD',
  'TENANT',
  'SEVERAL',
  'PRINTED',
  'HMAC',
  'AWS_SECRET',
  'AWS_SESSION',
  'CLIENT_SECRET',
  'USER_PASSWORD',
  'REFRESH',
  'STATE_KEY',
  'INTROSPECTION',
] as const;

const oauth = { clientId: 'gateway', clientSecret: 'env:CLIENT_SECRET' };
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** By the name of a security scheme: how the document and the configuration have it. */
function credentialsAt(tokenUrl: string): Record<string, readonly [scheme: object, credential: unknown]> {
  const flows = { clientCredentials: { tokenUrl, scopes: {} }, password: { tokenUrl, scopes: {} } };
  const oauth2 = { type: 'oauth2', flows };
  const failing = { ...oauth, tokenUrl: tokenUrl.replace('/token', '/failing') };
  return {
    Header: [{ type: 'apiKey', in: 'header', name: 'X-Key' }, 'env:HEADER'],
    Query: [{ type: 'apiKey', in: 'query', name: 'key' }, 'env:QUERY'],
    Cookie: [{ type: 'apiKey', in: 'cookie', name: 'sid' }, 'env:COOKIE'],
    Bearer: [{ type: 'http', scheme: 'bearer' }, 'file:/bearer'],
    Basic: [
      { type: 'http', scheme: 'basic' },
      { username: 'ada', password: 'env:PASSWORD' },
    ],
    Digest: [
      { type: 'http', scheme: 'digest' },
      { username: 'ada', password: 'env:PASSWORD' },
    ],
    Several: [{ type: 'http', scheme: 'custom' }, { headers: { 'X-One': 'env:SEVERAL', 'X-Two': 'acme' } }],
    Printed: [{ type: 'http', scheme: 'bearer' }, { exec: 'vault read' }],
    Hmac: [
      { type: 'http', scheme: 'hmac' },
      { hmac: { key: 'env:HMAC', message: '{method}\n{path}', headers: { 'X-Signature': '{signature}' } } },
    ],
    Aws: [
      { type: 'http', scheme: 'aws4' },
      {
        aws: {
          accessKeyId: 'AKIDEXAMPLE',
          secretAccessKey: 'env:AWS_SECRET',
          sessionToken: 'env:AWS_SESSION',
          region: 'eu-central-1',
          service: 'execute-api',
        },
      },
    ],
    Client: [oauth2, oauth],
    Post: [oauth2, { ...oauth, clientAuthentication: 'post', audience: 'post' }],
    Signed: [oauth2, { clientId: 'gateway', privateKey: 'file:/client.pem', audience: 'signed' }],
    Password: [oauth2, { ...oauth, grant: 'password', username: 'ada', password: 'env:USER_PASSWORD' }],
    Refresh: [oauth2, { ...oauth, refreshToken: 'env:REFRESH' }],
    Exchange: [oauth2, { ...oauth, grant: 'tokenExchange' }],
    Failing: [oauth2, failing],
    FailingPost: [oauth2, { ...failing, clientAuthentication: 'post' }],
    FailingPassword: [oauth2, { ...failing, grant: 'password', username: 'ada', password: 'env:USER_PASSWORD' }],
    FailingRefresh: [oauth2, { ...failing, refreshToken: 'env:REFRESH' }],
    FailingExchange: [oauth2, { ...failing, grant: 'tokenExchange', clientAuthentication: 'post' }],
    Certificate: [{ type: 'mutualTLS' }, { certificate: 'file:/client.pem', key: 'file:/client.pem' }],
  };
}

async function writeDocument(): Promise<Record<string, unknown>> {
  const all = Object.entries(credentialsAt(`${issuer.url}/token`));
  const paths = Object.fromEntries(
    [200, 401, 500].flatMap((status) =>
      all.map(([name]) => [
        `/${status}/${name}`,
        {
          post: {
            operationId: `call${name}${status}`,
            security: [{ [name]: [] }],
            parameters: [{ name: 'note', in: 'query', schema: { type: 'string' } }],
            responses: { 200: { description: '' } },
          },
        },
      ]),
    ),
  );
  const document = {
    openapi: '3.1.0',
    info: { title: 'Echo', version: '1' },
    servers: [{ url: api.url }],
    paths,
    components: { securitySchemes: Object.fromEntries(all.map(([name, [scheme]]) => [name, scheme])) },
  };
  await writeFile(join(folder, 'api.json'), JSON.stringify(document));
  return Object.fromEntries(all.map(([name, [, credential]]) => [name, credential]));
}

/** What can stand in a header, which is where most secrets go. */
const alphabet = Array.from('abcXYZ0189+/=&%"\\\'<>;:,.?#@ !~ü');
const secret = fc
  .string({ unit: fc.constantFrom(...alphabet), minLength: 16, maxLength: 40 })
  .map((text) => `s${text.trim()}9`)
  .filter((text) => /[a-zX-Z\d]{3}/.test(text));

describe.each<LogFormat>(['json', 'pretty'])('with a log in %s', (format) => {
  test('no secret comes out, whatever its kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(secret, { minLength: 22, maxLength: 22 }), async (random) => {
        const distinct = random.map((text, index) => `${index}k${text}`);
        const env: Record<string, string> = Object.fromEntries(kinds.map((kind, index) => [kind, distinct[index]!]));
        const [access = '', refresh = '', inbound = '', wrongKey = '', opaque = ''] = distinct.slice(kinds.length);
        issued = { access, refresh };
        env['STORE_KEY'] = Buffer.from(distinct[21]!.padEnd(32).slice(0, 32), 'latin1').toString('base64');
        const ours = createKey();
        const planted = [
          ...Object.values(env),
          ...[access, refresh, inbound, ours.key, pem.split('\n')[3]!],
          // A token or key that is wrong is somebody's all the same, perhaps for another service.
          ...[wrongKey, opaque].map((text) => text.replace(/[^\x21-\x7e]/g, '_')),
        ];
        const credentials = await writeDocument();
        const state = await mkdtemp(join(folder, 'state-'));
        const audit = join(state, 'audit.jsonl');
        const config = await parseConfig(
          JSON.stringify({
            apis: { echo: { spec: './api.json', credentials, headers: { 'X-Tenant': 'env:TENANT' }, timeout: '5s' } },
            surface: 'direct',
            access: {
              apiKeys: [{ name: 'ci', hash: ours.hash }],
              introspection: [
                { url: `${issuer.url}/introspect`, clientId: 'gateway', clientSecret: 'env:INTROSPECTION' },
              ],
              stateKey: 'env:STATE_KEY',
            },
            store: { folder: state, keys: ['env:STORE_KEY'] },
            audit: { file: audit, arguments: true },
          }),
          join(folder, 'routewright.config.json'),
        );
        const source = {
          env,
          readFile: (path: string) => (path === '/client.pem' ? pem : env['BEARER']!),
          run: () => Promise.resolve({ output: `${env['PRINTED']!}\n` }),
        };
        const redactor = new Redactor();
        const stream = new PassThrough();
        let out = '';
        stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
        const logger = await createLogger({ level: 'debug', format, redactor, stream, color: false });
        const gateway = await createGateway(config, { logger, redactor, secrets: source });
        const prepared = await prepareHttp(gateway, config, { logger, redactor, secrets: source });
        const server = await serveOverHttp({ ...prepared, host: '127.0.0.1', port: 0 });

        const caller = { id: 'ada', name: 'ada', scopes: [], claims: {}, token: inbound };
        for (const { name } of gateway.tools)
          out += JSON.stringify(await gateway.surface.call(name, { note: env['HEADER'] }, { caller }));
        for (const key of [ours.key, ...planted.slice(-2)]) {
          const response = await fetch(server.url, {
            method: 'POST',
            headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'application/json' },
            body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
          });
          out += `${JSON.stringify([...response.headers])}${await response.text()}`;
        }
        out += JSON.stringify(gateway.traces.list().map(({ id }) => gateway.traces.get(id)));
        out += JSON.stringify(gateway.diagnostics);
        await server.close();
        await gateway.close();
        await logger.close();
        out += await readFile(audit, 'utf8');
        for (const name of await readdir(state)) out += await readFile(join(state, name), 'utf8');

        expect(out.length).toBeGreaterThan(10_000);
        expect(planted.flatMap((one) => forms(one).filter((form) => out.includes(form)))).toEqual([]);
        // They were sent, so there was something to leak.
        expect(api.seen.some(({ headers }) => headers['x-key'] !== undefined)).toBe(true);
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });
});

describe('on the command line', () => {
  const env = {
    HEADER: 'h3ader/key+with "chars"',
    QUERY: 'qu3ry=&key/%',
    PASSWORD: 'pa55:word/+"',
    HMAC: 'hm4c-key-"x"',
    AWS_SECRET: 'aws/s3cret+key"',
    AWS_SESSION: 'aws-s3ssion/token+"',
  };
  const leaks = (text: string): string[] =>
    Object.values(env)
      .flatMap(forms)
      .filter((form) => text.includes(form));

  test('--dry-run and --log-level debug show none', async () => {
    const credentials = await writeDocument();
    const config = join(folder, 'cli.config.json');
    await writeFile(config, JSON.stringify({ apis: { echo: { spec: './api.json', credentials } } }));
    for (const name of ['Header', 'Aws']) {
      const args = ['call', config, `call${name}200`, '--dry-run', '--log-level', 'debug'];
      const { code, stdout, stderr } = await runCli(args, { env });
      expect({ code, leaks: leaks(stdout + stderr) }).toEqual({ code: 0, leaks: [] });
      expect(stdout).toMatch(/^POST /);
    }
  });

  test('nor does what is told of a crash', async () => {
    await writeDocument();
    // A fault anywhere in the process, once it serves, with a secret in its words.
    const fault = `const write = process.stderr.write;
      process.stderr.write = function (text, ...more) {
        if (String(text).includes('serving')) setTimeout(() => {
          throw new Error('boom ' + process.env.HEADER + ' ' + btoa(process.env.HEADER));
        });
        return write.call(this, text, ...more);
      }`;
    const { code, stderr } = await runCli(
      ['serve', join(folder, 'api.json'), '--http', '127.0.0.1:0', '--credential', 'Header=env:HEADER'],
      { env: { ...env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` } },
    );
    expect(stderr).toContain('error INTERNAL: boom [redacted] [redacted]');
    expect({ code, leaks: leaks(stderr) }).toEqual({ code: 2, leaks: [] });
  });
});
