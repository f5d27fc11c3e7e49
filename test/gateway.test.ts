import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '../src/base/config/load.ts';
import { createLogger, type Logger } from '../src/base/log.ts';
import { Redactor } from '../src/base/secrets.ts';
import type { ToolResult } from '../src/catalog/tool-result.ts';
import { createGateway, type Gateway } from '../src/gateway.ts';
import { serve, type TestServer } from './upstream/support/server.ts';

let folder: string;
let gateway: Gateway | undefined;
let logger: Logger | undefined;
const servers: TestServer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-'));
});

afterEach(async () => {
  await gateway?.close();
  await logger?.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await rm(folder, { recursive: true, force: true });
});

async function start(listener: RequestListener): Promise<TestServer> {
  const server = await serve(listener);
  servers.push(server);
  return server;
}

/** A gateway of a configuration, and everything it logs. */
async function open(apis: object, env: Record<string, string> = {}): Promise<{ gateway: Gateway; log: () => string }> {
  const config = await parseConfig(JSON.stringify({ apis }), join(folder, 'routewright.config.json'));
  const redactor = new Redactor();
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  logger = await createLogger({ level: 'debug', format: 'json', redactor, stream });
  gateway = await createGateway(config, { logger, redactor, secrets: { env, readFile: () => '' } });
  return { gateway, log: () => Buffer.concat(chunks).toString() };
}

async function describeApi(file: string, url: string, paths: object, securitySchemes: object = {}): Promise<string> {
  const document = {
    openapi: '3.1.0',
    info: { title: file, version: '1' },
    servers: [{ url }],
    paths,
    components: { securitySchemes },
  };
  await writeFile(join(folder, file), JSON.stringify(document));
  return `./${file}`;
}

const operation = (operationId: string, more: object = {}): object => ({
  get: { operationId, responses: {}, ...more },
});
const key = { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } };

