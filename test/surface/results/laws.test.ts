import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../../src/base/json.ts';
import { sizeUpTo } from '../../../src/surface/results/cut-value.ts';
import { estimateTokens } from '../../../src/catalog/tokens.ts';
import { jsonResult, openResults, readAll, readOnOf, textOf } from './support.ts';

/** Wide, deep, long, in any script, with half surrogates, escapes and odd keys. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', '…', '\ud800', '\udc00x', '\u0000', '"\\', '__proto__', 'constructor', 'e\u0301'),
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }), fc.nat(6000))
    .map(([unit, count]) => unit.repeat(count)),
);
const anyScalar = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  anyText,
) as fc.Arbitrary<Json>;
const anyTree = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    anyScalar,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(anyText, tie('value'), { maxKeys: 6 }) as fc.Arbitrary<Json>,
    fc.tuple(fc.nat(400), tie('value')).map(([depth, inner]) => nest(inner, depth)),
    fc
      .nat(2000)
      .map((count) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key ${index}`, index]))),
  ),
})).value;
const anyValue: fc.Arbitrary<Json> = fc.oneof(
  anyTree,
  fc.tuple(anyTree, fc.nat(2000)).map(([item, count]) => new Array<Json>(count).fill(item)),
  fc.tuple(anyTree, fc.nat(2000)).map(([item, count]) => ({ total: count, items: new Array<Json>(count).fill(item) })),
);

function nest(inner: Json, depth: number): Json {
  let value = inner;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { deeper: value };
  return value;
}

/** What JSON can hold of it. */
const reread = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;
const isSmall = (value: Json): boolean => sizeUpTo(value, 300_000) < 300_000;
const numRuns = 15;

describe('any result', () => {
  test('stays within the budget, and its text and structure are one valid JSON value', async () => {
    await fc.assert(
      fc.asyncProperty(anyValue.filter(isSmall), fc.integer({ min: 500, max: 5000 }), async (given, tokens) => {
        const value = reread(given);
        const shaped = await openResults({ resultTokens: tokens }).shape('listThings', jsonResult(value), {});
        const all = shaped.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
        expect(estimateTokens(all)).toBeLessThanOrEqual(tokens * 1.02);
        expect(all.isWellFormed()).toBe(true);
        if (shaped.structuredContent !== undefined)
          expect(JSON.parse(textOf(shaped))).toEqual(shaped.structuredContent);
      }),
      { numRuns },
    );
  });

  test('can be read back whole by its handle, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(anyValue.filter(isSmall), async (given) => {
        const value = reread(given);
        const results = openResults({ resultTokens: 500, maxResultTokens: 25_000 });
        const shaped = await results.shape('listThings', jsonResult(value), {});
        const next = readOnOf(shaped);
        if (estimateTokens(JSON.stringify(value)) <= 500) expect(shaped).toEqual(jsonResult(value));
        else {
          const pieces = await readAll(results, { handle: next!['handle']!, unit: 'characters', max_tokens: 25_000 });
          expect(pieces.join('')).toBe(JSON.stringify(value));
        }
      }),
      { numRuns },
    );
  });
});
