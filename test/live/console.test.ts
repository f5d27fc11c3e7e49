import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { createBookshop } from '../../src/demo/bookshop-api.ts';
import { type RunningGateway, startGateway } from '../support/gateway.ts';
import { until } from '../support/until.ts';

/** The console in a real browser, in front of the bookshop. It needs Debian's chromium: apt-get install chromium. */

const sizes = { phone: [390, 844], laptop: [1280, 800], wide: [1920, 1080] } as const;
const themes = ['light', 'dark'] as const;

const shop = createBookshop().listen(0, '127.0.0.1');
let gateway: RunningGateway;
let address: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the browser complained of, and where else it went. */
let complaints: string[];

beforeAll(async () => {
  if (!shop.listening) await once(shop, 'listening');
  const baseUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/v1`;
  const credentials = ['--credential', 'ShopKey=env:SHOP_KEY', '--credential', 'StaffToken=env:MISSING'];
  gateway = await startGateway(['openapi/bookshop.yaml', '--base-url', baseUrl, ...credentials], {
    SHOP_KEY: 'demo-shop-key',
  });
  address = new URL('/console', gateway.url).href;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser.close();
  await gateway.stop();
  const closed = once(shop, 'close');
  shop.close();
  shop.closeAllConnections();
  await closed;
});

beforeEach(() => openPage('laptop', 'light'));
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

async function openPage(size: keyof typeof sizes, colorScheme: (typeof themes)[number]): Promise<void> {
  await (context as BrowserContext | undefined)?.close();
  const [width, height] = sizes[size];
  context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  page = await context.newPage();
  complaints = [];
  // A call that fails is told by the page; the browser tells it as well.
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && host !== new URL(address).host) complaints.push(request.url());
  });
}

async function show(route: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${address}${route}`);
  await page.locator('h1:visible, h2:visible').first().waitFor();
  await page.waitForSelector('.skeleton', { state: 'detached' });
}

describe.each(Object.keys(sizes) as (keyof typeof sizes)[])('on a %s', (size) => {
  test.each(themes)('%s: axe finds nothing, and nothing is wider than the page', async (theme) => {
    await openPage(size, theme);
    // On the widest page nothing is laid out otherwise than on a laptop but these.
    const all = ['#/tools', '#/tools/createBook', '#/calls', '#/failures', '#/document', '#/state'];
    const routes = size === 'wide' ? ['#/tools/createBook', '#/state'] : all;
    await show('#/tools/listBooks');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.summary .pill');
    await look('an answer');
    for (const route of routes) {
      await show(route);
      await look(route);
    }
    await page.goto(`${address}#/calls`);
    await page.locator('.row').first().click();
    await page.waitForSelector('.steps');
    await look('a call');
    if (size !== 'phone') {
      await page.getByRole('button', { name: 'Keys and help' }).click();
      await look('the keys');
    }

    async function look(what: string): Promise<void> {
      await page.evaluate(axe.source);
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
      });
      expect([what, ...found]).toEqual([what]);
      const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect([what, beyond]).toEqual([what, 0]);
    }
  });
});

describe('by the keyboard alone', () => {
  test('a tool is found, filled in, sent, and its call looked at', async () => {
    await show('');
    await page.keyboard.press('/');
    await page.keyboard.type('genres');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.tool h1');
    expect(await page.locator('.tool h1').innerText()).toBe('listGenres');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.summary .pill-good');
    expect(await page.locator('.answer .code').innerText()).toContain('"science-fiction"');

    await page.keyboard.press('g');
    await page.keyboard.press('c');
    // The list of tools has rows as well.
    await page.waitForSelector('[aria-labelledby="calls-title"] .row');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.steps li');
    expect(await page.locator('.call h1').innerText()).toBe('listGenres');
    expect(await page.locator('.facts').innerText()).toContain('console');

    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').innerText()).toContain('Keys');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('j and k go through the list, and letters that are typed into a field stay letters', async () => {
    await show('');
    const marked = (): Promise<string> => page.locator('.row.active .row-name').innerText();
    expect(await marked()).toBe('listBooks');
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key);
    expect(await marked()).toBe('createBook');
    await page.keyboard.press('Enter');
    await page.getByLabel('title').fill('');
    await page.getByLabel('title').press('j');
    expect(await page.getByLabel('title').inputValue()).toBe('j');
    expect(await page.locator('.tool h1').innerText()).toBe('createBook');
  });
});