describe('several APIs', () => {
  test('each tool reaches its own, with its own credential and no other', async () => {
    const [shop, library] = await Promise.all([
      start((_, response) => response.end('shop')),
      start((_, response) => response.end('library')),
    ]);
    const paths = { '/list': operation('list', { security: [{ Key: [] }] }), '/open': operation('open') };
    const { gateway: opened } = await open(
      {
        shop: {
          spec: await describeApi('shop.json', shop.url, paths, key),
          credentials: { Key: 'env:SHOP' },
          headers: { 'X-From': 'shop' },
        },
        library: {
          spec: await describeApi('library.json', library.url, paths, key),
          credentials: { Key: 'env:LIBRARY' },
        },
      },
      { SHOP: 'shop-s3cret', LIBRARY: 'library-s3cret' },
    );
    expect(opened.surface.tools.map(({ name }) => name)).toEqual([
      'shop_list',
      'shop_open',
      'library_list',
      'library_open',
      'read_result',
    ]);
    const results = await Promise.all(opened.tools.map(({ name }) => opened.surface.call(name, {}, {})));
    expect(results.map((result) => result!.content[0])).toEqual(
      ['shop', 'shop', 'library', 'library'].map((text) => ({ type: 'text', text })),
    );
    const seen = ({ seen: requests }: TestServer): unknown[] =>
      requests.map(({ url, headers }) => [url, headers['x-key'], headers['x-from']]).sort();
    expect(seen(shop)).toEqual([
      ['/list', 'shop-s3cret', 'shop'],
      ['/open', undefined, 'shop'],
    ]);
    expect(seen(library)).toEqual([
      ['/list', 'library-s3cret', undefined],
      ['/open', undefined, undefined],
    ]);
    expect(await opened.surface.call('list', {}, {})).toBeUndefined();
  });

  test('whose tools would share a name are refused', async () => {
    const spec = (file: string, id: string): Promise<string> =>
      describeApi(file, 'http://127.0.0.1:1', { '/x': operation(id) });
    const apis = { shop: { spec: await spec('a.json', 'eu_list') }, shop_eu: { spec: await spec('b.json', 'list') } };
    await expect(open(apis)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'The APIs shop and shop_eu both have a tool shop_eu_list',
    });
  });
});

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Each says back what it was told, in a way that APIs do. */
const echoes: Record<string, RequestListener> = {
  'a JSON body': (request, response) =>
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ url: request.url, headers: request.headers, raw: request.rawHeaders })),
  'JSON with slashes and letters escaped': (request, response) => {
    const text = JSON.stringify({ url: request.url, raw: request.rawHeaders })
      .replaceAll('/', String.raw`\/`)
      .replaceAll('s', String.raw`\u0073`);
    response.setHeader('content-type', 'application/json').end(text);
  },
  'names of members': (request, response) =>
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify(Object.fromEntries(request.rawHeaders.map((text) => [text, 1])))),
  text: (request, response) =>
    response.setHeader('content-type', 'text/plain').end(`${request.url!}\n${request.rawHeaders.join('\n')}`),
  'text, decoded': (request, response) =>
    response
      .setHeader('content-type', 'text/plain')
      .end(decodeURIComponent(`${request.url!}\n${request.rawHeaders.join('\n')}`)),
  'text in base64': (request, response) =>
    response
      .setHeader('content-type', 'text/plain')
      .end(Buffer.from(new URL(request.url!, 'http://h').searchParams.get('token')!).toString('base64')),
  'an error': (request, response) =>
    response
      .writeHead(401, {
        'content-type': 'application/json',
        'www-authenticate': `Bearer realm="${request.headers.authorization!}"`,
      })
      .end(
        JSON.stringify({
          message: `bad key ${String(request.headers['x-key'])}`,
          errors: request.rawHeaders,
          request: request.url,
        }),
      ),
  'a page that is no error': (request, response) =>
    response.setHeader('content-type', 'text/html').end(`<p>${escapeHtml(request.rawHeaders.join(' '))}</p>`),
  'a text error': (request, response) => response.writeHead(500).end(request.rawHeaders.join(' ')),
  'a page': (request, response) =>
    response.writeHead(500, { 'content-type': 'text/html' }).end(`<title>${String(request.headers['x-key'])}</title>`),
  'what is not JSON': (request, response) =>
    response.setHeader('content-type', 'application/json').end(request.rawHeaders.join(' ')),
  'a Location': (request, response) => response.writeHead(201, { location: `/made${request.url!}` }).end(),
  'a redirect that is a circle': (request, response) =>
    response.writeHead(302, { location: `/x/${String(request.headers['x-key'])}${request.url!}` }).end(),
  'the name of a file': (request, response) =>
    response
      .writeHead(200, {
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="${String(request.headers['x-pin'])}.pdf"`,
      })
      .end('%PDF'),
  'a number': (_, response) => response.setHeader('content-type', 'application/json').end('{"pin":94712263}'),
  'a broken answer': (request, response) =>
    response
      .writeHead(200, { 'content-length': '500', 'x-key': String(request.headers['x-key']) })
      .write('half', () => request.socket.destroy()),
};

describe('no secret comes back, nor into the log', () => {
  const env = {
    KEY: 's3cret/key+with ü€&"chars"',
    TOKEN: 's3cret=token&/?',
    SESSION: 's3cret;session',
    BEARER: 'Bearer s3cret.bearer-token',
    PASSWORD: 's3cret:pass/word',
    TENANT: 'Token s3cret-<tenant>&',
    PIN: '94712263',
  };
  const parts = [...Object.values(env), 's3cret.bearer-token', 's3cret-<tenant>&'];
  const forms = (secret: string): string[] => [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    new URLSearchParams([['', secret]]).toString().slice(1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('latin1'),
    escapeHtml(secret),
    escapeHtml(Buffer.from(secret).toString('latin1')),
  ];
  const schemes = {
    Key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    Pin: { type: 'apiKey', in: 'header', name: 'X-Pin' },
    Token: { type: 'apiKey', in: 'query', name: 'token' },
    Session: { type: 'apiKey', in: 'cookie', name: 'session' },
    Bearer: { type: 'http', scheme: 'bearer' },
    Basic: { type: 'http', scheme: 'basic' },
  };

  function leaksIn(result: ToolResult | undefined): string[] {
    const text =
      JSON.stringify(result) + JSON.stringify(result?.content.map((part) => (part.type === 'text' ? part.text : '')));
    const plain = (result?.content ?? [])
      .map((part) => (part.type === 'text' ? part.text : JSON.stringify(part)))
      .join('\n');
    const basic = Buffer.from(`ada:${env.PASSWORD}`).toString('base64');
    return [...parts.flatMap(forms), basic].filter((form) => text.includes(form) || plain.includes(form));
  }

  test.each(Object.entries(echoes))('where the API echoes it in %s', async (_, listener) => {
    const server = await start(listener);
    const all = { security: [{ Key: [], Pin: [], Token: [], Session: [], Bearer: [] }] };
    const paths = {
      '/all': operation('all', all),
      '/basic': operation('basic', { security: [{ Key: [], Token: [], Basic: [] }] }),
    };
    const { gateway: opened, log } = await open(
      {
        api: {
          spec: await describeApi('api.json', server.url, paths, schemes),
          credentials: {
            Key: 'env:KEY',
            Pin: 'env:PIN',
            Token: 'env:TOKEN',
            Session: 'env:SESSION',
            Bearer: 'env:BEARER',
            Basic: { username: 'env:USER', password: 'env:PASSWORD' },
          },
          headers: { 'X-Tenant': 'env:TENANT' },
          timeout: '3s',
        },
      },
      { ...env, USER: 'ada' },
    );
    for (const name of ['all', 'basic']) {
      const result = await opened.surface.call(name, {}, {});
      expect(result!.content.length).toBeGreaterThan(0);
      expect(leaksIn(result)).toEqual([]);
    }
    await logger!.close();
    expect(log()).toContain('"tool":"all"');
    expect(parts.flatMap(forms).filter((form) => log().includes(form))).toEqual([]);
    // They were sent, so there was something to leak.
    expect(server.seen[0]).toMatchObject({
      headers: { cookie: 'session=s3cret%3Bsession', 'x-tenant': env.TENANT, authorization: env.BEARER },
    });
    expect(server.seen[0]!.url).toContain(`token=${encodeURIComponent(env.TOKEN)}`);
  });

  test('an answer without secrets is as it came, structure included', async () => {
    const body = { authorization: 'none needed', cookie: 'chocolate chip', user: 'ada', deep: [[[[1]]]] };
    const server = await start((_, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
    );
    const { gateway: opened } = await open({
      api: { spec: await describeApi('api.json', server.url, { '/x': operation('x') }) },
    });
    expect(await opened.surface.call('x', {}, {})).toMatchObject({
      content: [{ text: JSON.stringify(body) }],
      structuredContent: body,
    });
  });

  test('where a failure of ours holds it', async () => {
    const { gateway: opened } = await open(
      {
        api: {
          spec: await describeApi(
            'api.json',
            'http://127.0.0.1:1',
            { '/x': operation('x', { security: [{ Key: [], Token: [] }] }) },
            schemes,
          ),
          credentials: { Key: 'env:KEY', Token: 'env:TOKEN' },
        },
      },
      env,
    );
    const result = await opened.surface.call('x', {}, {});
    expect(result).toMatchObject({ isError: true });
    expect(leaksIn(result)).toEqual([]);
    const prepared = await opened.prepare(opened.tools[0]!, { wrong: env.KEY });
    expect(leaksIn('failure' in prepared ? prepared.failure : undefined)).toEqual([]);
  });
});

test('a header of the configuration that has no value, or none that can be sent, stops the call by name', async () => {
  const server = await start((_, response) => response.end('ok'));
  const spec = await describeApi('api.json', server.url, { '/x': operation('x') });
  const { gateway: first } = await open({ api: { spec, headers: { 'X-Tenant': 'env:TENANT' } } });
  expect((await first.surface.call('x', {}, {}))!.content[0]).toMatchObject({
    text: expect.stringMatching(/^SECRET_MISSING: The header X-Tenant .*TENANT is not set/),
  });
  await first.close();
  const { gateway: second } = await open(
    { api: { spec, headers: { 'X-Tenant': 'env:TENANT' } } },
    { TENANT: 's3c\nret' },
  );
  expect((await second.surface.call('x', {}, {}))!.content[0]).toMatchObject({
    text: expect.stringMatching(/^SECRET_MISSING: The header X-Tenant has no value: env:TENANT holds a line break/),
  });
  expect(server.seen).toHaveLength(0);
});
