import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../src/base/caller.ts';
import { parseConfig } from '../../../src/base/config/load.ts';
import { Redactor } from '../../../src/base/secrets.ts';
import type { ToolResult } from '../../../src/catalog/tool-result.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../../src/gateway.ts';
import { type AuthorizationServer, serveAuthorization } from '../support/authorization-server.ts';

let folder: string;
let server: AuthorizationServer;
const gateways: Gateway[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'per-user-'));
  server = await serveAuthorization();
});

afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const callbackUrl = 'http://127.0.0.1:9/oauth/callback';

async function open(
  credential: object = { perUser: true },
  more: object = {},
  { redactor = new Redactor(), startUrl }: Pick<GatewayOptions, 'redactor' | 'startUrl'> = {},
): Promise<Gateway> {
  const flows = {
    authorizationCode: {
      authorizationUrl: `${server.issuer.url}/authorize`,
      tokenUrl: `${server.issuer.url}/token`,
      scopes: { read: '' },
    },
  };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    servers: [{ url: server.api.url }],
    paths: {
      '/me': { get: { operationId: 'me', security: [{ OAuth: ['read'] }], responses: {} } },
      '/echo': { get: { operationId: 'echo', security: [{ OAuth: ['read'] }], responses: {} } },
    },
    components: { securitySchemes: { OAuth: { type: 'oauth2', flows } } },
  };
  await writeFile(join(folder, 'api.json'), JSON.stringify(document));
  const credentials = { OAuth: { clientId: 'gateway', ...credential } };
  const config = { apis: { shop: { spec: './api.json', credentials } }, ...more };
  const gateway = await createGateway(await parseConfig(JSON.stringify(config), join(folder, 'rw.json')), {
    redactor,
    secrets: { env: { XDG_STATE_HOME: folder, PASS: 'pa55word', REFRESH: 'refresh-1-client' }, readFile: () => '' },
    callbackUrl: () => callbackUrl,
    ...(startUrl ? { startUrl } : {}),
  });
  gateways.push(gateway);
  return gateway;
}

const caller = (id: string, more: object = {}): Caller => ({ id, name: id, scopes: [], claims: {}, ...more });
const call = async (gateway: Gateway, who: Caller): Promise<ToolResult> =>
  (await gateway.surface.call('me', {}, { caller: who }))!;
const userOf = ({ structuredContent }: ToolResult): unknown =>
  (structuredContent as { user: string } | undefined)?.user;
const textOf = ({ content: [part] }: ToolResult): string => (part?.type === 'text' ? part.text : '');

async function agree(gateway: Gateway, who: Caller, user = who.id): Promise<void> {
  const { authorization } = await call(gateway, who);
  await gateway.authorizations.complete(await server.agree(authorization!.url, user));
}