describe('the form', () => {
  test('makes the request of what is filled in, and the request is shown before it is sent', async () => {
    await show('#/tools/createBook');
    expect(await page.locator('.refused').innerText()).toContain('body.title: is required');
    await page.getByLabel('title').fill('Persuasion');
    await page.getByLabel('name').fill('Jane Austen');
    await page.getByRole('textbox', { name: /^born/ }).fill('1775');
    await page.getByLabel('died is null').check();
    await page.getByLabel('romance', { exact: true }).check();
    await page.getByLabel('published').fill('1817');
    await page.getByLabel('pages').fill('249');
    await page.getByLabel('amount').fill('9.50');
    await page.getByLabel('currency').selectOption('EUR');
    const request = page.getByRole('region', { name: 'Text of the request' });
    await request.waitFor();
    const text = (await request.innerText()).split('\n');
    expect(text[0]).toBe('POST /v1/books HTTP/1.1');
    expect(text.map((line) => line.toLowerCase())).toContain('x-shop-key: [redacted]');
    expect(text.at(-1)).toContain('"born":1775,"died":null');
    expect(text.at(-1)).toContain('"amount":9.50');
    await page.getByLabel('curl', { exact: true }).check();
    expect(await request.innerText()).toMatch(/--data-raw '\{.*"title":"Persuasion"/);
    await page.getByRole('button', { name: /^Send/ }).click();
    await page.waitForSelector('.summary .pill-good');
    expect(await page.locator('.summary .pill').innerText()).toBe('201');
    expect(await page.locator('.answer .code').first().innerText()).toMatch(/"title": "Persuasion"/);
  });

  test('goes over to JSON and back with what is in it', async () => {
    await show('#/tools/getBook');
    await page.getByLabel('bookId').fill('bk_007');
    await page.getByLabel('JSON', { exact: true }).check();
    const raw = page.getByLabel('Arguments as JSON');
    expect(JSON.parse(await raw.inputValue())).toEqual({ bookId: 'bk_007' });
    await raw.fill('{"bookId": ');
    expect(await page.locator('.problem').innerText()).not.toBe('');
    expect(await page.getByRole('button', { name: /^Send/ }).isDisabled()).toBe(true);
    await raw.fill('{"bookId": "bk_008"}');
    await page.getByLabel('Form', { exact: true }).check();
    expect(await page.getByLabel('bookId').inputValue()).toBe('bk_008');
  });

  test('asks before it deletes', async () => {
    await show('#/tools/deleteBook');
    await page.getByLabel('bookId').fill('bk_020');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Really delete?' }).waitFor();
    expect(await page.locator('.summary').count()).toBe(0);
    await page.getByLabel('bookId').fill('bk_021');
    await page.getByRole('button', { name: /^Send and delete/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.summary .pill-good');
    expect(await page.locator('.summary .pill').innerText()).toBe('204');
  });

  test('sends a file of this machine, and shows a picture that comes back', async () => {
    await show('#/tools/getCover');
    await page.getByLabel('bookId').fill('bk_001');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('img.picture');
    expect(await page.evaluate('document.querySelector("img.picture").naturalWidth')).toBeGreaterThan(0);
    const data = (await page.locator('img.picture').getAttribute('src'))!.split(',')[1]!;
    await show('#/tools/uploadCover');
    await page.getByLabel('bookId').fill('bk_002');
    const file = { name: 'cover.png', mimeType: 'image/png', buffer: Buffer.from(data, 'base64') };
    await page.getByLabel('Choose a file').setInputFiles(file);
    await page.getByText('cover.png').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.summary .pill-good');
    expect(await page.locator('.answer .code').innerText()).toContain('"contentType": "image/png"');
  });
});

describe('what happens elsewhere', () => {
  test('a call appears by itself, and a failure with its remedy', async () => {
    await show('#/failures');
    await page.waitForSelector('.link-open');
    const headers = { 'content-type': 'application/json', 'x-routewright-console': '1' };
    const body = JSON.stringify({ tool: 'getBook', args: { bookId: 'bk_999' } });
    await fetch(`${address}/api/call`, { method: 'POST', headers, body });
    const card = page.locator('.card', { hasText: 'There is no book bk_999' });
    await card.waitFor();
    expect(await card.innerText()).toMatch(/HTTP_ERROR\s+404/);
    expect(await card.locator('.remedy').innerText()).toContain('the id is wrong');
    await card.getByText('The last calls').click();
    await card.locator('details a').first().click();
    await page.getByRole('link', { name: 'Open in the form' }).click();
    expect(await page.getByLabel('bookId').inputValue()).toBe('bk_999');
  });

  test('a credential that is missing is named, with the variable to set', async () => {
    await show('#/state');
    const row = page.locator('.credentials li', { hasText: 'StaffToken' });
    expect(await row.innerText()).toMatch(/missing[^]*MISSING/);
  });
});

test('the chosen theme is there before anything is drawn, and after a reload', async () => {
  await show('');
  const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await ground();
  await page.keyboard.press('t');
  // The page's policy forbids what waitForFunction does in it once it has to wait.
  const dark = await until(ground, (color) => color !== light);
  await page.reload();
  expect(await ground()).toBe(dark);
});

/** Has the browser note how far things jump, and its longest task in milliseconds. */
const watch = `
  var seen = { shift: 0, longest: 0 };
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) seen.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
  }).observe({ type: 'longtask' });
`;

describe('with an API of 1,200 operations', () => {
  const folder = mkdtempSync(join(tmpdir(), 'routewright-'));
  let large: RunningGateway;

  beforeAll(async () => {
    const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
    const operation = (index: number): object => ({
      ...{ operationId: `get_a_thing_with_a_name_that_is_rather_long_${index}`, parameters, responses: {} },
    });
    const paths = Object.fromEntries(
      Array.from({ length: 1200 }, (_, index) => [`/things${index}/{id}`, { get: operation(index) }]),
    );
    const document = {
      openapi: '3.1.0',
      info: { title: 'Large', version: '1' },
      servers: [{ url: 'http://127.0.0.1:9' }],
      paths,
    };
    writeFileSync(join(folder, 'large.json'), JSON.stringify(document));
    large = await startGateway([join(folder, 'large.json')]);
  });
  afterAll(async () => {
    await large.stop();
    rmSync(folder, { recursive: true });
  });

  test('only what is seen is drawn, nothing jumps, and no key waits long', async () => {
    const own = address;
    address = new URL('/console', large.url).href;
    await show('');
    await page.waitForSelector('.row');
    await page.waitForSelector('.dearest li');
    await page.evaluate(watch);
    await page.keyboard.press('/');
    await page.keyboard.type('thing 999');
    await until(async () => (await page.locator('.row').count()) < 5);
    expect(await page.locator('.row-name').first().innerText()).toContain('_999');
    for (let count = 0; count < 9; count++) await page.keyboard.press('Backspace');
    await page.keyboard.press('Escape');
    for (let count = 0; count < 40; count++) await page.keyboard.press('j');
    expect(await page.locator('.row').count()).toBeLessThan(60);
    const seen = await page.evaluate(
      () => (globalThis as unknown as { seen: { shift: number; longest: number } }).seen,
    );
    expect(seen.shift).toBeLessThan(0.05);
    expect(seen.longest).toBeLessThan(500);
    address = own;
  });
});
