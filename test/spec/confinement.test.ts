import { symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { loadDocument, type LoadOptions } from '../../src/spec/load.ts';
import { listOperations } from '../../src/spec/operations.ts';
import { describeApi, makeFolder, serve } from './fixture.ts';

const secret = { name: 'secret', in: 'query' };

/** A document whose one operation takes these references as its parameters. */
function referring(...references: string[]): string {
  return JSON.stringify(describeApi({ '/a': { get: { parameters: references.map(($ref) => ({ $ref })) } } }));
}

/** The names of the parameters that were found, and the codes of what was not. */
async function outcome(source: string, options?: LoadOptions): Promise<string[]> {
  const { operations, diagnostics } = listOperations(await loadDocument(source, options));
  return [...operations[0]!.parameters.map(({ name }) => name), ...diagnostics.map(({ code }) => code)];
}

describe('a wider folder that the operator names', () => {
  test.each([
    ['../secret.json', 'secret'],
    ['../../secret.json', 'REF_OUTSIDE_FOLDER'],
  ])('%s', async (reference, want) => {
    const folder = await makeFolder({
      'secret.json': JSON.stringify(secret),
      'all/secret.json': JSON.stringify(secret),
      'all/api/openapi.json': referring(reference),
    });
    expect(await outcome(join(folder, 'all/api/openapi.json'), { refRoot: join(folder, 'all') })).toEqual([want]);
  });
});

describe('references of a file', () => {
  test.each([
    ['a file beside it', './beside.json', 'beside'],
    ['a file below it', 'below/x.json', 'below'],
    ['a file beside it by a detour', '../api/beside.json', 'beside'],
    ['a file above it', '../secret.json', 'REF_OUTSIDE_FOLDER'],
    ['a folder whose name begins alike', '../api-private/secret.json', 'REF_OUTSIDE_FOLDER'],
    ['dots that are encoded', '%2e%2e/secret.json', 'REF_OUTSIDE_FOLDER'],
    ['dots after a folder', 'below/../../secret.json', 'REF_OUTSIDE_FOLDER'],
    ['an absolute path', '/etc/hostname', 'REF_OUTSIDE_FOLDER'],
    ['a file URL', 'file:///etc/hostname', 'REF_OUTSIDE_FOLDER'],
    ['another machine', 'file://elsewhere/share/x.json', 'REF_OUTSIDE_FOLDER'],
    ['a slash that is encoded', '..%2fsecret.json', 'REF_UNREADABLE'],
    ['a file that a link leads out to', 'link.json', 'REF_OUTSIDE_FOLDER'],
    ['a file in a folder that a link leads out to', 'outside/secret.json', 'REF_OUTSIDE_FOLDER'],
    ['a file that a link leads to inside', 'inner-link.json', 'below'],
    ['nothing', 'none.json', 'REF_UNREADABLE'],
    ['a folder', 'below', 'REF_UNREADABLE'],
    ['another scheme', 'data:application/json,{"name":"x","in":"query"}', 'REF_UNREADABLE'],
    ['no JSON', 'broken.json', 'REF_UNREADABLE'],
  ])('to %s', async (_, reference, expected) => {
    const folder = await makeFolder({
      'api/openapi.json': referring(reference),
      'api/beside.json': { name: 'beside', in: 'query' },
      'api/below/x.json': { name: 'below', in: 'query' },
      'api/broken.json': '{"name": ',
      'api-private/secret.json': secret,
      'secret.json': secret,
    });
    symlinkSync(join(folder, 'secret.json'), join(folder, 'api/link.json'));
    symlinkSync(folder, join(folder, 'api/outside'));
    symlinkSync(join(folder, 'api/below/x.json'), join(folder, 'api/inner-link.json'));
    expect(await outcome(join(folder, 'api/openapi.json'))).toEqual([expected]);
  });

  test('a second file is confined to the folder of the first', async () => {
    const folder = await makeFolder({
      'api/openapi.json': referring('deep/a.json'),
      'api/deep/a.json': { $ref: '../../secret.json' },
      'secret.json': secret,
    });
    expect(await outcome(join(folder, 'api/openapi.json'))).toEqual(['REF_OUTSIDE_FOLDER']);
  });

  test('the folder may itself be a link', async () => {
    const folder = await makeFolder({ 'real/openapi.json': referring('x.json'), 'real/x.json': secret });
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    expect(await outcome(join(folder, 'link/openapi.json'))).toEqual(['secret']);
  });

  test('standard input is confined to the working directory', async () => {
    const folder = await makeFolder({ 'secret.json': secret });
    async function* stdin(): AsyncGenerator<string> {
      yield await Promise.resolve(referring(pathToFileURL(join(folder, 'secret.json')).href));
    }
    expect(await outcome('-', { stdin: stdin() })).toEqual(['REF_OUTSIDE_FOLDER']);
  });

  test('lead to the network only where that is allowed', async () => {
    const { url, requests } = await serve({ '/x.json': JSON.stringify(secret) });
    const path = join(await makeFolder({ 'openapi.json': referring(`${url}/x.json`) }), 'openapi.json');
    expect(await outcome(path)).toEqual(['REF_REMOTE_FORBIDDEN']);
    expect(requests).toEqual([]);
    expect(await outcome(path, { allowRemoteRefs: true })).toEqual(['secret']);
    expect(requests).toEqual(['/x.json']);
  });

  test('what comes from the network reads no file, were it in the folder', async () => {
    const folder = await makeFolder({ 'secret.json': secret });
    const { url } = await serve({
      '/x.json': JSON.stringify({ $ref: pathToFileURL(join(folder, 'secret.json')).href }),
    });
    const path = join(folder, 'openapi.json');
    await writeFile(path, referring(`${url}/x.json`));
    expect(await outcome(path, { allowRemoteRefs: true })).toEqual(['REF_OUTSIDE_FOLDER']);
  });
});

describe('references of a document from the network', () => {
  test('stay in its folder', async () => {
    const elsewhere = await serve({ '/x.json': JSON.stringify(secret) });
    const { url, requests } = await serve({
      '/api/openapi.json': referring('x.json', '../secret.json', `${elsewhere.url}/x.json`, 'file:///etc/hostname'),
      '/api/x.json': JSON.stringify({ name: 'beside', in: 'query' }),
      '/secret.json': JSON.stringify(secret),
    });
    expect(await outcome(`${url}/api/openapi.json`)).toEqual([
      'beside',
      'REF_REMOTE_FORBIDDEN',
      'REF_REMOTE_FORBIDDEN',
      'REF_OUTSIDE_FOLDER',
    ]);
    expect(requests).toEqual(['/api/openapi.json', '/api/x.json']);
    expect(elsewhere.requests).toEqual([]);
  });

  test('do not leave it by a redirect', async () => {
    const elsewhere = await serve({ '/x.json': JSON.stringify(secret) });
    const { url } = await serve({
      '/api/openapi.json': referring('x.json', 'y.json'),
      '/api/x.json': (_, response) => response.writeHead(307, { location: `${elsewhere.url}/x.json` }).end(),
      '/api/y.json': (_, response) => response.writeHead(301, { location: 'moved/y.json' }).end(),
      '/api/moved/y.json': JSON.stringify({ $ref: 'z.json' }),
      '/api/moved/z.json': JSON.stringify({ name: 'moved', in: 'query' }),
    });
    expect(await outcome(`${url}/api/openapi.json`)).toEqual(['moved', 'REF_UNREADABLE']);
    expect(elsewhere.requests).toEqual([]);
    expect(await outcome(`${url}/api/openapi.json`, { allowRemoteRefs: true })).toEqual(['secret', 'moved']);
  });

  test('never name a file, whatever is allowed', async () => {
    const folder = await makeFolder({ 'secret.json': secret });
    const { url } = await serve({ '/openapi.json': referring(pathToFileURL(join(folder, 'secret.json')).href) });
    expect(await outcome(`${url}/openapi.json`, { allowRemoteRefs: true })).toEqual(['REF_OUTSIDE_FOLDER']);
  });

  test('end, although each answer refers to a new one', async () => {
    let next = 0;
    const answers = new Proxy<Record<string, string>>(
      {},
      {
        get: (_, path) =>
          path === '/openapi.json'
            ? referring('0.json')
            : JSON.stringify({ $ref: `${++next}.json`, description: 'x'.repeat(10_000) }),
      },
    );
    const { url } = await serve(answers);
    expect(await outcome(`${url}/openapi.json`, { maxBytes: 200_000 })).toEqual(['REF_UNREADABLE']);
    expect(next).toBeLessThan(25);
  });
});

describe('limits hold for every file', () => {
  test.each<[string, unknown, LoadOptions]>([
    ['size', { ...secret, description: 'x'.repeat(5000) }, { maxBytes: 2000 }],
    [
      'depth',
      { ...secret, schema: { items: { items: { items: { items: { items: {} } } } } } },
      { limits: { depth: 6, nodes: 1000, aliases: 5 } },
    ],
    ['values', { ...secret, schema: { enum: Array(200).fill(1) } }, { limits: { depth: 20, nodes: 100, aliases: 5 } }],
    [
      'aliases',
      'name: secret\nin: query\nschema: {a: &a 1, b: [*a, *a, *a, *a, *a, *a]}',
      { limits: { depth: 20, nodes: 100, aliases: 5 } },
    ],
  ])('%s', async (_, content, options) => {
    const folder = await makeFolder({ 'openapi.json': referring('x.yaml'), 'x.yaml': content });
    expect(await outcome(join(folder, 'openapi.json'))).toEqual(['secret']);
    expect(await outcome(join(folder, 'openapi.json'), options)).toEqual(['REF_UNREADABLE']);
  });
});

test('what is data is never followed: examples, defaults, enums, constants, extensions', async () => {
  const { url, requests } = await serve({});
  const $ref = `${url}/fetched.json`;
  const data = { $ref };
  const schema = {
    type: 'object',
    properties: { $ref: { const: data, default: data }, a: { enum: [data], examples: [data], example: data } },
    'x-schema': data,
  };
  const media = { schema, example: data, examples: { a: { value: data }, b: data } };
  const path = join(
    await makeFolder({
      'openapi.json': describeApi(
        {
          '/a': {
            'x-path': data,
            post: {
              'x-operation': { nested: [data] },
              parameters: [{ name: 'q', in: 'query', schema, example: data, examples: { a: { value: data } } }],
              requestBody: { content: { 'application/json': media } },
              responses: {
                'x-responses': data,
                200: { description: 'ok', content: { 'application/json': media }, 'x-response': data },
              },
            },
          },
          'x-paths': data,
        },
        { 'x-root': data, components: { examples: { A: { value: data } }, schemas: { A: schema }, 'x-more': data } },
      ),
    }),
    'openapi.json',
  );
  const document = await loadDocument(path, { allowRemoteRefs: true });
  const { operations, diagnostics } = listOperations(document);
  expect(operations).toHaveLength(1);
  expect(diagnostics).toEqual([]);
  expect(requests).toEqual([]);
  expect(document.failures.size).toBe(0);
});
