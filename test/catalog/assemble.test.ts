import { describe, expect, test } from '@jest/globals';
import { catalogOfOperations, inputOf } from './document.ts';

const wide = (count: number): object => ({
  type: 'object',
  required: ['field0'],
  description: 'Wide.',
  properties: Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, { type: 'string' }])),
});
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

describe('references', () => {
  test('small ones are inlined wherever they stand', async () => {
    const { tools } = await inputOf('3.1', { properties: { a: ref('Id'), b: ref('Id') } }, { Id: { type: 'integer' } });
    expect(tools[0]!.inputSchema).toEqual({
      type: 'object',
      properties: { body: { properties: { a: { type: 'integer' }, b: { type: 'integer' } } } },
      required: ['body'],
      additionalProperties: false,
    });
  });

  test('a large one is inlined where it is used once, and shared where twice', async () => {
    const once = await inputOf('3.1', { properties: { a: ref('Wide') } }, { Wide: wide(20) });
    expect(once.tools[0]!.inputSchema.$defs).toBeUndefined();
    const twice = await inputOf('3.1', { properties: { a: ref('Wide'), b: ref('Wide') } }, { Wide: wide(20) });
    expect(twice.tools[0]!.inputSchema.properties['body']).toEqual({
      properties: { a: { $ref: '#/$defs/Wide' }, b: { $ref: '#/$defs/Wide' } },
    });
    expect(Object.keys(twice.tools[0]!.inputSchema.$defs!)).toEqual(['Wide']);
  });

  test('recursive ones are shared, under names that are legal and distinct', async () => {
    const schemas = { 'a.B': { properties: { next: ref('a.B'), other: ref('a-B') } }, 'a-B': { items: ref('a-B') } };
    const { tools } = await inputOf('3.1', ref('a.B'), schemas);
    expect(tools[0]!.inputSchema.$defs).toEqual({
      a_B: { properties: { next: { $ref: '#/$defs/a_B' }, other: { $ref: '#/$defs/a_B_2' } } },
      a_B_2: { items: { $ref: '#/$defs/a_B_2' } },
    });
  });

  test('one that is its own allOf ends', async () => {
    const { tools } = await inputOf('3.1', ref('A'), { A: { allOf: [ref('A')], type: 'object' } });
    expect(tools).toHaveLength(1);
  });

  test('tools share what has no references in it', async () => {
    const shared = { requestBody: { content: { 'application/json': { schema: { properties: { a: ref('Wide') } } } } } };
    const { tools } = await catalogOfOperations(
      { 'POST /a': shared, 'POST /b': shared },
      {},
      { components: { schemas: { Wide: wide(30) } } },
    );
    const [one, other] = tools.map(
      ({ inputSchema }) => (inputSchema.properties['body'] as { properties: { a: unknown } }).properties.a,
    );
    expect(one).toBe(other);
  });
});

describe('budget', () => {
  const schemas = {
    Top: { type: 'object', properties: { near: ref('Near'), name: { type: 'string' } }, required: ['near'] },
    Near: { ...wide(30), allOf: [{ properties: { far: ref('Far') } }] },
    Far: wide(200),
  };

  test('what is farthest is left open first, and told', async () => {
    const { tools, diagnostics } = await inputOf('3.1', ref('Top'), schemas, { toolBytes: 4000 });
    const near = (
      tools[0]!.inputSchema.properties['body'] as { properties: { near: { properties: object; allOf: unknown[] } } }
    ).properties.near;
    expect(Object.keys(near.properties)).toHaveLength(30);
    expect(near.allOf).toEqual([
      {
        properties: {
          far: { type: 'object', required: ['field0'], description: 'Wide. (Far; its fields are left out here.)' },
        },
      },
    ]);
    expect(diagnostics).toMatchObject([
      {
        code: 'SCHEMA_PRUNED',
        severity: 'info',
        operation: 'POST /things',
        message: 'The input schema is too large; left open: Far.',
      },
    ]);
  });

  test('parameters and what is required stay', async () => {
    const operation = {
      parameters: [{ name: 'id', in: 'query', required: true, schema: ref('Id') }],
      requestBody: { required: true, content: { 'application/json': { schema: ref('Top') } } },
    };
    const { tools } = await catalogOfOperations(
      { 'PUT /x': operation },
      { toolBytes: 700 },
      { components: { schemas: { ...schemas, Id: { type: 'integer' } } } },
    );
    expect(tools[0]!.inputSchema.required).toEqual(['id', 'body']);
    expect(tools[0]!.inputSchema.properties).toMatchObject({ id: { type: 'integer' }, body: { required: ['near'] } });
  });

  test('what is written out is left open too, the farthest first, and nothing is refused because of it', async () => {
    const body = {
      type: 'object',
      required: ['deep', 'kind'],
      properties: {
        kind: { enum: ['a', 'b'] },
        deep: {
          type: 'object',
          properties: { wide: wide(100), one: { oneOf: [wide(40), { ...wide(40), required: ['field1'] }] } },
        },
        other: ref('Other'),
      },
    };
    const { tools, diagnostics } = await inputOf('3.1', body, { Other: wide(200) }, { toolBytes: 1500 });
    const { inputSchema } = tools[0]!;
    expect(JSON.stringify(inputSchema).length).toBeLessThan(2500);
    expect(inputSchema.properties['body']).toMatchObject({
      required: ['deep', 'kind'],
      properties: { kind: { enum: ['a', 'b'] }, deep: { type: 'object' } },
    });
    // Each alternative is open, so that both may match: it is no oneOf any more.
    expect(JSON.stringify(inputSchema)).not.toContain('oneOf');
    expect(diagnostics).toMatchObject([
      {
        code: 'SCHEMA_PRUNED',
        message: 'The input schema is too large; left open: body.deep.wide, body.deep.one, Other.',
      },
    ]);
  });

  test('nothing is told where everything fits', async () => {
    const { diagnostics } = await inputOf('3.1', ref('Top'), schemas);
    expect(diagnostics).toEqual([]);
  });
});
