import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { fitSchema } from '../../src/catalog/fit.ts';
import type { InputSchema, JsonSchema } from '../../src/catalog/json-schema.ts';
import { firstSentences, shortenDescriptions, simplifySchema } from '../../src/catalog/lean.ts';
import { estimateTokens } from '../../src/catalog/tokens.ts';

test.each<[string, JsonSchema, JsonSchema]>([
  [
    'a choice with null',
    { anyOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }] },
    { type: ['string', 'null'], maxLength: 3 },
  ],
  [
    'of an enum',
    { oneOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] },
    { type: ['string', 'null'], enum: ['a', null] },
  ],
  ['a choice of one', { description: 'A', anyOf: [{ type: 'string' }] }, { description: 'A', type: 'string' }],
  ['equal branches', { anyOf: [{ type: 'string' }, { type: 'string' }] }, { type: 'string' }],
  [
    'equal branches of oneOf, which accept nothing',
    { oneOf: [{ type: 'string' }, { type: 'string' }] },
    { oneOf: [{ type: 'string' }, { type: 'string' }] },
  ],
  ['what may be anything', { type: 'object', additionalProperties: {} }, { type: 'object' }],
  [
    'a part that closes itself beside another',
    { properties: { a: {} }, allOf: [{ additionalProperties: false }] },
    { properties: { a: {} }, allOf: [{ additionalProperties: false }] },
  ],
  ['values that look like schemas', { enum: [{ anyOf: [1] }] }, { enum: [{ anyOf: [1] }] }],
  [
    'nested',
    { properties: { anyOf: { allOf: [{ type: 'integer' }] } } },
    { properties: { anyOf: { type: 'integer' } } },
  ],
])('simplified: %s', (_, given, expected) => {
  expect(simplifySchema(given)).toEqual(expected);
});

const { schema: schemas } = fc.letrec<{ schema: JsonSchema; leaf: JsonSchema; properties: Record<string, JsonSchema> }>(
  (tie) => ({
    leaf: fc.constantFrom<JsonSchema>(
      {},
      { type: 'string' },
      { type: 'null' },
      { type: 'integer', minimum: 3 },
      { type: 'string', enum: ['a', 'b'] },
      { const: 'a' },
      { type: ['string', 'null'] },
      { type: 'object', additionalProperties: {} },
      { additionalProperties: false },
      { description: 'Words.' },
    ),
    properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { maxKeys: 2 }),
    schema: fc.oneof(
      { depthSize: 'small' },
      tie('leaf'),
      fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }), description: fc.constant('One of') }),
      fc.record(
        { allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }), type: fc.constant('object') },
        { requiredKeys: ['allOf'] },
      ),
      fc.record({ properties: tie('properties'), required: fc.constant(['a']) }, { requiredKeys: ['properties'] }),
      fc.record({ items: tie('schema') }),
    ),
  }),
);
const values = fc.constantFrom<unknown>(
  null,
  'a',
  'b',
  'c',
  2,
  3,
  {},
  { a: 'a' },
  { a: null, b: 3 },
  { c: 1 },
  ['a'],
  [null],
  [],
);

test('a simplified schema accepts what the given one accepts, and nothing else', () => {
  const ajv = new Ajv2020({ strict: false, logger: false });
  fc.assert(
    fc.property(schemas, fc.array(values, { minLength: 5, maxLength: 5 }), (schema, samples) => {
      const [given, simple] = [ajv.compile(schema), ajv.compile(simplifySchema(schema))];
      for (const sample of samples) expect([sample, simple(sample)]).toEqual([sample, given(sample)]);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['Short.', 10, 'Short.'],
  ['The first sentence is here. The second one is not.', 40, 'The first sentence is here.'],
  ['A line of its own, without a stop\nand more below it', 40, 'A line of its own, without a stop'],
  ['One sentence that goes on and on and on until nobody listens', 30, 'One sentence that goes on…'],
])('of %j in %d characters stays %j', (text, length, expected) => {
  expect(firstSentences(text, length)).toBe(expected);
});

test('descriptions are shortened, properties of that name are not', () => {
  const schema = { properties: { description: { type: 'string', description: 'Long enough to be cut. And more.' } } };
  expect(shortenDescriptions(schema, 25)).toEqual({
    properties: { description: { type: 'string', description: 'Long enough to be cut.' } },
  });
});

describe('a fitted schema', () => {
  const words =
    'What this is for, in a sentence of some length. And then some more that few will ever need to read at all.';
  const field = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
    type: 'object',
    description: words,
    properties,
    ...(required.length > 0 ? { required } : {}),
  });
  const many = Object.fromEntries(
    Array.from({ length: 8 }, (_, index) => [
      `field${index}`,
      field({ id: { type: 'string', description: words }, note: { type: 'string' } }, ['id']),
    ]),
  );
  const given: InputSchema = {
    type: 'object',
    properties: { id: { type: 'string', description: words }, body: field(many, ['field3']) },
    required: ['id', 'body'],
    additionalProperties: false,
  };

  test.each([1000, 700, 400, 250, 160, 100])('keeps within %d tokens, and keeps what is required', (tokens) => {
    const { schema, leftOut } = fitSchema(given, tokens)!;
    expect(estimateTokens(JSON.stringify(schema))).toBeLessThanOrEqual(tokens);
    expect(schema).toMatchObject({
      required: ['id', 'body'],
      properties: {
        body: { required: ['field3'], properties: { field3: { required: ['id'], properties: { id: {} } } } },
      },
    });
    const shown = JSON.stringify(schema);
    for (const name of Object.keys(many)) expect(shown.includes(`"${name}"`)).toBe(!leftOut.includes(`body.${name}`));
  });

  test('is none where not even that is possible', () => {
    expect(fitSchema(given, 20)).toBeUndefined();
  });

  test('has no shared parts that nothing refers to', () => {
    const shared: InputSchema = {
      ...given,
      properties: {
        id: { type: 'string' },
        body: { type: 'object', properties: { a: { properties: { b: { $ref: '#/$defs/B' } } } } },
      },
      required: ['id'],
      $defs: { B: { properties: { c: { $ref: '#/$defs/C' } } }, C: { type: 'string', description: words.repeat(20) } },
    };
    expect(Object.keys(fitSchema(shared, 2000)!.schema['$defs'] as object)).toEqual(['B', 'C']);
    expect(fitSchema(shared, 60)!.schema).not.toHaveProperty('$defs');
  });
});
