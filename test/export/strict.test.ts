import { describe, expect, test } from '@jest/globals';
import { toStrict } from '../../src/export/strict.ts';

// What strict mode takes: https://platform.openai.com/docs/guides/structured-outputs, Supported schemas.

const closed = { type: 'object', additionalProperties: false } as const;
const text = { type: 'string' } as const;

describe('a schema becomes strict', () => {
  test.each<[name: string, schema: object, strict: object]>([
    [
      'what was optional is required and may be null',
      { ...closed, properties: { a: text, b: { type: 'integer' } }, required: ['a'] },
      { ...closed, properties: { a: text, b: { type: ['integer', 'null'] } }, required: ['a', 'b'] },
    ],
    [
      'an optional enum gets null beside it',
      { ...closed, properties: { a: { ...text, enum: ['x'], description: 'Which.' } } },
      {
        ...closed,
        properties: { a: { anyOf: [{ ...text, enum: ['x'] }, { type: 'null' }], description: 'Which.' } },
        required: ['a'],
      },
    ],
    [
      'what may be null already stays as it is',
      { ...closed, properties: { a: { type: ['string', 'null'] } } },
      { ...closed, properties: { a: { type: ['string', 'null'] } }, required: ['a'] },
    ],
    [
      'bounds and formats that strict mode does not know are told',
      {
        ...closed,
        properties: { a: { ...text, maxLength: 5, format: 'uri', description: 'Where.' } },
        required: ['a'],
      },
      { ...closed, properties: { a: { ...text, description: 'Where. (uri, at most 5 characters)' } }, required: ['a'] },
    ],
    [
      'defaults and examples go, oneOf becomes anyOf',
      { ...closed, properties: { a: { oneOf: [text, { type: 'number' }], default: 1 } }, required: ['a'] },
      { ...closed, properties: { a: { anyOf: [text, { type: 'number' }] } }, required: ['a'] },
    ],
    [
      'lists, references and definitions are followed',
      {
        ...closed,
        properties: { a: { type: 'array', items: { $ref: '#/$defs/Node' } } },
        required: ['a'],
        $defs: { Node: { ...closed, properties: { next: { $ref: '#/$defs/Node' } } } },
      },
      {
        ...closed,
        properties: { a: { type: 'array', items: { $ref: '#/$defs/Node' } } },
        required: ['a'],
        $defs: {
          Node: {
            ...closed,
            properties: { next: { anyOf: [{ $ref: '#/$defs/Node' }, { type: 'null' }] } },
            required: ['next'],
          },
        },
      },
    ],
  ])('%s', (_name, schema, strict) => {
    expect(toStrict(schema as never)).toEqual({ schema: strict });
  });
});

describe('a schema that cannot be strict says why', () => {
  test.each<[schema: object, reason: string]>([
    [{ type: 'object', properties: { a: text } }, 'the arguments: properties of any name are allowed'],
    [{ ...closed, properties: { a: {} } }, 'a: any value is allowed'],
    [{ ...closed, properties: { a: { type: 'array' } } }, 'a: a list of any values'],
    [{ ...closed, properties: { a: { allOf: [text] } } }, 'a: `allOf` is not supported'],
    [{ ...closed, properties: { a: { ...text, enum: Array(1001).fill('x') } } }, 'a: more than 1000 values of enums'],
    [
      { ...closed, properties: { a: { type: 'array', items: { type: 'object' } } } },
      'a.[]: properties of any name are allowed',
    ],
  ])('%#', (schema, reason) => {
    expect(toStrict(schema as never)).toEqual({ reason });
  });

  test('too deep', () => {
    const deep = (levels: number): object =>
      levels === 0 ? text : { ...closed, properties: { a: deep(levels - 1) }, required: ['a'] };
    expect(toStrict(deep(10) as never)).toHaveProperty('schema');
    expect(toStrict(deep(11) as never)).toEqual({ reason: expect.stringContaining('deeper than 10') });
  });
});
