import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runCli } from '../support/cli.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

/** The command line as a person uses it: the built program, real documents, a real API. */

const shop = resolve('openapi/bookshop.yaml');
const png = Buffer.from('89504e470d0a1a0a', 'hex');
let upstream: Upstream;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routewright-'));
  upstream = await startUpstream(({ url, headers, body }, response) => {
    if (url.endsWith('/cover')) response.setHeader('content-type', 'image/png').end(png);
    else
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ url, body, auth: headers.authorization, key: headers['x-shop-key'] }));
  });
});

afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true });
});

beforeEach(() => void upstream.received.splice(0));

describe('call', () => {
  test('name=value: a repeated name is a list, body.x a field of the body', async () => {
    const { code } = await runCli([
      'call',
      shop,
      'listBooks',
      'genre=gothic',
      'genre=horror',
      'perPage=2',
      'inStock=true',
      '--base-url',
      upstream.url,
    ]);
    expect(code).toBe(0);
    expect(upstream.received[0]!.url).toBe('/books?genre=gothic&genre=horror&inStock=true&perPage=2');
  });

  test('fields of a body are put together and turned into what the schema wants', async () => {
    const args = [
      'body.title=Emma',
      'body.author.name=Jane Austen',
      'body.genres=["romance"]',
      'body.published=1815',
      'body.pages=474',
      'body.price.amount=9.5',
      'body.price.currency=EUR',
    ];
    const { code, stdout } = await runCli(['call', shop, 'createBook', ...args, '--base-url', upstream.url]);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(JSON.parse(upstream.received[0]!.body)).toEqual({
      title: 'Emma',
      author: { name: 'Jane Austen' },
      genres: ['romance'],
      published: 1815,
      pages: 474,
      price: { amount: 9.5, currency: 'EUR' },
    });
  });

  test('--args from a file', async () => {
    const file = join(folder, 'args.json');
    await writeFile(file, '{"bookId":"bk_007"}');
    await runCli(['call', shop, 'getBook', '--args', `@${file}`, '--base-url', upstream.url]);
    expect(upstream.received[0]!.url).toBe('/books/bk_007');
  });

  test('--dry-run prints the request, sends nothing, and hides the secret', async () => {
    const { code, stdout } = await runCli(
      [
        'call',
        shop,
        'deleteBook',
        'bookId=a/b',
        '--dry-run',
        '--credential',
        'ShopKey=env:KEY',
        '--base-url',
        `${upstream.url}/v2/`,
      ],
      { env: { KEY: 's3cr3t-value' } },
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^DELETE ${upstream.url}/v2/books/a%2Fb\\n`));
    expect(stdout).toContain('x-shop-key: [redacted]');
    expect(stdout).not.toContain('s3cr3t');
    expect(upstream.received).toEqual([]);
  });

  test('--output keeps a picture', async () => {
    const file = join(folder, 'cover.png');
    const { code, stdout } = await runCli([
      'call',
      shop,
      'getCover',
      'bookId=bk_001',
      '--output',
      file,
      '--base-url',
      upstream.url,
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('image/png, 8 bytes') });
    expect(await readFile(file)).toEqual(png);
  });

  test('a failed call is exit code 1 on stderr, with the way to mend it', async () => {
    const { code, stdout, stderr } = await runCli(['call', shop, 'listBooks', 'perPge=2', '--base-url', upstream.url]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('Did you mean perPage?');
  });
});

describe('tools', () => {
  test('the document from standard input, as JSON', async () => {
    const { code, stdout } = await runCli(['tools', '-', '--json'], { stdin: await readFile(shop, 'utf8') });
    expect(code).toBe(0);
    const { tools } = JSON.parse(stdout) as { tools: { name: string; annotations: Record<string, boolean> }[] };
    expect(tools).toHaveLength(22);
    expect(tools.find(({ name }) => name === 'deleteBook')!.annotations).toMatchObject({
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: true,
    });
  });

  test('what is left out, and why', async () => {
    const { stdout } = await runCli([
      'tools',
      shop,
      '--read-only',
      '--exclude',
      'tag:orders',
      '--exclude',
      'GET /catalog.csv',
    ]);
    expect(stdout).toMatch(/\d+ operations left out:/);
    expect(stdout).toMatch(/DELETE \/books\/\{bookId\}\s+read-only/);
    expect(stdout).toMatch(/GET \/catalog\.csv\s+excluded/);
    expect(stdout).not.toMatch(/^placeOrder/m);
    expect(stdout).toMatch(/^listBooks/m);
  });

  test('findings have file, line and column', async () => {
    const file = join(folder, 'broken.yaml');
    await writeFile(
      file,
      [
        'openapi: 3.0.3',
        'info: { title: T, version: "1" }',
        'servers: [{ url: https://api.example }]',
        'paths:',
        '  /a:',
        '    get:',
        '      parameters:',
        "        - $ref: '#/nowhere'",
        '      responses: {}',
      ].join('\n'),
    );
    const { stdout } = await runCli(['tools', file]);
    expect(stdout).toMatch(/broken\.yaml:8:\d+ warning REF_NOT_FOUND: GET \/a: .*#\/nowhere/);
    expect(stdout).toContain('1 tool, ');
  });
});

describe('a configuration of several APIs', () => {
  let config: string;

  beforeAll(async () => {
    config = join(folder, 'routewright.config.yaml');
    await writeFile(
      config,
      `apis:
  shop:
    spec: ${shop}
    baseUrl: ${upstream.url}/shop
    credentials: { ShopKey: env:SHOP_KEY }
    include: [tag:orders]
  notes:
    spec: ${resolve('openapi/samples/notes-3.0.json')}
    baseUrl: ${upstream.url}/notes
    readOnly: true
`,
    );
  });

  test('the tools bear the names of their APIs', async () => {
    const { tools } = JSON.parse((await runCli(['tools', config, '--json'])).stdout) as { tools: { name: string }[] };
    expect(tools.length).toBeGreaterThan(3);
    expect(tools.every(({ name }) => /^(shop|notes)_/.test(name))).toBe(true);
    expect(tools.map(({ name }) => name)).toContain('shop_placeOrder');
    expect(tools.map(({ name }) => name)).not.toContain('shop_listBooks');
  });

  test('a call goes to its own API with its own credential', async () => {
    const { code } = await runCli(['call', config, 'shop_cancelOrder', 'orderId=or_1'], {
      env: { SHOP_KEY: 'the-key' },
    });
    expect(code).toBe(0);
    expect(upstream.received[0]).toMatchObject({
      method: 'POST',
      url: '/shop/orders/or_1/cancel',
      headers: { 'x-shop-key': 'the-key' },
    });
  });

  test('options that belong to one API are refused', async () => {
    const { code, stderr } = await runCli(['tools', config, '--base-url', 'http://127.0.0.1:1']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/USAGE.*2: shop, notes/s);
  });

  test('a mistake names the line, the key and the nearest right one', async () => {
    const wrong = join(folder, 'wrong.yaml');
    await writeFile(wrong, `apis:\n  shop:\n    spec: ${shop}\n    baseURL: http://127.0.0.1\n`);
    const { code, stderr } = await runCli(['tools', wrong]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/CONFIG_INVALID/);
    expect(stderr).toMatch(/wrong\.yaml:4:\d+.*baseURL.*baseUrl/);
  });
});

describe('the program', () => {
  test.each([
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    [['--help'], 0, /serve[\s\S]*tools[\s\S]*call[\s\S]*demo/],
    [['serve', '--help'], 0, /--http[\s\S]*--credential[\s\S]*Examples/],
  ])('%j', async (args, code, output) => {
    const run = await runCli(args);
    expect(run).toMatchObject({ code, stdout: expect.stringMatching(output) });
  });

  test('a reader that has enough ends it without a word', async () => {
    const child = spawn(process.execPath, ['dist/cli.js', 'tools', 'openapi/bookshop.yaml', '--json']);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('without a command it shows its help and fails', async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: routewright');
  });
});
