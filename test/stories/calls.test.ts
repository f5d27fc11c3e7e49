import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallTrace } from '../../src/base/trace.ts';
import { type CliRun, runCli } from '../support/cli.ts';
import { connectGateway, type LiveClient } from '../support/gateway.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

/** What a person sees of the calls that a client makes: two gateways that run, and the command line beside them. */

const shop = resolve('openapi/bookshop.yaml');
const secret = 's3cr3t-of-the-shop';
let upstream: Upstream;
let folder: string;
let clients: LiveClient[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rw-'));
  await rm(folder, { recursive: true });
  upstream = await startUpstream(({ url, body }, response) => {
    response.setHeader('content-type', 'application/json');
    if (url.endsWith('bk_404')) response.writeHead(404).end('{"message":"no such book"}');
    else response.end(JSON.stringify({ url, body }));
  });
  const args = [shop, '--base-url', upstream.url, '--credential', 'ShopKey=env:SHOP_KEY'];
  const env = { ROUTEWRIGHT_RUN_FOLDER: folder, SHOP_KEY: secret };
  clients = await Promise.all((['v2-stdio', 'v1-http'] as const).map((one) => connectGateway(one, { args, env })));
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

const calls = async (...args: string[]): Promise<CliRun> =>
  runCli(['calls', ...args], { env: { ROUTEWRIGHT_RUN_FOLDER: folder, TZ: 'UTC' } });
const order = {
  title: "It's",
  author: { name: 'A' },
  genres: ['gothic'],
  published: 1,
  pages: 1,
  price: { amount: 1, currency: 'EUR' },
};

test('nothing is on the machine before the first call, and it is said that there is none', async () => {
  await expect(stat(folder)).rejects.toThrow('ENOENT');
  const { code, stderr } = await calls();
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('from its first call on') });
});

describe('the calls of gateways that run', () => {
  beforeAll(async () => {
    const [stdio, http] = clients as [LiveClient, LiveClient];
    await stdio.callTool('getBook', { bookId: 'bk_001' });
    await stdio.callTool('getBook', { bookId: 'bk_404' });
    await http.callTool('createBook', { body: order });
    for (
      let turn = 0;
      turn < 100 && (await readdir(folder)).filter((name) => name.endsWith('.json')).length < 2;
      turn++
    )
      await new Promise((done) => setTimeout(done, 20));
  });

  const one = async (...args: string[]): Promise<CallTrace> =>
    JSON.parse((await calls(...args, '--json')).stdout) as CallTrace;

  test('are listed by gateway; only their owner can look into the folder', async () => {
    const { stdout, code } = await calls();
    expect(code).toBe(0);
    expect(stdout).toMatch(/bookshop\.yaml {2}stdio, process \d+/);
    expect(stdout).toMatch(/bookshop\.yaml {2}http, process \d+/);
    expect(stdout).toMatch(/getBook {2}404 .* HTTP_ERROR {2}no such book/);
    expect(stdout).toMatch(/createBook {2}200 .* tokens/);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json')))
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  test('--failed and --tool choose', async () => {
    expect((await calls('--failed')).stdout).not.toContain('createBook');
    expect((await calls('--tool', 'createBook')).stdout).not.toContain('getBook');
  });

  test('one of them is shown whole, without its secret', async () => {
    const { stdout } = await calls('last', '--tool', 'createBook');
    for (const part of ['POST ', '/books', 'x-shop-key: [redacted]', 'HTTP 200', 'wait for answer', 'caller local'])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain(secret);
    expect(await one('last', '--tool', 'createBook')).toMatchObject({ door: 'http', arguments: { body: order } });
    expect(await one('last', '--tool', 'getBook')).toMatchObject({ door: 'stdio', outcome: 'error' });
  });

  test('--curl is a command that a shell understands', async () => {
    const { stdout, stderr } = await calls('last', '--tool', 'createBook', '--curl');
    expect(stderr).toContain('[redacted]');
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${stdout.replace(/^curl/, '')}`], { encoding: 'utf8' });
    const body = words.split('\n').find((word) => word.startsWith('{'))!;
    expect(JSON.parse(body)).toEqual(order);
    expect(words).toContain(`${upstream.url}/books\n`);
  });

  test('--replay makes a call once more with the credential of its gateway; a write only with --yes', async () => {
    upstream.received.splice(0);
    const refused = await calls('last', '--tool', 'createBook', '--replay');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(upstream.received).toEqual([]);
    const { code, stdout } = await calls('last', 'body.title=Emma', '--tool', 'createBook', '--replay', '--yes');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('HTTP 200') });
    const [request] = upstream.received;
    expect(request!.headers['x-shop-key']).toBe(secret);
    expect(JSON.parse(request!.body)).toEqual({ ...order, title: 'Emma' });
  });

  test('one that is not kept is unknown', async () => {
    expect(await calls('nope')).toMatchObject({ code: 2, stderr: expect.stringContaining('CALL_UNKNOWN') });
  });
});

test('a folder that others may look into is refused', async () => {
  const open = await mkdtemp(join(tmpdir(), 'rw-open-'));
  execFileSync('sh', ['-c', `chmod 755 '${open}' && touch '${open}/1-x.json'`]);
  const { code, stderr } = await runCli(['calls'], { env: { ROUTEWRIGHT_RUN_FOLDER: open } });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('CALLS_UNREACHABLE') });
  await rm(open, { recursive: true });
});

test('nothing is left once the gateways have ended', async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (let turn = 0; turn < 100 && (await readdir(folder)).length > 0; turn++)
    await new Promise((done) => setTimeout(done, 20));
  expect(await readdir(folder)).toEqual([]);
});
