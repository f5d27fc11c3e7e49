import { describe, expect, test } from '@jest/globals';
import { describeOutput } from '../../src/catalog/describe-output.ts';
import { unexpectedSchema } from '../../src/catalog/output.ts';
import { catalogOfOperations } from './document.ts';

const json = (schema: object): object => ({ description: 'OK', content: { 'application/json': { schema } } });

async function outputOf(responses: object, components: object = {}, options: object = {}): Promise<unknown> {
  const { tools } = await catalogOfOperations(
    { 'GET /x': { responses } },
    { outputSchemas: true, ...options },
    { components },
  );
  return tools[0]!.outputSchema;
}

describe('an output schema', () => {
  test('describes the answer, what is only written left out, and has a place for anything else', async () => {
    const schema = {
      type: 'object',
      required: ['id', 'secret'],
      properties: { id: { type: 'integer', readOnly: true }, secret: { type: 'string', writeOnly: true } },
    };
    expect(await outputOf({ 200: json(schema) })).toEqual({
      type: 'object',
      anyOf: [{ type: 'object', required: ['id'], properties: { id: { type: 'integer' } } }, unexpectedSchema],
    });
  });

  test('has an alternative for each success that differs, and no type where one is no object', async () => {
    const item = { type: 'object', properties: { a: { type: 'string' } } };
    expect(
      await outputOf({
        200: json({ type: 'array', items: item }),
        201: json(item),
        202: json(item),
        204: { description: 'None' },
        400: json({ type: 'string' }),
        default: json({ type: 'number' }),
      }),
    ).toEqual({ anyOf: [{ type: 'array', items: item }, item, { type: 'null' }, unexpectedSchema] });
  });

  test.each<[string, object, unknown[]]>([
    [
      'text beside JSON',
      { 'application/json': { schema: { type: 'boolean' } }, 'text/csv': {} },
      [{ type: 'boolean' }, { type: 'string' }],
    ],
    [
      'a file beside JSON',
      { 'application/json': { schema: { type: 'boolean' } }, 'image/png': {} },
      [{ type: 'boolean' }, { type: 'null' }],
    ],
    [
      'values on lines',
      { 'application/x-ndjson': { schema: { type: 'object' } } },
      [{ type: 'array', items: { type: 'object' } }],
    ],
  ])('%s', async (_, content, expected) => {
    expect(await outputOf({ 200: { description: 'OK', content } })).toMatchObject({
      anyOf: [...expected, unexpectedSchema],
    });
  });

  test('is left out where there is nothing to say', async () => {
    expect(await outputOf({ 200: { description: 'OK', content: { 'application/pdf': {} } } })).toBeUndefined();
    expect(await outputOf({ 200: json({}) })).toBeUndefined();
    expect(await outputOf({ 204: { description: 'None' } })).toBeUndefined();
    expect(await outputOf({ 200: json({ type: 'object' }) }, {}, { outputSchemas: false })).toBeUndefined();
  });

  test('follows references, recursive ones too, and stays within the budget', async () => {
    const fields = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`field${n}`, { type: 'string' }]));
    const schemas = {
      Tree: { type: 'object', properties: { below: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } } },
      Wide: { type: 'object', properties: { ...fields, tree: { $ref: '#/components/schemas/Tree' } } },
    };
    expect(await outputOf({ 200: json({ $ref: '#/components/schemas/Tree' }) }, { schemas })).toEqual({
      type: 'object',
      anyOf: [{ $ref: '#/$defs/Tree' }, unexpectedSchema],
      $defs: { Tree: { type: 'object', properties: { below: { type: 'array', items: { $ref: '#/$defs/Tree' } } } } },
    });
    const pruned = await outputOf(
      { 200: json({ $ref: '#/components/schemas/Wide' }) },
      { schemas },
      { toolBytes: 500 },
    );
    expect(JSON.stringify(pruned).length).toBeLessThan(700);
  });

  test('is one operation’s own affair where the document says so', async () => {
    const operation = { responses: { 200: json({ type: 'object' }) } };
    const { tools } = await catalogOfOperations({
      'GET /a': { ...operation, 'x-routewright': { outputSchema: true } },
      'GET /b': operation,
    });
    expect(tools.map(({ outputSchema }) => outputSchema !== undefined)).toEqual([true, false]);
  });
});

describe('what is said of an answer', () => {
  test.each<[string, object, object]>([
    ['no bounds', { type: 'string', minLength: 1, pattern: '^a', maxLength: 2 }, { type: 'string' }],
    ['a format as a word', { type: 'string', format: 'date-time' }, { type: 'string', description: 'date-time' }],
    ['nothing that closes an object', { type: 'object', additionalProperties: false }, { type: 'object' }],
    [
      'the values of a map',
      { additionalProperties: { type: 'number', minimum: 0 } },
      { additionalProperties: { type: 'number' } },
    ],
    [
      'alternatives that may overlap',
      { oneOf: [{ type: 'string', minLength: 1 }, { type: 'string' }] },
      { anyOf: [{ type: 'string' }, { type: 'string' }] },
    ],
    [
      'two sets of alternatives',
      { oneOf: [{ type: 'string' }], anyOf: [{ enum: ['a'] }], allOf: [{ not: {} }] },
      { allOf: [{ anyOf: [{ type: 'string' }] }, {}], anyOf: [{ enum: ['a'] }] },
    ],
  ])('%s', (_, schema, expected) => {
    expect(describeOutput(schema as Record<string, unknown>)).toEqual(expected);
  });
});
