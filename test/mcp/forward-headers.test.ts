import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/base/config/load.ts';
import { silentLogger } from '../../src/base/log.ts';
import { Redactor } from '../../src/base/secrets.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { type HttpServer, serveOverHttp } from '../../src/mcp/http.ts';
import { prepareHttp } from '../../src/mcp/prepare-http.ts';
import { serve, type TestServer } from '../upstream/support/server.ts';
import { postModern } from '../support/modern-request.ts';

/** Headers of a client over HTTP that the configuration passes on (`forwardHeaders`), and all others. */

let folder: string;
let api: TestServer;
let elsewhere: TestServer;
let gateway: Gateway;
let server: HttpServer;
const redactor = new Redactor();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forward-'));
  elsewhere = await serve((_request, response) => void response.end('{}'));
  api = await serve((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: `${elsewhere.url}/x` }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(request.rawHeaders));
  });
  const get = (operationId: string): object => ({
    get: {
      operationId,
      parameters: [{ name: 'X-Tenant', in: 'header', schema: { type: 'string' } }],
      responses: { 200: { description: '' } },
    },
  });
  const document = {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    servers: [{ url: api.url }],
    paths: { '/echo': get('echo'), '/moved': get('moved') },
  };
  await writeFile(join(folder, 'api.json'), JSON.stringify(document));
  const config = await parseConfig(
    JSON.stringify({
      apis: {
        things: {
          spec: './api.json',
          headers: { 'X-Fixed': 'ours' },
          forwardHeaders: ['X-Tenant', 'X-Session-Token', 'X-Fixed', 'Accept-Language'],
        },
      },
      http: { allowedOrigins: ['https://app.example.com'] },
    }),
    join(folder, 'rw.json'),
  );
  gateway = await createGateway(config, { redactor });
  const prepared = await prepareHttp(gateway, config, { logger: silentLogger, redactor });
  server = await serveOverHttp({ ...prepared, host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  await server.close();
  await gateway.close();
  await Promise.all([api.close(), elsewhere.close()]);
  await rm(folder, { recursive: true, force: true });
});

async function call(name: string, headers: Record<string, string>, args: object = {}): Promise<string> {
  return (await postModern(server.url, 'tools/call', { name, arguments: args }, { headers })).text();
}

const sent = {
  'X-Tenant': 'acme',
  'X-Session-Token': 'of-the-user-s3ssion',
  'X-Fixed': 'theirs',
  'Accept-Language': 'de',
  'X-Other': 'private',
  Authorization: 'Bearer inbound-t0ken',
  Cookie: 'sid=inbound-c00kie',
};

test('those that are listed arrive at the API, and nothing else does', async () => {
  const text = await call('echo', sent);
  const { headers } = api.seen.at(-1)!;
  expect(headers).toMatchObject({
    'x-tenant': 'acme',
    'x-session-token': 'of-the-user-s3ssion',
    'accept-language': 'de',
    // What the configuration says itself goes before what a client says.
    'x-fixed': 'ours',
  });
  expect(headers).not.toHaveProperty('x-other');
  expect(JSON.stringify(headers)).not.toMatch(/inbound/);
  // What is a secret by its name does not come back, though the API echoes it.
  expect(text).toContain('acme');
  expect(text).not.toContain('of-the-user-s3ssion');
});

test('the client goes before an argument of the model, which counts where the client says nothing', async () => {
  const [property] = Object.keys((gateway.surface.tools[0]!.inputSchema as { properties: object }).properties);
  await call('echo', { 'X-Tenant': 'acme' }, { [property!]: 'of-the-model' });
  expect(api.seen.at(-1)!.headers).toMatchObject({ 'x-tenant': 'acme' });
  await call('echo', {}, { [property!]: 'of-the-model' });
  expect(api.seen.at(-1)!.headers).toMatchObject({ 'x-tenant': 'of-the-model' });
});

test('none of them follows a redirect elsewhere', async () => {
  await call('moved', sent);
  expect(elsewhere.seen).toHaveLength(1);
  expect(JSON.stringify(elsewhere.seen[0]!.headers)).not.toMatch(/acme|s3ssion|ours|inbound/);
});

test('pages of an origin that is allowed may send them', async () => {
  const response = await fetch(server.url, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-tenant,x-other,content-type',
    },
  });
  expect(response.headers.get('access-control-allow-headers')).toBe('x-tenant, content-type');
});

test('a program that calls the gateway itself has no such headers', async () => {
  await gateway.surface.call('echo', {}, {});
  expect(api.seen.at(-1)!.headers).not.toHaveProperty('x-tenant');
});

test.each([
  'Authorization',
  'proxy-authorization',
  'X-API-Key',
  'Cookie',
  'Host',
  'Connection',
  'Transfer-Encoding',
  'TE',
  'Content-Length',
  'Content-Type',
  'Accept',
  'Origin',
  'Mcp-Session-Id',
  'Sec-Fetch-Site',
  'not a name',
])('%s is never passed on, and the configuration says so', async (name) => {
  const text = JSON.stringify({ apis: { things: { spec: './api.json', forwardHeaders: [name] } } });
  await expect(parseConfig(text, join(folder, 'rw.json'))).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/forwardHeaders/),
  });
});
