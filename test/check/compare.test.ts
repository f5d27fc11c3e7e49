import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { compareInputs } from '../../src/check/compare/compare-schemas.ts';
import { comparedListing, compareSurfaces } from '../../src/check/compare/compare-surfaces.ts';

const object = (properties: object, more: object = {}): object => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...more,
});

/** Old, new, and what is said: `!` before what breaks a caller. Inputs are contravariant. */
const cases: [name: string, old: object, next: object, says: string[]][] = [
  ['the same', object({ a: { type: 'string' } }), object({ a: { type: 'string' } }), []],
  ['an optional argument more', object({}), object({ a: {} }), ['a is new']],
  ['a required argument more', object({}), object({ a: {} }, { required: ['a'] }), ['!a is new and required']],
  [
    'an argument that is required now',
    object({ a: {} }),
    object({ a: {} }, { required: ['a'] }),
    ['!a is required now'],
  ],
  [
    'an argument that is optional now',
    object({ a: {} }, { required: ['a'] }),
    object({ a: {} }),
    ['a is optional now'],
  ],
  ['an argument less', object({ a: {} }), object({}), ['!a is gone']],
  [
    'a narrower type',
    object({ a: { type: ['string', 'null'] } }),
    object({ a: { type: 'string' } }),
    ['!a was string or null and is string now'],
  ],
  [
    'a wider type',
    object({ a: { type: 'integer' } }),
    object({ a: { type: 'number' } }),
    ['a takes number now, and not only integer'],
  ],
  [
    'number to integer',
    object({ a: { type: 'number' } }),
    object({ a: { type: 'integer' } }),
    ['!a was number and is integer now'],
  ],
  [
    'an enum value gone, one more',
    object({ a: { enum: ['x', 'y'] } }),
    object({ a: { enum: ['x', 'z'] } }),
    ['!a no longer takes "y"', 'a takes "z" too'],
  ],
  [
    'any value, then an enum',
    object({ a: { type: 'string' } }),
    object({ a: { type: 'string', enum: ['x'] } }),
    ['!a takes only "x" now'],
  ],
  [
    'a tighter bound',
    object({ a: { type: 'integer', maximum: 100 } }),
    object({ a: { type: 'integer', maximum: 50 } }),
    ['!a has maximum 50 now, before maximum 100'],
  ],
  [
    'a looser bound',
    object({ a: { type: 'string', minLength: 2 } }),
    object({ a: { type: 'string' } }),
    ['a has minLength 0 now, before minLength 2'],
  ],
  [
    'a bound written otherwise',
    object({ a: { type: 'integer', exclusiveMinimum: 0 } }),
    object({ a: { type: 'integer', minimum: 1 } }),
    ['a has no exclusiveMinimum now, before exclusiveMinimum 0'],
  ],
  [
    'another pattern',
    object({ a: { type: 'string', pattern: 'a' } }),
    object({ a: { type: 'string', pattern: 'b' } }),
    ['!a has pattern "b" now, before "a"'],
  ],
  [
    'closed objects',
    { type: 'object' },
    { type: 'object', additionalProperties: false },
    ['! refuses other properties now'],
  ],
  [
    'elements',
    object({ a: { type: 'array', items: { type: ['string', 'null'] } } }),
    object({ a: { type: 'array', items: { type: 'string' } } }),
    ['!a[] was string or null and is string now'],
  ],
  [
    'nullable in two ways',
    object({ a: { anyOf: [{ type: 'string' }, { type: 'null' }] } }),
    object({ a: { type: ['string', 'null'] } }),
    [],
  ],
  [
    'an alternative more',
    object({ a: { anyOf: [{ type: 'string' }] } }),
    object({ a: { anyOf: [{ type: 'string' }, { type: 'integer' }] } }),
    ['a takes another form too'],
  ],
  [
    'an alternative less',
    object({ a: { anyOf: [{ type: 'string' }, { type: 'integer' }] } }),
    object({ a: { anyOf: [{ type: 'string' }] } }),
    ['!a was integer and is string now'],
  ],
  [
    'allOf, and the same merged',
    object({ a: { allOf: [object({ x: { type: 'string' } }), { required: ['x'] }] } }),
    object({ a: object({ x: { type: 'string' } }, { required: ['x'] }) }),
    [],
  ],
  [
    'under $defs',
    { ...object({ a: { $ref: '#/$defs/A' } }), $defs: { A: object({ x: { type: 'string' } }) } },
    object({ a: object({ x: { type: 'integer' } }) }),
    ['!a.x was string and is integer now'],
  ],
  ['a default', object({ a: { default: 1 } }), object({ a: { default: 2 } }), ['a has the default 2 now, before 1']],
];