describe('a user who agrees for themselves', () => {
  test('gets a link, comes back, and calls with a token of their own', async () => {
    const gateway = await open();
    const ada = caller('ada');
    const first = await call(gateway, ada);
    expect(first).toMatchObject({ isError: true });
    const { id, url, message } = first.authorization!;
    const link = new URL(url);
    expect(Object.fromEntries(link.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'gateway',
      redirect_uri: callbackUrl,
      state: id,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      scope: 'read',
    });
    expect(message).toMatch(/^Agree at 127\.0\.0\.1:\d+ that shop may be used on your behalf\.$/);
    expect(textOf(first)).toContain(url);
    expect(server.api.seen).toHaveLength(0);
    expect(await gateway.authorizations.status(id)).toBe('pending');
    // Several calls at once are answered with one link.
    expect((await call(gateway, ada)).authorization).toEqual(first.authorization);
    const done = await gateway.authorizations.complete(await server.agree(url, 'ada'));
    expect(done).toEqual({ api: 'shop', scheme: 'OAuth', caller: { id: 'ada', name: 'ada' } });
    expect(await gateway.authorizations.status(id)).toBe('complete');
    expect(userOf(await call(gateway, ada))).toBe('ada');
    expect((await call(gateway, caller('bob'))).authorization!.id).not.toBe(id);
  });

  test('two of them never mix, over 1,000 interleaved calls', async () => {
    server.life = 0.4;
    const gateway = await open();
    const users = [caller('ada'), caller('bob')];
    for (const user of users) await agree(gateway, user);
    const calls = Array.from({ length: 1000 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index / 2));
      return userOf(await call(gateway, users[index % 2]!));
    });
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 1000 }, (_, index) => users[index % 2]!.id));
    // Tokens are renewed after half of their life, each for its own user.
    const refreshed = server.forms().filter(({ grant_type }) => grant_type === 'refresh_token');
    expect(refreshed.length).toBeGreaterThanOrEqual(2);
    expect(refreshed.length).toBeLessThan(60);
  });

  test.each<[string, (back: URL) => void, string]>([
    ['a state that is not known', (back) => back.searchParams.set('state', 'x'), 'AUTHORIZATION_UNKNOWN'],
    ['no state', (back) => back.searchParams.delete('state'), 'AUTHORIZATION_UNKNOWN'],
    ['a code of somebody else', (back) => back.searchParams.set('code', 'stolen'), 'TOKEN_REFUSED'],
    ['no code', (back) => back.searchParams.delete('code'), 'AUTHORIZATION_FAILED'],
    ['a refusal of the user', (back) => back.searchParams.set('error', 'access_denied'), 'AUTHORIZATION_DENIED'],
    ['another error', (back) => back.searchParams.set('error', 'server_error'), 'AUTHORIZATION_FAILED'],
  ])('comes back with %s', async (_, change, code) => {
    const gateway = await open();
    const { authorization } = await call(gateway, caller('ada'));
    const back = await server.agree(authorization!.url, 'ada');
    change(back);
    await expect(gateway.authorizations.complete(back)).rejects.toMatchObject({ code });
    expect(await gateway.authorizations.status(authorization!.id)).toBe(
      code === 'AUTHORIZATION_UNKNOWN' ? 'pending' : 'failed',
    );
    // The next call gives a link that works.
    if (code === 'AUTHORIZATION_UNKNOWN') return;
    expect((await call(gateway, caller('ada'))).authorization!.id).not.toBe(authorization!.id);
  });

  test('comes back once', async () => {
    const gateway = await open();
    const { authorization } = await call(gateway, caller('ada'));
    const back = await server.agree(authorization!.url, 'ada');
    await gateway.authorizations.complete(back);
    await expect(gateway.authorizations.complete(back)).rejects.toMatchObject({ code: 'AUTHORIZATION_UNKNOWN' });
  });

  test('is asked again once the refresh token is revoked', async () => {
    const gateway = await open();
    const ada = caller('ada');
    await agree(gateway, ada);
    server.expired.add('access-1-ada');
    server.revoked.add('refresh-1-ada');
    const result = await call(gateway, ada);
    expect(result.authorization).toBeDefined();
    expect(textOf(result)).toMatch(/^AUTHORIZATION_NEEDED/);
  });

  test('a token that the API no longer takes is renewed, and the refresh token rotates', async () => {
    const gateway = await open();
    const ada = caller('ada');
    await agree(gateway, ada);
    for (const count of [1, 2, 3]) {
      server.expired.add(`access-${count}-ada`);
      expect(userOf(await call(gateway, ada))).toBe('ada');
    }
    expect(
      server
        .forms()
        .slice(1)
        .map(({ refresh_token }) => refresh_token),
    ).toEqual(['refresh-1-ada', 'refresh-2-ada', 'refresh-3-ada']);
  });
});

describe('a page of ours that sends the user away', () => {
  const ada = caller('ada');
  const openBound = (): Promise<Gateway> =>
    open({ perUser: true }, {}, { startUrl: () => 'http://127.0.0.1:9/oauth/start' });

  test('is the link; the browser that goes on from there is the one that may come back', async () => {
    const gateway = await openBound();
    const { authorizations } = gateway;
    const { id, url, message } = (await call(gateway, ada)).authorization!;
    expect(url).toBe(`http://127.0.0.1:9/oauth/start?id=${id}`);
    expect(message).toMatch(/^Agree at 127\.0\.0\.1:\d+ that shop may be used on your behalf\.$/);
    expect(await authorizations.look(id)).toEqual({
      api: 'shop',
      scheme: 'OAuth',
      caller: { id: 'ada', name: 'ada' },
      host: new URL(server.issuer.url).host,
    });
    const back = await server.agree(await authorizations.start(id, 'first'), 'ada');
    expect(await authorizations.start(id, 'first')).toContain(`state=${id}`);
    for (const attempt of [authorizations.start(id, 'second'), authorizations.complete(back, 'second')])
      await expect(attempt).rejects.toMatchObject({ code: 'AUTHORIZATION_ELSEWHERE' });
    await expect(authorizations.complete(back)).rejects.toMatchObject({ code: 'AUTHORIZATION_ELSEWHERE' });
    // None of them has used the answer up.
    await authorizations.complete(back, 'first');
    expect(userOf(await call(gateway, ada))).toBe('ada');
    await expect(authorizations.look(id)).rejects.toMatchObject({ code: 'AUTHORIZATION_UNKNOWN' });
  });

  test('cannot be passed by: who was not sent away does not come back, whoever knows the state', async () => {
    const gateway = await openBound();
    const { id } = (await call(gateway, ada)).authorization!;
    const back = new URL(`${callbackUrl}?code=of-an-attacker&state=${id}`);
    await expect(gateway.authorizations.complete(back, 'victim')).rejects.toMatchObject({
      code: 'AUTHORIZATION_ELSEWHERE',
    });
    expect(server.forms()).toEqual([]);
  });
});

