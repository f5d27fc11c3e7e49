import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SchemaTranslator } from '../../src/catalog/schema.ts';
import { documentText, inputOf, loadText, translated, type Version } from './document.ts';

type Case = readonly [name: string, version: Version, given: unknown, want: unknown];

describe('references', () => {
  const schemas = {
    Name: { type: 'string', minLength: 1, description: 'A name.' },
    Point: { type: 'object', properties: { x: { type: 'number' } }, required: ['x'] },
    Any: {},
  };
  const cases: Case[] = [
    ['stand where they lead', '3.1', { $ref: '#/components/schemas/Name' }, schemas.Name],
    [
      'may be overridden in what only describes',
      '3.0',
      { $ref: '#/components/schemas/Name', description: 'Mine.', default: 'a' },
      { ...schemas.Name, description: 'Mine.', default: 'a' },
    ],
    [
      'keep what constrains beside them',
      '3.1',
      { $ref: '#/components/schemas/Name', maxLength: 5 },
      { maxLength: 5, allOf: [schemas.Name] },
    ],
    [
      'keep an allOf beside them',
      '3.1',
      { $ref: '#/components/schemas/Name', allOf: [{ maxLength: 5 }] },
      { allOf: [schemas.Name, { maxLength: 5 }] },
    ],
    [
      'are not closed by a sibling in 3.0',
      '3.0',
      { $ref: '#/components/schemas/Point', additionalProperties: false, type: 'object' },
      schemas.Point,
    ],
    [
      'are closed as the specification says in 3.1',
      '3.1',
      { $ref: '#/components/schemas/Point', additionalProperties: false },
      { additionalProperties: false, allOf: [schemas.Point] },
    ],
    [
      'are nullable in 3.0',
      '3.0',
      { $ref: '#/components/schemas/Name', nullable: true, description: 'D.' },
      { description: 'D.', anyOf: [schemas.Name, { type: 'null' }] },
    ],
    ['may be dynamic', '3.1', { $dynamicRef: '#/components/schemas/Name' }, schemas.Name],
    [
      'that lead nowhere accept anything',
      '3.1',
      { $ref: '#/components/schemas/None', description: 'D.' },
      { description: 'D.' },
    ],
    ['may lead to an empty schema', '3.1', { $ref: '#/components/schemas/Any' }, {}],
    [
      'stand for a map of properties',
      '3.0',
      { properties: { $ref: '#/components/schemas/Point/properties', y: { type: 'number' } } },
      { properties: { x: { type: 'number' }, y: { type: 'number' } } },
    ],
    [
      'are not looked for in values',
      '3.1',
      { const: { $ref: '#/x' }, default: { $ref: '#/x' } },
      { const: { $ref: '#/x' }, default: { $ref: '#/x' } },
    ],
  ];
  test.each(cases)('%s (%s)', async (_, version, given, want) =>
    expect(await translated(version, given, schemas)).toEqual(want),
  );

  test('broken ones are told once, with the operation', async () => {
    const { diagnostics } = await inputOf(
      '3.1',
      { type: 'array', items: { $ref: '#/components/schemas/A' } },
      { A: { properties: { b: { $ref: '#/nowhere' } } } },
    );
    expect(diagnostics).toMatchObject([{ code: 'REF_NOT_FOUND', pointer: '/components/schemas/A/properties/b' }]);
  });
});