/** A list whose elements are lists of the same kind. */
const tree = (value: object): object => ({
  ...object({ root: { $ref: '#/$defs/Node' } }),
  $defs: { Node: object({ value, children: { type: 'array', items: { $ref: '#/$defs/Node' } } }) },
});

describe('the schemas of an input', () => {
  test.each(cases)('%s', (_, old, next, says) => {
    expect(
      compareInputs(old, next)
        .map(({ breaking, path, message }) => `${breaking ? '!' : ''}${path} ${message}`.trim())
        .sort(),
    ).toEqual([...says].sort());
  });

  test('recursive ones end, and say what has changed once', () => {
    expect(compareInputs(tree({ type: 'string' }), tree({ type: 'integer' }))).toEqual([
      { breaking: true, path: 'root.value', message: 'was string and is integer now' },
    ]);
  });
});

/** Small schemas that have much in common, so that pairs of them are often related. */
const schema = fc.letrec<{ any: object }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.record(
      { type: fc.constantFrom('string', 'integer', 'number', 'boolean', ['string', 'null'], ['integer', 'string']) },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        type: fc.constant('integer'),
        minimum: fc.integer({ min: 0, max: 3 }),
        maximum: fc.integer({ min: 2, max: 5 }),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('integer'),
        exclusiveMinimum: fc.integer({ min: 0, max: 3 }),
        exclusiveMaximum: fc.integer({ min: 2, max: 5 }),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 0, max: 2 }) }, { requiredKeys: ['type'] }),
    fc.record({ enum: fc.uniqueArray(fc.constantFrom('a', 'b', 1, null), { minLength: 1 }) }),
    fc.record(
      { type: fc.constant('array'), items: tie('any'), maxItems: fc.integer({ min: 0, max: 2 }) },
      { requiredKeys: ['type'] },
    ),
    fc.record({ anyOf: fc.array(tie('any'), { minLength: 1, maxLength: 2 }) }),
    fc
      .record({
        properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('any'), { maxKeys: 2 }),
        required: fc.subarray(['a', 'b']),
      })
      .map(({ properties, required }) => object(properties, { required })),
  ),
})).any;

const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('', 'a', 'b', 'abc', true, null),
    fc.integer({ min: -1, max: 6 }),
    fc.constant(1.5),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 2 }),
  ),
})).any;

describe('laws', () => {
  test('where nothing breaks, what the old schema took the new one takes', () => {
    const ajv = new Ajv2020({ strict: false });
    let told = 0;
    fc.assert(
      fc.property(schema, schema, fc.array(value, { minLength: 20, maxLength: 20 }), (old, next, values) => {
        if (compareInputs(old, next).some(({ breaking }) => breaking)) return;
        told++;
        for (const one of values)
          if (ajv.validate(old, one))
            expect({ one, accepted: ajv.validate(next, one) }).toEqual({ one, accepted: true });
      }),
      { numRuns: 400 },
    );
    expect(told).toBeGreaterThan(20);
  });

  test('a schema does not differ from itself', () => {
    fc.assert(
      fc.property(schema, (one) => expect(compareInputs(one, structuredClone(one))).toEqual([])),
      { numRuns: 100 },
    );
  });
});

describe('lists of tools', () => {
  const tool = (name: string, description: string, properties: object = {}, annotations?: object) =>
    comparedListing({
      name,
      description,
      inputSchema: object(properties) as never,
      ...(annotations ? { annotations: annotations as never } : {}),
    });
  const told = (...lists: [Parameters<typeof compareSurfaces>[0], Parameters<typeof compareSurfaces>[1]]) =>
    compareSurfaces(...lists).map(({ kind, tool: name, message }) => `${kind}: ${name} ${message}`);

  test('added and removed', () => {
    expect(told([tool('a', 'A.\nGET /a')], [tool('b', 'B.\nGET /b')])).toEqual([
      'removed: a is gone (GET /a)',
      'added: b is new (GET /b)',
    ]);
  });

  test('a new name is told by its operation, with what else has changed', () => {
    expect(told([tool('a', 'A.\nGET /a', { x: {} })], [tool('b', 'A.\nGET /a')])).toEqual([
      'renamed: a is called b now (GET /a)',
      'breaking: a x is gone',
    ]);
  });

  test('without an operation by its words and schema', () => {
    expect(told([tool('a', 'Same words.')], [tool('b', 'Same words.')])).toEqual(['renamed: a is called b now']);
  });

  test('what was read-only and changes something', () => {
    const [reads, writes] = [{ readOnlyHint: true }, { readOnlyHint: false }];
    expect(told([tool('a', 'A', {}, reads)], [tool('a', 'A', {}, writes)])).toEqual([
      'breaking: a was read-only and changes something now',
    ]);
  });
});
