import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cwd } from 'node:process';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { loadDocument } from '../../src/spec/load.ts';
import { listOperations } from '../../src/spec/operations.ts';
import { readSpec } from '../../src/spec/read.ts';
import { describeApi, failureOf, load, makeFolder, serve } from './fixture.ts';

const api = JSON.stringify(describeApi({ '/pets': { get: { operationId: 'listPets' } } }));

async function operationIds(source: string, options?: Parameters<typeof loadDocument>[1]): Promise<unknown[]> {
  return listOperations(await loadDocument(source, options)).operations.map(({ operationId }) => operationId);
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < text.length; start += 7) yield Buffer.from(text.slice(start, start + 7));
  await Promise.resolve();
}

describe('a file', () => {
  test('by absolute path, by relative path, by URL', async () => {
    const path = join(await makeFolder({ 'with space & #hash/openapi.json': api }), 'with space & #hash/openapi.json');
    for (const source of [path, relative(cwd(), path), pathToFileURL(path).href]) {
      expect(await operationIds(source)).toEqual(['listPets']);
    }
  });

  const utf16le = Buffer.from(api, 'utf16le');
  const utf16be = Buffer.from(utf16le).swap16();
  test.each<[string, Uint8Array]>([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${api}`)],
    ['UTF-16, little endian', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16le])],
    ['UTF-16, big endian', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be])],
    ['UTF-16, little endian, without a mark', utf16le],
    ['UTF-16, big endian, without a mark', utf16be],
  ])('in %s', async (_, bytes) => {
    expect(await operationIds(join(await makeFolder({ 'api.json': bytes }), 'api.json'))).toEqual(['listPets']);
  });

  test('that does not exist: the error says where it was looked for', async () => {
    const error = await failureOf(readSpec('nowhere/openapi.yaml'));
    expect(error.code).toBe('SPEC_NOT_FOUND');
    expect(error.message).toContain('nowhere/openapi.yaml');
    expect(error.hint).toContain(join(cwd(), 'nowhere/openapi.yaml'));
  });

  test('below a file', async () => {
    const folder = await makeFolder({ 'a.json': api });
    expect((await failureOf(readSpec(join(folder, 'a.json/b.json')))).code).toBe('SPEC_NOT_FOUND');
  });

  test('that is a directory', async () => {
    const folder = await makeFolder({});
    mkdirSync(join(folder, 'api'));
    expect((await failureOf(readSpec(join(folder, 'api')))).code).toBe('SPEC_IS_DIRECTORY');
  });

  test('on another machine', async () => {
    expect((await failureOf(readSpec('file://elsewhere/api.yaml'))).code).toMatch(/^SPEC_(UNREADABLE|NOT_FOUND)$/);
  });

  test('that is too large', async () => {
    const path = join(await makeFolder({ 'api.json': api }), 'api.json');
    await expect(readSpec(path, { maxBytes: Buffer.byteLength(api) })).resolves.toMatchObject({ text: api });
    expect((await failureOf(readSpec(path, { maxBytes: Buffer.byteLength(api) - 1 }))).code).toBe('SPEC_TOO_LARGE');
  });

  test('that never ends is too large as well', async () => {
    expect((await failureOf(readSpec('/dev/zero', { maxBytes: 1_000_000 }))).code).toBe('SPEC_TOO_LARGE');
  });
});

describe('standard input', () => {
  test('is read to its end', async () => {
    expect(await operationIds('-', { stdin: chunksOf(api) })).toEqual(['listPets']);
  });

  test('may be cut between the bytes of a character', async () => {
    const bytes = Buffer.from('title: Österreich');
    async function* byteByByte(): AsyncGenerator<Uint8Array> {
      for (const byte of bytes) yield Uint8Array.of(byte);
      await Promise.resolve();
    }
    expect((await readSpec('-', { stdin: byteByByte() })).text).toBe('title: Österreich');
  });

  test('is bounded and may be empty', async () => {
    expect((await failureOf(loadDocument('-', { stdin: chunksOf(api), maxBytes: 20 }))).code).toBe('SPEC_TOO_LARGE');
    expect((await failureOf(loadDocument('-', { stdin: chunksOf('') }))).code).toBe('SPEC_EMPTY');
  });
});

describe('a URL', () => {
  test('is fetched; relative servers are relative to it', async () => {
    const { url } = await serve({
      '/docs/v2/openapi.json': JSON.stringify(
        describeApi({ '/pets': { get: {} } }, { servers: [{ url: '../v1' }, { url: '/root' }, { url: './' }] }),
      ),
    });
    const { operations } = listOperations(await loadDocument(`${url}/docs/v2/openapi.json`));
    expect(operations[0]!.servers.map((server) => server.url)).toEqual([
      `${url}/docs/v1`,
      `${url}/root`,
      `${url}/docs/v2/`,
    ]);
  });

  test('without servers: the host it came from', async () => {
    const { url } = await serve({ '/docs/openapi.json': api });
    const { operations } = listOperations(await loadDocument(`${url}/docs/openapi.json`));
    expect(operations[0]!.servers.map((server) => server.url)).toEqual([`${url}/`]);
  });

  test('that redirects counts as the one it leads to (RFC 3986, 5.1.3)', async () => {
    const { url } = await serve({
      '/latest': (_, response) => response.writeHead(302, { location: '/v3/openapi.json' }).end(),
      '/v3/openapi.json': JSON.stringify(
        describeApi({ '/pets': { $ref: 'pets.json' } }, { servers: [{ url: 'api' }] }),
      ),
      '/v3/pets.json': JSON.stringify({ get: { operationId: 'listPets' } }),
    });
    const [operation] = listOperations(await loadDocument(`${url}/latest`)).operations;
    expect(operation).toMatchObject({ operationId: 'listPets', servers: [{ url: `${url}/v3/api` }] });
  });

  test('that redirects for ever', async () => {
    const { url } = await serve({ '/a': (_, response) => response.writeHead(302, { location: '/a' }).end() });
    expect((await failureOf(readSpec(`${url}/a`))).code).toBe('SPEC_UNREADABLE');
  });

  test('that redirects to a file', async () => {
    const folder = await makeFolder({ 'api.json': api });
    const location = pathToFileURL(join(folder, 'api.json')).href;
    const { url } = await serve({ '/a': (_, response) => response.writeHead(302, { location }).end() });
    expect((await failureOf(readSpec(`${url}/a`))).code).toBe('SPEC_UNREADABLE');
  });

  test.each<[number, string]>([
    [404, 'SPEC_NOT_FOUND'],
    [401, 'SPEC_UNREADABLE'],
    [500, 'SPEC_UNREADABLE'],
  ])('that answers %i', async (status, code) => {
    const { url } = await serve({ '/a': (_, response) => response.writeHead(status).end() });
    const error = await failureOf(readSpec(`${url}/a`));
    expect(error.code).toBe(code);
    expect(error.message).toContain(String(status));
    expect(error.message).toContain(`${url}/a`);
  });

  test('that shows a page', async () => {
    const { url } = await serve({ '/docs': '<!DOCTYPE html><html><title>Swagger UI</title></html>' });
    expect((await failureOf(loadDocument(`${url}/docs`))).code).toBe('SPEC_IS_HTML');
  });

  test('where nothing listens', async () => {
    expect((await failureOf(readSpec('http://127.0.0.1:1/openapi.json'))).code).toBe('SPEC_UNREADABLE');
  });

  test('that answers too slowly, from the start or in the middle', async () => {
    const { url } = await serve({
      '/silent': () => undefined,
      '/stalls': (_, response) => void response.write(api.slice(0, 20)),
    });
    for (const path of ['/silent', '/stalls']) {
      const error = await failureOf(readSpec(url + path, { timeout: 150 }));
      expect(error.code).toBe('SPEC_UNREADABLE');
      expect(error.message).toContain('0.15 s');
    }
  });

  test('that never ends is left as soon as it is too large', async () => {
    let closed: (() => void) | undefined;
    const left = new Promise<void>((done) => (closed = done));
    const { url } = await serve({
      '/a': (_, response) => {
        const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
        response.on('close', () => {
          clearInterval(timer);
          closed!();
        });
      },
    });
    expect((await failureOf(readSpec(`${url}/a`, { maxBytes: 100_000 }))).code).toBe('SPEC_TOO_LARGE');
    await left;
  });

  test('may hold a user name and password: Basic authentication, told to its origin alone and to nobody else', async () => {
    const seen: Record<string, string | undefined> = {};
    const other = await serve({
      '/b': (request, response) => {
        seen['other'] = request.headers.authorization;
        response.end(api);
      },
    });
    const { url } = await serve({
      '/a': (request, response) => {
        seen['first'] = request.headers.authorization;
        response.writeHead(302, { location: `${other.url}/b` }).end();
      },
      '/fail': (_, response) => response.writeHead(500).end(),
    });
    const withUser = url.replace('http://', 'http://me:p%40ss-word@');
    const document = await loadDocument(`${withUser}/a`);
    expect(seen).toEqual({ first: `Basic ${Buffer.from('me:p@ss-word').toString('base64')}`, other: undefined });
    expect(document.uri).toBe(`${other.url}/b`);
    const error = await failureOf(readSpec(`${withUser}/fail`));
    expect(`${error.message} ${error.hint} ${String(error.cause)}`).not.toContain('ss-word');
  });
});

describe('the version', () => {
  test.each([
    ['swagger: 2.0', '2.0'],
    ['swagger: "2.0"', '2.0'],
    ['swagger: 2', '2.0'],
    ['openapi: 3', '3.0'],
    ['openapi: 3.0', '3.0'],
    ['openapi: 3.0.4', '3.0'],
    ['openapi: 3.0.0-rc2', '3.0'],
    ['openapi: 3.1', '3.1'],
    ['openapi: "3.1.1"', '3.1'],
    ['openapi: 3.2', '3.2'],
    ['openapi: 3.2.0', '3.2'],
    ['openapi: 3.3.0', '3.2'],
  ])('%s is read as %s', async (line, version) => {
    expect((await load({ 'api.yaml': `${line}\ninfo: {title: T, version: 1}\npaths: {}\n` })).version).toBe(version);
  });

  test.each([
    ['swagger: 1.2', 'SPEC_VERSION_UNSUPPORTED'],
    ['openapi: 4.0.0', 'SPEC_VERSION_UNSUPPORTED'],
    ['openapi: 30.1', 'SPEC_VERSION_UNSUPPORTED'],
    ['openapi: true', 'SPEC_NOT_OPENAPI'],
    ['info: {title: T}', 'SPEC_NOT_OPENAPI'],
    ['just some words', 'SPEC_NOT_OPENAPI'],
    ['- a\n- b', 'SPEC_NOT_OPENAPI'],
    ['asyncapi: 3.0.0', 'SPEC_NOT_OPENAPI'],
    ['overlay: 1.0.0', 'SPEC_NOT_OPENAPI'],
    ['swaggerVersion: "1.2"', 'SPEC_NOT_OPENAPI'],
  ])('%s is refused', async (text, code) => {
    const error = await failureOf(load({ 'api.yaml': text }));
    expect(error.code).toBe(code);
    expect(error.hint).toBeTruthy();
  });

  test.each([
    ['overlay: 1.0.0', '--overlay'],
    ['asyncapi: 3.0.0', 'AsyncAPI'],
  ])('%s: the hint knows what it is', async (text, word) => {
    expect((await failureOf(load({ 'api.yaml': text }))).hint).toContain(word);
  });
});

test('a text is kept as it was read, byte for byte', async () => {
  const text = '# é\r\nopenapi: 3.1.0\r\ninfo: {}\r\n';
  const document = await load({ 'api.yaml': text });
  const hash = (value: string): string => createHash('sha256').update(value).digest('hex');
  expect([...document.resources.values()].map((resource) => hash(resource.text))).toEqual([hash(text)]);
});