describe('readOnly', () => {
  const id = { type: 'integer', readOnly: true };
  const name = { type: 'string' };
  const secret = { type: 'string', writeOnly: true };
  const schemas = {
    Id: id,
    Base: { type: 'object', properties: { id }, required: ['id'] },
    Pet: { type: 'object', properties: { id, name, secret }, required: ['id', 'name'] },
  };
  const cases: Case[] = [
    ['is no input', '3.0', schemas.Pet, { type: 'object', properties: { name, secret: name }, required: ['name'] }],
    [
      'is no input in 2.0',
      '2.0',
      schemas.Pet,
      { type: 'object', properties: { name, secret: name }, required: ['name'] },
    ],
    [
      'behind a reference',
      '3.0',
      { properties: { id: { $ref: '#/components/schemas/Id' }, name }, required: ['id'] },
      { properties: { name } },
    ],
    [
      'beside a reference',
      '3.1',
      { properties: { pet: { $ref: '#/components/schemas/Pet', readOnly: true }, name } },
      { properties: { name } },
    ],
    [
      'in an allOf',
      '3.0',
      { properties: { id: { allOf: [{ $ref: '#/components/schemas/Id' }] }, name } },
      { properties: { name } },
    ],
    [
      'demanded by a sibling in allOf',
      '3.0',
      { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { name }, required: ['id', 'name'] }] },
      {
        allOf: [
          { type: 'object', properties: {} },
          { properties: { name }, required: ['name'] },
        ],
      },
    ],
    [
      'demanded beside allOf',
      '3.0',
      { allOf: [{ $ref: '#/components/schemas/Base' }], required: ['id', 'name'] },
      { allOf: [{ type: 'object', properties: {} }], required: ['name'] },
    ],
    [
      'demanded beside a reference',
      '3.1',
      { $ref: '#/components/schemas/Base', required: ['id'] },
      { type: 'object', properties: {} },
    ],
    [
      'readOnly: false',
      '3.0',
      { properties: { id: { type: 'integer', readOnly: false } }, required: ['id'] },
      { properties: { id: { type: 'integer' } }, required: ['id'] },
    ],
  ];
  test.each(cases)('%s (%s)', async (_, version, given, want) =>
    expect(await translated(version, given, schemas)).toEqual(want),
  );
});

test('writeOnly is no output, and readOnly is', async () => {
  const document = await loadText(documentText('3.0', { paths: {} }));
  const translator = new SchemaTranslator(document, 'output', () => undefined);
  const properties = { id: { type: 'integer', readOnly: true }, secret: { type: 'string', writeOnly: true } };
  const { schema } = translator.translate({
    value: { properties, required: ['id', 'secret'] },
    uri: document.uri,
    pointer: '',
  });
  expect(schema).toEqual({ properties: { id: { type: 'integer' } }, required: ['id'] });
});

describe('references that never go into the value (JSON Schema 2020-12 core, 9.4.1)', () => {
  const endless = {
    A: { $ref: '#/components/schemas/B', description: 'one' },
    B: { $ref: '#/components/schemas/A', description: 'other' },
    All: { type: 'object', allOf: [{ $ref: '#/components/schemas/All' }] },
    Any: { anyOf: [{ type: 'string' }, { oneOf: [{ $ref: '#/components/schemas/Any' }] }] },
    Tree: { type: 'object', properties: { child: { allOf: [{ $ref: '#/components/schemas/Tree' }] } } },
  };

  test.each([
    ['A', true],
    ['All', false], // its own type still counts
    ['Any', true],
  ])('%s ends, and it is told', async (name, takesNumber) => {
    const { tools, diagnostics } = await inputOf('3.1', { $ref: `#/components/schemas/${name}` }, endless);
    const validate = new Ajv2020({ strict: false }).compile(tools[0]!.inputSchema);
    expect([validate({ body: 1 }), validate({ body: { a: [] } })]).toEqual([takesNumber, true]);
    expect(diagnostics.map(({ code }) => code)).toContain('REF_LOOP');
  });

  test('a tree is none of them', async () => {
    const { tools, diagnostics } = await inputOf('3.1', { $ref: '#/components/schemas/Tree' }, endless);
    const validate = new Ajv2020({ strict: false }).compile(tools[0]!.inputSchema);
    expect([validate({ body: { child: { child: {} } } }), validate({ body: { child: { child: 1 } } })]).toEqual([
      true,
      false,
    ]);
    expect(diagnostics.map(({ code }) => code)).not.toContain('REF_LOOP');
  });
});
