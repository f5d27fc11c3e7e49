import { describe, expect, test } from '@jest/globals';
import { type Caller, localCaller } from '../../../src/base/caller.ts';
import { MemoryStore } from '../../../src/base/store.ts';
import type { Json } from '../../../src/base/json.ts';
import type { ToolResult } from '../../../src/catalog/tool-result.ts';
import type { Results } from '../../../src/surface/results/results.ts';
import { jsonResult, openResults, readAll, readOnOf, textOf } from './support.ts';

const books = Array.from({ length: 500 }, (_, index) => ({
  id: `bk_${index}`,
  title: `Book number ${index}`,
  price: { amount: index / 10, currency: 'EUR' },
}));
const csv = `id,title\n${books.map(({ id, title }) => `${id},${title}\n`).join('')}`;

async function cut(
  results: Results,
  result: ToolResult,
  caller: Caller = localCaller,
): Promise<{ shaped: ToolResult; handle: string }> {
  const shaped = await results.shape('listBooks', result, { caller });
  return { shaped, handle: readOnOf(shaped)!['handle'] as string };
}

describe('what a model sees of a large result', () => {
  test('a list keeps its first elements and says how many there are; its object keeps the rest', async () => {
    const { shaped } = await cut(openResults(), jsonResult({ total: 500, items: books, next: null }));
    const seen = shaped.structuredContent as { total: number; items: Json[]; next: null; '…': string };
    expect(seen.total).toBe(500);
    expect(seen.next).toBeNull();
    const shown = seen.items.length - 1;
    expect(shown).toBeGreaterThan(20);
    expect(seen.items.slice(0, shown)).toEqual(books.slice(0, shown));
    expect(seen.items.at(-1)).toBe(`… ${500 - shown} more of 500`);
    expect(seen['…']).toContain(`items ${shown} of 500`);
    expect(readOnOf(shaped)).toEqual({ handle: expect.any(String), path: 'items', from: shown });
    expect(JSON.parse(textOf(shaped))).toEqual(seen);
  });

  test('a list at the root says so in its last element', async () => {
    const { shaped } = await cut(openResults(), jsonResult(books));
    const seen = shaped.structuredContent as Json[];
    expect(seen.slice(0, -1)).toEqual(books.slice(0, seen.length - 1));
    expect(seen.at(-1)).toMatch(new RegExp(`^… ${500 - seen.length + 1} more of 500\\. Cut`));
    expect(readOnOf(shaped)).toEqual({ handle: expect.any(String), from: seen.length - 1 });
  });

  test('a long text beside small fields keeps its beginning, the fields stay', async () => {
    const { shaped } = await cut(openResults(), jsonResult({ id: 7, log: 'é'.repeat(90_000), ok: true }));
    const seen = shaped.structuredContent as { id: number; log: string; ok: boolean };
    expect([seen.id, seen.ok]).toEqual([7, true]);
    expect(seen.log).toMatch(/^é+… \(\+[\d,]+ characters\)$/);
  });

  test('lines of text stay whole', async () => {
    const { shaped } = await cut(openResults(), { content: [{ type: 'text', text: csv }] });
    expect(csv.startsWith(textOf(shaped))).toBe(true);
    expect(textOf(shaped).endsWith('\n')).toBe(true);
    expect(textOf(shaped, 1)).toMatch(/lines\. To read on: read_result/);
  });

  test('numbers that a double would round keep their digits', async () => {
    const text = `[${books.map((_, index) => `{"id":9007199254740993${index},"price":0.12345678901234567891}`).join(',')}]`;
    const { shaped, handle } = await cut(openResults(), { content: [{ type: 'text', text }] });
    expect(shaped.structuredContent).toBeUndefined();
    expect(textOf(shaped)).toMatch(/^\[\{"id":90071992547409930,"price":0\.12345678901234567891\},/);
    expect(textOf(await openResults().read({ handle }, {}))).toContain('RESULT_');
  });

  test('a picture over the limit is named and can be fetched in parts', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));
    const results = openResults();
    const shaped = await results.shape(
      'getCover',
      { content: [{ type: 'image', data: bytes.toString('base64'), mimeType: 'image/png' }] },
      {},
    );
    expect(textOf(shaped)).toContain('The image (image/png, 100,000 bytes) is not shown');
    const got: Buffer[] = [];
    for (let next = readOnOf(shaped); next;) {
      const part = await results.read(next, {});
      if (part.content[0]?.type !== 'resource') throw new Error(textOf(part));
      got.push(Buffer.from(part.content[0].resource.blob, 'base64'));
      const [, call] = /To read on: read_result (\{.*\})\./.exec(textOf(part, 1)) ?? [];
      next = call === undefined ? undefined : (JSON.parse(call) as Record<string, Json>);
    }
    expect(Buffer.concat(got).equals(bytes)).toBe(true);
  });

  test('a promised structure is only shorter: every value has the type that it had', async () => {
    const shaped = await openResults().shape(
      'listBooks',
      jsonResult({ items: books, note: 'x'.repeat(9000) }),
      {},
      { isPromised: true },
    );
    const seen = shaped.structuredContent as { items: Json[]; note: string };
    expect(Object.keys(seen)).toEqual(['items', 'note']);
    expect(seen.items).toEqual(books.slice(0, seen.items.length));
    expect(seen.note).toMatch(/^x+…$/);
    expect(textOf(shaped, 1)).toContain('read_result');
  });

  test('a small result is the very same object', async () => {
    const small = jsonResult({ id: 1 });
    expect(await openResults().shape('getBook', small, {})).toBe(small);
  });
});

