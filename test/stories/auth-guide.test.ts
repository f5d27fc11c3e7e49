import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/base/config/load.ts';
import { Redactor } from '../../src/base/secrets.ts';
import { createGateway } from '../../src/gateway.ts';
import { type AuthorizationServer, serveAuthorization } from '../upstream/support/authorization-server.ts';

/** Each example of docs/auth.md by its heading, in the order in which they stand there. */
const page = await readFile('docs/auth.md', 'utf8');
const guide = page.slice(page.indexOf('## Outward'), page.indexOf('### What holds for all of them'));
const examples = guide
  .split(/^### /m)
  .slice(1)
  .flatMap((part) =>
    [...part.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml]) => [part.split('\n')[0]!, yaml!] as const),
  );

let folder: string;
let server: AuthorizationServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-guide-'));
  server = await serveAuthorization();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const basic = `Basic ${Buffer.from('ada:pa55word').toString('base64')}`;

/** What arrives at the API by it, or what the caller is told. */
const arrives: Readonly<Record<string, object | RegExp>> = {
  'A secret': { 'x-api-key': 'shop-k3y' },
  'A secret and where it goes': { 'x-auth': 'Token shop-k3y' },
  'Several headers': { 'x-key': 'shop-k3y', 'x-tenant': 'acme' },
  'User name and password': { authorization: basic },
  'A command': { authorization: 'Bearer printed' },
  'OAuth: client credentials': { authorization: expect.stringMatching(/^Bearer access-\d+-client$/) },
  'OAuth with a login': /routewright login <config> shop OAuth/,
  'OAuth, each user for themselves': /Agree at 127\.0\.0\.1/,
  'Token exchange': { authorization: expect.stringMatching(/^Bearer access-\d+-inbound$/) },
  'Headers of the client': { 'x-tenant': 'acme' },
  'Password and refresh token': { authorization: expect.stringMatching(/^Bearer access-\d+-(ada|client)$/) },
  'Mutual TLS': { host: expect.stringMatching(/^127/) },
  AWS: { authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=k-1\/\d{8}\/eu-central-1\/execute-api\//) },
  HMAC: {
    authorization: expect.stringMatching(/^HMAC k-1:[0-9a-f]{64}$/),
    'x-nonce': expect.stringMatching(/^\w{32}$/),
  },
};

test('every row of the table has an example, and every example a test', () => {
  expect([...new Set(examples.map(([title]) => title))]).toEqual(Object.keys(arrives));
  const links = [...guide.matchAll(/\]\(#([\w-]+)\) \|$/gm)].map(([, anchor]) => anchor);
  const anchors = Object.keys(arrives).map((title) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
  expect(links).toEqual(anchors);
});

test.each(examples)('%s: %s', async (title, yaml) => {
  const oauth = { tokenUrl: `${server.issuer.url}/token`, scopes: {} };
  const securitySchemes = {
    ApiKeyAuth: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
    BasicAuth: { type: 'http', scheme: 'basic' },
    BearerAuth: { type: 'http', scheme: 'bearer' },
    OAuth: {
      type: 'oauth2',
      flows: {
        clientCredentials: oauth,
        password: oauth,
        authorizationCode: { ...oauth, authorizationUrl: `${server.issuer.url}/authorize` },
      },
    },
  };
  const name = /^(\w+):/.exec(yaml)![1]!;
  const security = name in securitySchemes ? [{ [name]: [] }] : [];
  const document = {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    servers: [{ url: server.api.url }],
    paths: { '/me': { get: { operationId: 'me', security, responses: {} } } },
    components: { securitySchemes },
  };
  await writeFile(join(folder, 'shop.json'), JSON.stringify(document));
  const place = name === 'forwardHeaders' ? '' : '    credentials:\n';
  const config = `apis:\n  shop:\n    spec: ./shop.json\n${place}${yaml.replace(/^/gm, place === '' ? '    ' : '      ')}`;
  const gateway = await createGateway(await parseConfig(config, join(folder, 'routewright.config.yaml')), {
    redactor: new Redactor(),
    callbackUrl: () => 'http://127.0.0.1:9/oauth/callback',
    secrets: {
      env: {
        SHOP_KEY: 'shop-k3y',
        SHOP_PASSWORD: 'pa55word',
        CLIENT_SECRET: 's3cret',
        KEY_ID: 'k-1',
        REFRESH_TOKEN: 'refresh-1-client',
        XDG_STATE_HOME: folder,
      },
      readFile: () => '-----BEGIN CERTIFICATE-----\n',
      run: () => Promise.resolve({ output: 'printed\n' }),
    },
  });
  const caller = { id: 'ada', name: 'ada', scopes: [], claims: {}, token: 'inbound' };
  // A certificate is shown by https alone; that a real server takes one is held in test/live/auth.test.ts.
  const header = (sent: string): string | undefined => (sent === 'X-Tenant' ? 'acme' : undefined);
  const result = title === 'Mutual TLS' ? undefined : (await gateway.surface.call('me', {}, { caller, header }))!;
  const expected = arrives[title]!;
  if (result === undefined)
    expect(await gateway.prepare(gateway.tools[0]!, {})).toMatchObject({
      request: { tls: { cert: expect.any(String), key: expect.any(String), ca: expect.any(String) } },
    });
  else if (expected instanceof RegExp) expect(JSON.stringify(result.content)).toMatch(expected);
  else expect(server.api.seen.at(-1)!.headers).toMatchObject(expected);
  expect(
    gateway.diagnostics.filter(({ severity, code }) => severity !== 'info' && code !== 'CREDENTIAL_MISSING'),
  ).toEqual([]);
  await gateway.close();
});

const inward = [...page.slice(0, page.indexOf('## Outward')).matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml]) => yaml!);

test.each(inward)('inward: %s', async (yaml) => {
  const key = `apiKeys: [{ name: ci, hash: "sha256:${'0'.repeat(64)}" }]`;
  // An example of rules leaves out whom they are for.
  const whole = yaml
    .replaceAll('sha256:…', `sha256:${'0'.repeat(64)}`)
    .replace(/^access:\n {2}rules:/m, `access:\n  ${key}\n  rules:`);
  const config = await parseConfig(
    `apis: { crm: { spec: ./crm.json } }\n${whole}`,
    join(folder, 'routewright.config.yaml'),
  );
  expect(config.access ?? config.audit).toBeDefined();
});

test('each section about who may call has an example', () => {
  expect(inward.length).toBeGreaterThanOrEqual(5);
});
