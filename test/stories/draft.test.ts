import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createBookshop } from '../../src/demo/bookshop-api.ts';
import { type Recorded, toHar } from '../draft/har.ts';
import { runCli } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'routewright-draft-'));
const shop = createBookshop().listen(0, '127.0.0.1');
const file = (name: string): string => join(folder, name);
const env = { SHOP_KEY: 'demo-shop-key' };

/** Makes a request and writes down what a browser would have recorded of it. */
async function record(method: string, path: string, body?: object): Promise<Recorded> {
  const url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/v1${path}`;
  const headers = { 'x-shop-key': env.SHOP_KEY };
  const text = body && JSON.stringify(body);
  const json = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers: { ...headers, ...json }, ...(text ? { body: text } : {}) });
  const [answer, answerType] = [await response.text(), response.headers.get('content-type') ?? ''];
  return {
    method,
    url,
    headers,
    status: response.status,
    ...(text ? { body: { mimeType: 'application/json', text } } : {}),
    ...(answer === '' ? {} : { answer, answerType }),
  };
}

beforeAll(async () => {
  if (!shop.listening) await once(shop, 'listening');
  const recorded = [
    await record('GET', '/books?genre=gothic&perPage=2'),
    await record('GET', '/books?page=2'),
    await record('GET', '/books/bk_001'),
    await record('GET', '/books/bk_007'),
    await record('GET', '/books/bk_999'),
    await record('GET', '/books/bk_001/reviews'),
    await record('POST', '/books/bk_001/reviews', { reviewer: 'Ada', rating: 5, text: 'Read it twice.' }),
    await record('POST', '/books/bk_001/reviews', { stars: 5 }),
    await record('DELETE', '/books/bk_020'),
    await record('GET', '/orders'),
    await record('GET', '/genres'),
  ];
  writeFileSync(file('shop.har'), JSON.stringify(toHar(recorded)));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  const closed = once(shop, 'close');
  shop.close();
  shop.closeAllConnections();
  await closed;
});

test('an API without a document: what was recorded of it becomes one that is checked, and served', async () => {
  const drafted = await runCli(['draft', file('shop.har'), '-o', file('shop.yaml')]);
  expect([drafted.code, drafted.stdout]).toEqual([0, '']);
  expect(drafted.stderr).toMatch(/^7 operations from 11 requests\nguessed, to be reviewed:\n/);
  expect(drafted.stderr).toContain('/books/{bookId}: bookId is a parameter, from 4 values');
  expect(drafted.stderr).toContain('security: XShopKey (header x-shop-key) was seen');
  expect(readFileSync(file('shop.yaml'), 'utf8')).not.toContain('demo-shop-key');

  const checked = await runCli(['check', file('shop.yaml'), '--format', 'json']);
  expect(checked.code).toBe(0);

  const credential = ['--credential', 'XShopKey=env:SHOP_KEY'];
  const found = await runCli(['call', file('shop.yaml'), 'listBooks', 'genre=gothic', 'perPage=1', ...credential], {
    env,
  });
  expect([found.code, found.stdout]).toEqual([0, expect.stringContaining('"items"')]);
  const args = '{"bookId":"bk_002","body":{"reviewer":"Bo","rating":4,"text":"Good."}}';
  const added = await runCli(['call', file('shop.yaml'), 'createBookReview', '--args', args, ...credential], { env });
  expect([added.code, added.stdout]).toEqual([0, expect.stringContaining('"rating":4')]);
});

test('a document to stdout, as JSON or YAML; several recordings together; what is no recording', async () => {
  const postman = 'test/draft/samples/shop.postman_collection.json';
  const json = await runCli(['draft', postman, '--format', 'json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ openapi: '3.1.1', info: { title: 'Acme CRM' } });
  const yaml = await runCli(['draft', '-'], { stdin: readFileSync(postman, 'utf8') });
  expect(yaml.stdout).toMatch(/^openapi: 3\.1\.1\ninfo:\n {2}title: Acme CRM\n/);
  const wrong = await runCli(['draft', 'package.json']);
  expect([wrong.code, wrong.stderr]).toEqual([
    2,
    expect.stringContaining('error DRAFT_UNKNOWN: package.json is neither'),
  ]);
});
