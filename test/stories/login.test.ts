import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type CliRun, runCli } from '../support/cli.ts';
import { type AuthorizationServer, serveAuthorization } from '../upstream/support/authorization-server.ts';

let folder: string;
let server: AuthorizationServer;
let config: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'login-'));
  server = await serveAuthorization();
  const at = (path: string): string => `${server.issuer.url}/${path}`;
  const flows = {
    authorizationCode: { authorizationUrl: at('authorize'), tokenUrl: at('token'), scopes: { read: '' } },
    deviceAuthorization: { deviceAuthorizationUrl: at('device'), tokenUrl: at('token'), scopes: { read: '' } },
  };
  const document = {
    openapi: '3.2.0',
    info: { title: 'Things', version: '1' },
    servers: [{ url: server.api.url }],
    paths: { '/me': { get: { operationId: 'me', security: [{ OAuth: ['read'] }], responses: {} } } },
    components: { securitySchemes: { OAuth: { type: 'oauth2', flows } } },
  };
  await writeFile(join(folder, 'api.json'), JSON.stringify(document));
  config = join(folder, 'routewright.config.yaml');
  const api = (grant: string, more = ''): string =>
    `{ spec: ./api.json, credentials: { OAuth: { clientId: gateway, grant: ${grant}${more} } } }`;
  const shop = api('authorizationCode', `, revocationUrl: "${at('revoke')}"`);
  await writeFile(config, `apis:\n  shop: ${shop}\n  tv: ${api('deviceCode')}\n`);
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]): Promise<CliRun> => runCli(args, { env: { XDG_STATE_HOME: folder } });

/** Runs `login` and does what a person does with the link it prints. */
async function login(...args: string[]): Promise<{ code: number | null; stderr: string; page: string }> {
  const child = spawn(process.execPath, ['dist/cli.js', 'login', config, ...args], {
    env: { PATH: process.env['PATH'] ?? '', XDG_STATE_HOME: folder },
  });
  let stderr = '';
  let page = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    const link = /^(http\S+authorize\S+)\n/m.exec(stderr)?.[1];
    if (link === undefined || page !== '') return;
    page = '…';
    void server
      .agree(link, 'ada')
      .then((back) => fetch(back))
      .then(async (response) => (page = await response.text()));
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stderr, page };
}

test('login by the browser, a call that uses the token and one that renews it, logout', async () => {
  expect(await run('call', config, 'shop_me')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/routewright login <config> shop OAuth/),
  });
  const { code, stderr, page } = await login('shop');
  expect(stderr).toMatch(/^Open this link and agree:\n.*\nLogged in to shop\. The token is kept, encrypted/);
  expect(page).toMatch(/<h1>You are logged in<\/h1>\n<p>shop may now be used with your account\.<\/p>/);
  expect(code).toBe(0);
  expect(await run('call', config, 'shop_me')).toMatchObject({ code: 0, stdout: '{"user":"ada"}\n' });
  server.expired.add('access-1-ada');
  expect(await run('call', config, 'shop_me')).toMatchObject({ code: 0, stdout: '{"user":"ada"}\n' });
  expect(server.forms().at(-1)).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'refresh-1-ada' });
  // The server takes its tokens back (RFC 7009), the one that obtains others first.
  expect(await run('logout', config, 'shop')).toMatchObject({
    code: 0,
    stderr: 'Logged out of shop. The token is forgotten here, and no longer good at its server.\n',
  });
  expect(server.forms().slice(-2)).toMatchObject([
    { token: 'refresh-2-ada', token_type_hint: 'refresh_token', client_id: 'gateway' },
    { token: 'access-2-ada', token_type_hint: 'access_token' },
  ]);
  expect(await run('logout', config, 'shop')).toMatchObject({ stderr: 'There was no token of shop.\n' });
  expect(await run('call', config, 'shop_me')).toMatchObject({ code: 1 });
});

test('login on another device, and one that keeps nothing', async () => {
  const device = await login('tv', 'OAuth', '--no-store');
  expect(device.stderr).toMatch(
    /^Open http:\S+\/agree\nand enter the code WDJB-MJHT\nLogged in to tv; no token was kept\.\n$/,
  );
  expect(await readdir(folder)).not.toContain('routewright');
  await login('tv');
  expect(await run('call', config, 'tv_me')).toMatchObject({ code: 0, stdout: '{"user":"device-user"}\n' });
  expect(await run('logout', config, 'tv')).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^Logged out of tv\. The token is forgotten here; it stays good until it expires/),
  });
});

test('variables come from env files where the user says so, and one that is not there is named', async () => {
  await writeFile(join(folder, 'api.env'), 'CLIENT=gateway\n');
  const credential = 'OAuth={"clientId":"env:CLIENT","grant":"password","username":"ada","password":"pa55word"}';
  const call = (...more: string[]): Promise<CliRun> =>
    run('call', join(folder, 'api.json'), 'me', '--credential', credential, ...more);
  expect(await call('--dotenv', join(folder, 'api.env'))).toMatchObject({ code: 0, stdout: '{"user":"ada"}\n' });
  expect(await call()).toMatchObject({ code: 1, stderr: expect.stringMatching(/CLIENT is not set/) });
  expect(await call('--dotenv', '/no/such')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/env file \/no\/such/),
  });
});

test('what is to be logged in to must be clear', async () => {
  expect(await run('login', config)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^error USAGE: There are several OAuth clients[^]*Name the API and the scheme: shop OAuth, tv OAuth\./,
    ),
  });
  expect(await run('login', join(folder, 'api.json'))).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Configure one under `credentials`/),
  });
});