describe('read_result', () => {
  test('reads a list on, element by element, until its end', async () => {
    const results = openResults();
    const { shaped } = await cut(results, jsonResult({ items: books }));
    const shown = (shaped.structuredContent as { items: Json[] }).items.slice(0, -1);
    const rest = (await readAll(results, readOnOf(shaped)!)).flatMap((piece) => JSON.parse(piece) as Json[]);
    expect([...shown, ...rest]).toEqual(books);
  });

  test('reads text on, line by line, until its end', async () => {
    const results = openResults();
    const { shaped } = await cut(results, { content: [{ type: 'text', text: csv }] });
    const rest = await readAll(results, readOnOf(shaped)!);
    expect(textOf(shaped) + rest.join('')).toBe(csv);
  });

  const cases: readonly (readonly [name: string, args: Record<string, Json>, text: string, note: RegExp])[] = [
    ['a path', { path: 'items[3].title' }, 'Book number 3', /^Characters 0 to 13 of 13\.$/],
    ['a projection', { path: 'items[?price.amount > `49.8`].id' }, '["bk_499"]', /^All 1 elements\.$/],
    [
      'a range of a list',
      { path: 'items[].id', from: 7, count: 2 },
      '["bk_7","bk_8"]',
      /^Elements 7 to 8 of 500\. To read on: .*"from":9\}\.$/,
    ],
    ['an object', { path: 'items[0].price' }, '{"amount":0,"currency":"EUR"}', /^This is all of it\.$/],
    ['nothing', { path: 'item' }, 'null', /selects nothing\. The result is \{items: 500 × \{id, title, price: /],
    ['characters of the JSON', { unit: 'characters', from: 2, count: 5 }, 'items', /^Characters 2 to 7 of/],
    [
      'a search',
      { search: 'NUMBER 33' },
      'items[33].title: title = Book number 33\n',
      /^11 matches\. 1 to 11 are shown\.$/,
    ],
    [
      'an expression',
      { search: '/^id = bk_(7|9)$/' },
      'items[7].id: id = bk_7\nitems[9].id: id = bk_9\n',
      /^2 matches\./,
    ],
    [
      'a search within a path',
      { path: 'items[:10]', search: 'bk_', from: 8 },
      '[8].id: id = bk_8\n[9].id: id = bk_9\n',
      /^10 matches\. 9 to 10/,
    ],
    ['past the end', { path: 'items', from: 900 }, '[]', /There are 500 elements/],
  ];
  test.each(cases)('%s', async (_name, args, text, note) => {
    const results = openResults();
    const { handle } = await cut(results, jsonResult({ items: books }));
    const result = await results.read({ handle, ...args }, {});
    expect(textOf(result).startsWith(text)).toBe(true);
    expect(textOf(result, 1)).toMatch(note);
  });

  const faults: readonly (readonly [name: string, args: Record<string, Json>, words: RegExp])[] = [
    [
      'a path that ends too early',
      { path: 'items[' },
      /^SELECT_INVALID: .*at character 6.*\nThe result is \{items: 500 × \{id, title/s,
    ],
    ['a function that there is none of', { path: 'size(items)' }, /SELECT_INVALID: .*Unknown function: size\(\)/],
    ['a number without backticks', { path: 'items[?price.amount > 9]' }, /backticks/],
    ['an expression that is none', { search: '/(/' }, /^READ_INVALID: Cannot search/],
    [
      'an expression that backtracks without end',
      { search: '/(B|Bo|o|ok)*( |n|u|m|b|e|r|\\d)*([a-z0-9]+)+([a-z0-9 ]+)*!/i' },
      /READ_INVALID: .*(takes longer|0 matches)|^$/,
    ],
    ['an unknown argument', { page: 2 }, /READ_INVALID: read_result has no argument `page`/],
    ['a wrong unit', { unit: 'words' }, /READ_INVALID: `unit` must be/],
    ['a range that is none', { from: -1 }, /READ_INVALID: `from`/],
  ];
  test.each(faults)('explains %s', async (_name, args, words) => {
    const results = openResults();
    const { handle } = await cut(results, jsonResult({ items: books }));
    const result = await results.read({ handle, ...args }, {});
    if (result.isError === true) expect(textOf(result)).toMatch(words);
    else expect(textOf(result)).toBe('');
  });

  test('a path into text, and a search in it', async () => {
    const results = openResults();
    const { handle } = await cut(results, { content: [{ type: 'text', text: csv }] });
    expect(textOf(await results.read({ handle, path: 'a' }, {}))).toContain('READ_INVALID: This result is text');
    expect(textOf(await results.read({ handle, search: 'bk_42,' }, {}))).toBe('line 44: bk_42,Book number 42\n');
  });
});

describe('handles', () => {
  const other: Caller = { ...localCaller, id: 'user:2' };

  test('belong to the caller', async () => {
    const results = openResults();
    const { handle } = await cut(results, jsonResult(books));
    expect(textOf(await results.read({ handle }, { caller: other }))).toMatch(/^RESULT_HANDLE_FOREIGN: /);
  });

  test.each([
    ['another signature', (handle: string) => `${handle.slice(0, -1)}${handle.endsWith('A') ? 'B' : 'A'}`],
    ['another result', (handle: string) => `${handle.startsWith('A') ? 'B' : 'A'}${handle.slice(1)}`],
    ['a later end', (handle: string) => handle.replace(/\.\w+\./, '.zzzzzz.')],
    ['no handle', () => 'items'],
  ])('are refused with %s', async (_name, damage) => {
    const results = openResults();
    const { handle } = await cut(results, jsonResult(books));
    expect(textOf(await results.read({ handle: damage(handle) }, {}))).toMatch(/^RESULT_HANDLE_INVALID: /);
  });

  test('are read by any replica of the same store, and by none of another', async () => {
    const store = new MemoryStore();
    const { handle } = await cut(openResults({}, store), jsonResult(books));
    expect(textOf(await openResults({}, store).read({ handle, path: '[0].id' }, {}))).toBe('bk_0');
    expect(textOf(await openResults().read({ handle }, {}))).toMatch(/^RESULT_HANDLE_INVALID: /);
  });

  test('end when their time is over, or when the store had to make room', async () => {
    let now = 1_000_000_000_000;
    const store = new MemoryStore({ now: () => now });
    const short = await cut(openResults({ resultLifetime: 1000 }, store), jsonResult(books));
    now += 2000;
    expect(textOf(await openResults({}, store).read({ handle: short.handle }, {}))).toMatch(/^RESULT_EXPIRED: /);
    const narrow = new MemoryStore({ maxSize: 60_000 });
    const results = openResults({}, narrow);
    const first = await cut(results, jsonResult(books));
    await cut(results, jsonResult(books));
    expect(textOf(await results.read({ handle: first.handle }, {}))).toMatch(/^RESULT_EXPIRED: /);
  });

  test('a store that fails does not fail the call: the note says that the rest is not kept', async () => {
    const store = new MemoryStore();
    store.set = () => Promise.reject(new Error('no room'));
    const shaped = await openResults({}, store).shape('listBooks', jsonResult(books), {});
    expect(shaped.isError).toBeUndefined();
    expect(textOf(shaped)).toContain('The rest could not be kept: ask for less.');
  });
});