test('a restart between the link and the callback does no harm where the store is lasting', async () => {
  const store = { store: { folder: './state' } };
  const { authorization } = await call(await open({ perUser: true }, store), caller('ada'));
  const back = await server.agree(authorization!.url, 'ada');
  const second = await open({ perUser: true }, store);
  await second.authorizations.complete(back);
  expect(userOf(await call(second, caller('ada')))).toBe('ada');
  const third = await open({ perUser: true }, store);
  expect(userOf(await call(third, caller('ada')))).toBe('ada');
  const state = join(folder, 'state');
  expect((await stat(state)).mode & 0o777).toBe(0o700);
  const files = await readdir(state);
  for (const name of files) {
    expect((await stat(join(state, name))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(state, name), 'utf8')).not.toMatch(/access-|refresh-|ada/);
  }
  // In memory nothing is left.
  const forgetful = await open();
  await expect(forgetful.authorizations.complete(back)).rejects.toMatchObject({ code: 'AUTHORIZATION_UNKNOWN' });
});

test('no token comes back, whatever the API echoes', async () => {
  const gateway = await open();
  const ada = caller('ada');
  await agree(gateway, ada);
  const result = await gateway.surface.call('echo', {}, { caller: ada });
  expect(textOf(result!)).toMatch(/"sent":\["\[redacted\]"/);
  const token = 'access-1-ada';
  for (const form of [token, Buffer.from(token).toString('base64'), Buffer.from(token).toString('base64url')])
    expect(JSON.stringify(result)).not.toContain(form);
});

test('a token of a login that the API refuses for good is named, with its end and the command that renews it', async () => {
  const gateway = await open({});
  const [client] = gateway.authorizations.clients();
  const signal = AbortSignal.timeout(5_000);
  const link = await gateway.authorizations.begin(client!.api, client!.scheme, caller('local'), signal, callbackUrl);
  await gateway.authorizations.complete(await server.agree(link!.url, 'ada'));
  for (const count of [1, 2]) server.expired.add(`access-${count}-ada`);
  expect(textOf(await call(gateway, caller('x')))).toMatch(
    /^HTTP 401 [^]*\nThe API refused the credential OAuth of shop, and a new one as well, which expires at \S+Z\. Whoever runs the gateway renews it with `routewright login <config> shop OAuth`\.$/,
  );
});

test('without a login a shared client says who has to log in, and how', async () => {
  const result = await call(await open({}), caller('ada'));
  expect(result.authorization).toBeUndefined();
  expect(textOf(result)).toBe(
    'AUTHORIZATION_NEEDED: The credential OAuth of shop has no token: There is no token yet\nWhoever runs the gateway logs in with `routewright login <config> shop OAuth`; calling again does not help before that.',
  );
});

describe('other grants', () => {
  test('a password, where a document still has it', async () => {
    const gateway = await open({ username: 'ada', password: 'env:PASS' });
    expect(userOf(await call(gateway, caller('x')))).toBe('ada');
    expect(server.forms()).toEqual([
      { grant_type: 'password', username: 'ada', password: 'pa55word', scope: 'read', client_id: 'gateway' },
    ]);
  });

  test('a refresh token that was obtained elsewhere; the one it is replaced by is kept', async () => {
    await open({ username: 'client', password: 'env:PASS' }).then((gateway) => call(gateway, caller('x')));
    const gateway = await open({ refreshToken: 'env:REFRESH' });
    expect(userOf(await call(gateway, caller('x')))).toBe('client');
    server.expired.add('access-2-client');
    expect(userOf(await call(gateway, caller('x')))).toBe('client');
    expect(server.forms().at(-1)).toMatchObject({ refresh_token: 'refresh-2-client' });
  });

  test('the exchange of the token of the caller (RFC 8693), which itself goes nowhere else', async () => {
    const gateway = await open({ grant: 'tokenExchange', audience: 'shop' });
    const ada = caller('ada', { token: 'inbound-a' });
    expect(userOf(await call(gateway, ada))).toBe('inbound-a');
    expect(userOf(await call(gateway, caller('bob', { token: 'inbound-b' })))).toBe('inbound-b');
    await call(gateway, ada);
    // A new token of the same caller is exchanged anew.
    expect(userOf(await call(gateway, caller('ada', { token: 'inbound-c' })))).toBe('inbound-c');
    expect(server.forms()).toHaveLength(3);
    expect(server.forms()[0]).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'inbound-a',
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: 'shop',
      scope: 'read',
      client_id: 'gateway',
    });
    expect(JSON.stringify(server.api.seen.map(({ headers }) => headers))).not.toMatch(/Bearer inbound/);
    expect(textOf(await call(gateway, caller('eve')))).toMatch(/exchanged for the token of the caller, who has none/);
  });
});
