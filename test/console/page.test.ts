import { describe, expect, test } from '@jest/globals';
import { fits, nameOfBranch, shapeOf, startOf } from '../../src/console/page/form/schema.ts';
import { groupFailures } from '../../src/console/page/failures/group.ts';
import { layOut } from '../../src/console/page/lay-out.ts';
import { ticksUpTo } from '../../src/console/page/state/scale.ts';
import { percentile, seriesOf } from '../../src/console/page/state/series.ts';
import { index, search } from '../../src/console/page/tools/search.ts';
import type { CallRow, ToolRow } from '../../src/console/wire.ts';
import { fileSchema } from '../../src/catalog/files.ts';

/** What the page works out by itself; how it looks and acts is for test/live/console. */

describe('what a schema is filled in with', () => {
  test.each([
    ['a text', { type: 'string' }, 'text'],
    ['a whole number', { type: 'integer' }, 'number'],
    ['yes or no', { type: 'boolean' }, 'boolean'],
    ['one of some values', { enum: ['a', 1] }, 'choice'],
    ['one value', { const: 'a' }, 'choice'],
    ['an object', { type: 'object', properties: { a: {} } }, 'object'],
    ['an object without a type', { properties: { a: {} } }, 'object'],
    ['an object of any names', { type: 'object', additionalProperties: { type: 'string' } }, 'map'],
    ['a list', { type: 'array', items: { type: 'string' } }, 'list'],
    ['a list of some texts', { type: 'array', items: { enum: ['a', 'b'] } }, 'flags'],
    ['a file', fileSchema, 'file'],
    ['one of several', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, 'union'],
    ['several types', { type: ['string', 'integer'] }, 'union'],
    ['anything', {}, 'any'],
  ])('%s', (_, schema, kind) => {
    expect(shapeOf(schema, {}).kind).toBe(kind);
  });

  test.each([
    [{ type: ['integer', 'null'] }, 'number'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'text'],
    [{ oneOf: [{ $ref: '#/$defs/Credit' }, { type: 'null' }] }, 'object'],
  ])('null stands apart: %j', (schema, kind) => {
    const defs = { Credit: { type: 'object', properties: { artist: { type: 'string' } } } };
    expect(shapeOf(schema, defs)).toMatchObject({ kind, isNullable: true });
  });

  test('allOf is put together, and a reference followed, with what stands beside it', () => {
    const defs = { 'a/b': { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } };
    const schema = {
      allOf: [
        { $ref: '#/$defs/a~1b', description: 'beside' },
        { properties: { b: {} }, required: ['b'] },
      ],
    };
    expect(shapeOf(schema, defs)).toMatchObject({
      kind: 'object',
      schema: { properties: { a: { type: 'string' }, b: {} }, required: ['a', 'b'], description: 'beside' },
    });
  });

  test('a schema that refers to itself comes to an end', () => {
    const defs = { Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' } }, required: ['next'] } };
    expect(JSON.stringify(startOf({ $ref: '#/$defs/Node' }, defs)).length).toBeLessThan(1000);
    expect(shapeOf({ $ref: '#/$defs/Loop' }, { Loop: { $ref: '#/$defs/Loop' } }).kind).toBe('any');
  });

  test('alternatives are told apart by what a value has', () => {
    const cat = {
      type: 'object',
      properties: { kind: { const: 'cat' }, lives: { type: 'integer' } },
      required: ['kind'],
    };
    const dog = { type: 'object', properties: { kind: { const: 'dog' } }, required: ['kind'] };
    expect([cat, dog].map((branch) => fits({ kind: 'dog' }, branch, {}))).toEqual([false, true]);
    expect(nameOfBranch(cat, {}, 0)).toBe('kind: cat');
    expect(startOf({ oneOf: [cat, dog] }, {})).toEqual({ kind: 'cat' });
  });
});

describe('JSON on lines', () => {
  test('keeps every digit and what is in strings', () => {
    expect(layOut('{"id":9007199254740993,"price":1.10,"a":{},"b":[],"c":["x,{y"]}')).toBe(
      '{\n  "id": 9007199254740993,\n  "price": 1.10,\n  "a": {},\n  "b": [],\n  "c": [\n    "x,{y"\n  ]\n}',
    );
  });

  test.each(['plain text', '[not json', '"a"'])('leaves what is none: %s', (text) => {
    expect(layOut(text)).toBe(text);
  });
});

describe('the search', () => {
  const row = (name: string, path: string, tags: string[] = []): ToolRow => ({
    ...{ name, path, tags, title: '', api: 'shop', method: 'GET', effect: 'read', deprecated: false },
  });
  const tools = index([
    row('listOrders', '/orders'),
    row('order', '/o'),
    row('ordersByDay', '/days'),
    row('getBook', '/books', ['orders']),
  ]);

  test('names that begin with the word come first, then those that hold it, then the rest', () => {
    expect(search(tools, 'Order').map(({ name }) => name)).toEqual(['order', 'ordersByDay', 'listOrders', 'getBook']);
  });

  test('every word has to occur', () => {
    expect(search(tools, 'orders book').map(({ name }) => name)).toEqual(['getBook']);
    expect(search(tools, 'orders nothing')).toEqual([]);
  });
});

const call = (more: Partial<CallRow>): CallRow => ({
  ...{ id: '1', time: '2026-01-01T12:00:00.000Z', caller: 'local', door: 'http', tool: 'a', api: 'shop' },
  ...{ outcome: 'ok', duration: 10 },
  ...more,
});

describe('calls over time', () => {
  test('a percentile is a duration that was measured (nearest rank)', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
    expect([50, 95, 99].map((rank) => percentile(hundred, rank))).toEqual([50, 95, 99]);
    expect(percentile([7], 99)).toBe(7);
  });

  test('each call is in one bucket, and what is before is in none', () => {
    const from = Date.parse('2026-01-01T12:00:00Z');
    const rows = [
      call({ id: '3', time: '2026-01-01T12:00:59.999Z', outcome: 'error', duration: 30, tokens: 7 }),
      call({ id: '2', time: '2026-01-01T12:00:00.000Z', duration: 20, tokens: 5 }),
      call({ id: '1', time: '2026-01-01T11:59:59.999Z' }),
    ];
    const { buckets, whole, step } = seriesOf(rows, from, from + 60_000);
    expect(step).toBe(1000);
    expect(buckets).toHaveLength(60);
    expect(buckets[0]).toEqual({ time: from, answered: 1, failed: 0, tokens: 5, p50: 20, p95: 20, p99: 20 });
    expect(buckets[1]).toEqual({ time: from + 1000, answered: 0, failed: 0, tokens: 0 });
    expect(whole).toMatchObject({ answered: 1, failed: 1, tokens: 12, p50: 20, p99: 30 });
  });

  test.each([
    [0, [0, 1]],
    [7, [0, 2.5, 5, 7.5]],
    [100, [0, 50, 100]],
    [1600, [0, 1000, 2000]],
  ])('an axis up to %d', (most, ticks) => {
    expect(ticksUpTo(most)).toEqual(ticks);
  });
});

test('failures are put together by code, status and API, the most frequent first', () => {
  const failed = { outcome: 'error', code: 'HTTP_ERROR' } as const;
  const groups = groupFailures([
    call({ id: '1', ...failed, status: 404, tool: 'b' }),
    call({ id: '2', ...failed, status: 500 }),
    call({ id: '3', ...failed, status: 500, tool: 'b' }),
    call({ id: '4', ...failed, status: 500, tool: 'b' }),
    call({ id: '5' }),
    call({ id: '6', ...failed, status: 404, api: 'crm' }),
  ]);
  expect(groups.map(({ status, api, calls }) => [status, api, calls.length])).toEqual([
    [500, 'shop', 3],
    [404, 'shop', 1],
    [404, 'crm', 1],
  ]);
  expect(groups[0]!.tools).toEqual([
    ['b', 2],
    ['a', 1],
  ]);
});
