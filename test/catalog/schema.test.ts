import { describe, expect, test } from '@jest/globals';
import { inputOf, translated, type Version } from './document.ts';

type Case = readonly [name: string, version: Version, given: unknown, want: unknown];

describe('keywords', () => {
  const cases: Case[] = [
    ['nullable with a type', '3.0', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['x-nullable in 2.0', '2.0', { type: 'string', 'x-nullable': true }, { type: ['string', 'null'] }],
    ['nullable: false', '3.0', { type: 'string', nullable: false }, { type: 'string' }],
    ['nullable alone', '3.0', { nullable: true, description: 'Any.' }, { description: 'Any.' }],
    [
      'nullable with an enum',
      '3.0',
      { type: 'string', nullable: true, enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'nullable with an enum that has null',
      '3.0',
      { type: 'string', nullable: true, enum: ['a', null] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'nullable with an enum alone',
      '3.0',
      { nullable: true, enum: ['a'], default: 'a' },
      { default: 'a', anyOf: [{ enum: ['a'] }, { type: 'null' }] },
    ],
    [
      'nullable around allOf',
      '3.0',
      { nullable: true, description: 'D.', allOf: [{ type: 'object' }] },
      { description: 'D.', anyOf: [{ allOf: [{ type: 'object' }] }, { type: 'null' }] },
    ],
    [
      'nullable with a type and oneOf',
      '3.0',
      { type: 'object', nullable: true, oneOf: [{ minProperties: 1 }] },
      { anyOf: [{ type: 'object', oneOf: [{ minProperties: 1 }] }, { type: 'null' }] },
    ],
    ['nullable in 3.1', '3.1', { type: 'integer', nullable: true }, { type: ['integer', 'null'] }],
    ['type lists', '3.1', { type: ['string', 'null'] }, { type: ['string', 'null'] }],
    ['a type list with one', '3.1', { type: ['string'] }, { type: 'string' }],
    ['a type twice', '3.1', { type: ['string', 'string'] }, { type: 'string' }],
    ['a type that is none', '3.0', { type: 'date' }, {}],
    ['a type list with one that is none', '3.1', { type: ['string', 'any'] }, {}],
    ['file in 2.0', '2.0', { type: 'file' }, { type: 'string' }],
    [
      'exclusive bounds of 3.0',
      '3.0',
      { minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false },
      { exclusiveMinimum: 1, maximum: 5 },
    ],
    [
      'exclusive bounds of 3.0 in another order',
      '3.0',
      { exclusiveMaximum: true, maximum: 5 },
      { exclusiveMaximum: 5 },
    ],
    ['an exclusive bound without a bound', '3.0', { exclusiveMinimum: true }, {}],
    ['exclusive bounds of 3.1', '3.1', { exclusiveMinimum: 1, minimum: 0 }, { exclusiveMinimum: 1, minimum: 0 }],
    [
      'bounds in quotes',
      '3.0',
      { minimum: '1', maxLength: '5', maxItems: '', minItems: null, minLength: true, maxProperties: -1, maximum: 'x' },
      { minimum: 1, maxLength: 5 },
    ],
    ['multipleOf', '3.0', { multipleOf: 0.5 }, { multipleOf: 0.5 }],
    ['multipleOf: 0', '3.0', { multipleOf: 0 }, {}],
    [
      'numbers as the values of a text',
      '3.0',
      { type: 'string', enum: [1, true, 'a', 1] },
      { type: 'string', enum: ['1', 'true', 'a'] },
    ],
    [
      'texts as the values of a number',
      '3.0',
      { type: 'integer', enum: ['1', '2', 'x'] },
      { type: 'integer', enum: [1, 2] },
    ],
    ['texts as the values of a boolean', '3.0', { type: 'boolean', enum: ['true'] }, { type: 'boolean', enum: [true] }],
    [
      'the values of the elements at the list',
      '3.0',
      { type: 'array', items: { type: 'string' }, enum: ['a', 'b'] },
      { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
    ],
    ['values that the type cannot have', '3.0', { type: 'object', enum: ['a'] }, { type: 'object' }],
    ['an empty enum', '3.0', { type: 'string', enum: [] }, { type: 'string' }],
    ['an enum that is no list', '3.0', { enum: 'a' }, {}],
    ['const', '3.1', { const: null }, { const: null }],
    ['const of another type', '3.1', { type: 'string', const: 1 }, { type: 'string', const: '1' }],
    ['const: undefined type', '3.1', { type: 'object', const: 'x' }, { type: 'object' }],
    ['default', '3.0', { type: 'boolean', default: false }, { type: 'boolean', default: false }],
    ['example', '3.0', { type: 'string', example: 'a' }, { type: 'string', examples: ['a'] }],
    ['examples', '3.1', { type: 'string', examples: ['a', 'b'] }, { type: 'string', examples: ['a'] }],
    [
      'long and structured examples',
      '3.0',
      { allOf: [{ example: { $ref: '#/nowhere' } }, { example: 'x'.repeat(81) }] },
      { allOf: [{}, {}] },
    ],
    [
      'items as a list',
      '3.1',
      { type: 'array', items: [{ type: 'string' }, true] },
      { type: 'array', prefixItems: [{ type: 'string' }, {}] },
    ],
    [
      'items as a list and the rest',
      '3.0',
      { items: [{ type: 'string' }], additionalItems: false },
      { prefixItems: [{ type: 'string' }], items: false },
    ],
    ['items as an empty list', '3.0', { type: 'array', items: [] }, { type: 'array' }],
    [
      'prefixItems',
      '3.1',
      { prefixItems: [{ type: 'string' }], items: false },
      { prefixItems: [{ type: 'string' }], items: { not: {} } },
    ],
    [
      'patternProperties',
      '3.1',
      { patternProperties: { '^x': { type: 'string' }, '(': { type: 'number' } } },
      { patternProperties: { '^x': { type: 'string' } } },
    ],
    [
      'dependentRequired',
      '3.1',
      { dependentRequired: { a: ['b', 'b', 1], c: 'd' } },
      { dependentRequired: { a: ['b'] } },
    ],
    [
      'dependentSchemas',
      '3.1',
      { dependentSchemas: { a: { required: ['b'] } } },
      { dependentSchemas: { a: { required: ['b'] } } },
    ],
    [
      'if, then, else',
      '3.1',
      { if: { required: ['a'] }, then: { required: ['b'] }, else: false },
      { if: { required: ['a'] }, then: { required: ['b'] }, else: { not: {} } },
    ],
    ['contains', '3.1', { contains: { const: 1 }, minContains: 2 }, { contains: { const: 1 }, minContains: 2 }],
    ['propertyNames', '3.1', { propertyNames: { pattern: '^[a-z]+$' } }, { propertyNames: { pattern: '^[a-z]+$' } }],
    ['not', '3.0', { not: { type: 'null' } }, { not: { type: 'null' } }],
    ['boolean schemas', '3.1', { properties: { a: true, b: false } }, { properties: { a: {}, b: { not: {} } } }],
    [
      'additionalProperties',
      '3.0',
      {
        properties: {
          a: { additionalProperties: false },
          b: { additionalProperties: { type: 'string' } },
          c: { additionalProperties: {} },
        },
      },
      {
        properties: {
          a: { additionalProperties: false },
          b: { additionalProperties: { type: 'string' } },
          c: { additionalProperties: {} },
        },
      },
    ],
    [
      'unevaluatedProperties',
      '3.1',
      { allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
      { allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
    ],
    [
      'required that is no list',
      '3.0',
      { properties: { a: { required: true } }, required: 'a' },
      { properties: { a: {} } },
    ],
    ['required twice and of no text', '3.0', { required: ['a', 'a', 1] }, { required: ['a'] }],
    ['empty lists', '3.0', { allOf: [], required: [], description: '' }, {}],
    [
      'discriminator',
      '3.0',
      { type: 'object', discriminator: { propertyName: 'kind', mapping: { cat: 'Cat', dog: 'Dog' } } },
      { type: 'object', description: '`kind` is one of cat, dog.' },
    ],
    [
      'discriminator without a mapping, and in 2.0',
      '3.0',
      { allOf: [{ discriminator: { propertyName: 'kind' } }, { discriminator: 'kind' }] },
      { allOf: [{}, {}] },
    ],
    [
      'what JSON Schema does not know',
      '3.1',
      {
        $id: 'urn:x',
        $anchor: 'y',
        $comment: 'z',
        xml: { name: 'a' },
        externalDocs: {},
        'x-a': 1,
        title: 'T',
        $schema: 'u',
        contentSchema: {},
      },
      {},
    ],
    [
      'properties with names of keywords',
      '3.0',
      {
        properties: {
          $ref: { type: 'string' },
          type: { type: 'string' },
          properties: { type: 'object', properties: { enum: { type: 'integer' } } },
        },
      },
      {
        properties: {
          $ref: { type: 'string' },
          type: { type: 'string' },
          properties: { type: 'object', properties: { enum: { type: 'integer' } } },
        },
      },
    ],
    [
      'a description that only repeats the name',
      '3.0',
      {
        properties: {
          first_name: { type: 'string', description: 'First name' },
          b: { title: 'The b thing' },
          c: { title: 'C', type: 'string' },
        },
      },
      { properties: { first_name: { type: 'string' }, b: { description: 'The b thing' }, c: { type: 'string' } } },
    ],
    [
      'markup in descriptions',
      '3.0',
      { description: 'A <b>bold</b>&nbsp;<br/>[link](https://x) of <owner>' },
      { description: 'A bold\nlink of <owner>' },
    ],
  ];
  test.each(cases)('%s (%s)', async (_, version, given, want) =>
    expect(await translated(version, given)).toEqual(want),
  );

  test('a property called __proto__ stays one', async () => {
    const schema = (await translated('3.1', JSON.parse('{"properties":{"__proto__":{"type":"string"}}}'))) as {
      properties: object;
    };
    expect(Object.keys(schema.properties)).toEqual(['__proto__']);
  });
});

describe('patterns', () => {
  test.each([
    ['^[a-z]+$', '^[a-z]+$'],
    ['^\\d{3}-\\w+$', '^\\d{3}-\\w+$'],
    ['\\A[a-z]+\\Z', '^[a-z]+$'],
    ['(?P<year>\\d+)\\-(\\d+)', '(?<year>\\d+)-(\\d+)'],
    ['^a\\_b\\@c\\-d$', '^a_b@c-d$'],
    ['^[\\w-.]+\\@$', '^[\\w\\-.]+@$'],
    ['^{[a-z]+}$', '^\\{[a-z]+\\}$'],
    ['^a{,3}\\:$', '^a{0,3}:$'],
    ['^\\p{L}+\\:$', '^\\p{L}+:$'],
    ['/^[a-z]+$/', '^[a-z]+$'],
    ['^/api/.*/$', '^/api/.*/$'],
    ['/(?=.*[a-z])(?=.*[0-9])/', '(?=.*[a-z])(?=.*[0-9])'],
    ['/v1/', '/v1/'],
    ['/^[a-z]+$/i', undefined],
    ['(?i)abc', undefined],
    ['[', undefined],
    ['^[[:alpha:]_]+$', '^[A-Za-z_]+$'],
  ])('%j is %j', async (pattern, want) => expect((await translated('3.1', { pattern }))['pattern']).toBe(want));

  test('one that cannot be said is told', async () => {
    const { diagnostics } = await inputOf('3.1', { pattern: '(?i)a' });
    expect(diagnostics).toMatchObject([
      {
        code: 'SCHEMA_INVALID',
        severity: 'info',
        pointer: '/paths/~1things/post/requestBody/content/application~1json/schema/pattern',
      },
    ]);
  });
});
