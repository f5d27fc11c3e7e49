import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CliRun, runCli } from '../support/cli.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  servers: [{ url: '/relative' }, { url: 'https://api.example.com/v1', description: 'Production' }],
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'getThing',
        summary: 'Get a thing',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            style: 'matrix',
            schema: { type: 'array', items: { type: 'integer' } },
          },
          { name: 'filter[tags]', in: 'query', explode: false, schema: { type: 'array', items: { type: 'string' } } },
          { name: 'X-Note', in: 'header', schema: { type: 'string' } },
          { name: 'lang', in: 'cookie', schema: { type: 'string' } },
        ],
        security: [{ Key: [] }, { OAuth: [] }],
        responses: { 200: { description: 'A thing.' } },
      },
    },
  },
  components: {
    securitySchemes: {
      Key: { type: 'apiKey', in: 'query', name: 'key' },
      OAuth: { type: 'http', scheme: 'bearer' },
    },
  },
};

let folder: string;
let spec: string;
let upstream: Upstream;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rw-'));
  spec = join(folder, 'things.json');
  await writeFile(spec, JSON.stringify(document, null, 2));
  upstream = await startUpstream((_, response) =>
    response.setHeader('content-type', 'application/json').end('{"ok":true}'),
  );
});

afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true });
});

const args = ['--args', JSON.stringify({ id: [1, 2], filter_tags: ['a', 'b'], X_Note: 'hi', lang: 'de' })];
const explain = async (...more: string[]): Promise<CliRun> =>
  runCli(['explain', spec, 'getThing', ...more], { env: { TOKEN: 't0ken-value' } });

test('each argument is shown as it is serialised, with the server and the credential that were chosen, and why', async () => {
  const { code, stdout } = await explain(...args, '--credential', 'OAuth=env:TOKEN');
  expect(code).toBe(0);
  expect(stdout).toMatch(/getThing {2}GET \/things\/\{id\} {2}\S+things\.json:\d+:\d+/);
  for (const part of [
    'Get a thing · only reads',
    'https://api.example.com/v1',
    'server 2 of 2, the first absolute one, that the document names: Production',
    'path, style matrix, explode false: ;id=1,2',
    'query, as filter[tags], style form, explode false: filter%5Btags%5D=a,b',
    'header, as X-Note, style simple: X-Note: hi',
    'cookie, style form: lang=de',
    'OAuth → header authorization (bearer)',
    'the operation asks for Key, or OAuth; configured: OAuth',
    'GET https://api.example.com/v1/things/;id=1,2?filter%5Btags%5D=a,b',
    'authorization: Bearer [redacted]',
  ])
    expect(stdout).toContain(part);
  expect(stdout).not.toContain('t0ken-value');
});

test('a call that cannot be made says so, and what it lacks', async () => {
  const { code, stdout } = await explain();
  expect(code).toBe(1);
  expect(stdout).toMatch(/Nothing is sent[^]*ARGUMENTS_INVALID[^]*id: is required/);
});

test('--send makes the call and shows answer, steps, result and tokens; --json has it all', async () => {
  const sent = [...args, '--base-url', upstream.url, '--credential', 'Key=env:TOKEN', '--send'];
  const { code, stdout } = await explain(...sent);
  expect(code).toBe(0);
  for (const part of [
    'HTTP 200',
    'wait for answer',
    'about ',
    '{"ok":true}',
    'Key → query key',
    'baseUrl of the configuration',
  ])
    expect(stdout).toContain(part);
  const explained = JSON.parse((await explain(...sent, '--json')).stdout) as object;
  expect(explained).toMatchObject({
    server: { url: upstream.url },
    credentials: { chosen: [{ scheme: 'Key', place: 'query key' }], unconfigured: [] },
    arguments: expect.arrayContaining([{ name: 'lang', place: 'cookie', how: 'style form', written: 'lang=de' }]),
    trace: { outcome: 'ok', response: { status: 200 }, steps: expect.any(Array), tokens: expect.any(Number) },
  });
  expect(JSON.stringify(explained)).not.toContain('t0ken-value');
});
