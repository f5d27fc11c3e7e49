import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { inputOf, type Version } from './document.ts';

/** What converters from OpenAPI to JSON Schema and resolvers of references get wrong, told anew from the specifications. */
interface Case {
  readonly name: string;
  readonly version: Version;
  readonly schema: unknown;
  readonly schemas?: Readonly<Record<string, unknown>>;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
}

const refersTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: 'string' };
const thing = { type: 'object' };

const cases: readonly Case[] = [
  {
    name: 'properties that are called like keywords (3.0.4, 4.7.24)',
    version: '3.0',
    schema: {
      ...thing,
      required: ['required', 'type'],
      properties: {
        type: text,
        required: { type: 'boolean' },
        nullable: text,
        example: text,
        readOnly: { type: 'integer' },
        discriminator: text,
        $ref: text,
        items: { type: 'array', items: text },
        properties: { ...thing, properties: { nullable: text } },
      },
    },
    valid: [
      { type: 'a', required: true },
      { type: 'a', required: false, nullable: 'b', example: 'c', readOnly: 1, discriminator: 'd', $ref: 'e' },
      { type: 'a', required: true, items: ['x'], properties: { nullable: 'y' } },
    ],
    invalid: [{ type: 'a' }, { type: 'a', required: true, nullable: null }, { type: 'a', required: true, $ref: 1 }],
  },
  {
    name: 'nullable at each depth',
    version: '3.0',
    schema: {
      ...thing,
      properties: {
        list: { type: 'array', nullable: true, items: { type: 'integer', nullable: true } },
        map: { ...thing, additionalProperties: { ...text, nullable: true } },
        either: { anyOf: [text, { type: 'integer', nullable: true }] },
        both: { allOf: [refersTo('Name')], nullable: true },
        never: { ...text, nullable: false },
      },
    },
    schemas: { Name: { ...text, minLength: 2 } },
    valid: [
      { list: null },
      { list: [1, null] },
      { map: { a: null } },
      { either: null },
      { both: null },
      { both: 'ab' },
    ],
    invalid: [{ list: ['a'] }, { map: null }, { both: 'a' }, { never: null }],
  },
  {
    name: 'an enum of a nullable type without null in it, and one with nothing else',
    version: '3.0',
    schema: {
      ...thing,
      properties: { a: { ...text, nullable: true, enum: ['x'] }, b: { nullable: true, enum: [null] } },
    },
    valid: [{ a: 'x' }, { a: null }, { b: null }],
    invalid: [{ a: 'y' }, { b: 'x' }],
  },
  {
    name: 'exclusive bounds that exclude nothing',
    version: '3.0',
    schema: { type: 'number', minimum: 1, exclusiveMinimum: false, maximum: 2, exclusiveMaximum: false },
    valid: [1, 2],
    invalid: [0.9, 2.1],
  },
  {
    name: 'an exclusive bound of zero beside one that is closer (2020-12 validation, 6.2.5)',
    version: '3.1',
    schema: { type: 'integer', exclusiveMinimum: 0, minimum: 2 },
    valid: [2],
    invalid: [0, 1],
  },
  {
    name: 'what a request leaves out, through allOf and references (3.0.4, 4.7.24.1)',
    version: '3.0',
    schema: { allOf: [refersTo('Base'), { ...thing, required: ['id', 'note'], properties: { note: text } }] },
    schemas: {
      Base: {
        ...thing,
        required: ['id', 'secret'],
        properties: { id: { type: 'integer', readOnly: true }, secret: { ...text, writeOnly: true } },
      },
    },
    valid: [{ note: 'n', secret: 's' }],
    invalid: [{ note: 'n' }, { secret: 's' }],
  },
  {
    name: 'annotations and extensions refuse nothing',
    version: '3.1',
    schema: {
      ...text,
      title: 'T',
      example: 1,
      examples: [2],
      deprecated: true,
      'x-type': 'integer',
      xml: { name: 'n' },
      externalDocs: { url: 'u' },
    },
    valid: ['a'],
    invalid: [1],
  },
  {
    name: 'a schema that refers to itself in a property, a list and a map',
    version: '3.1',
    schema: refersTo('Person'),
    schemas: {
      Person: {
        ...thing,
        required: ['name'],
        properties: {
          name: text,
          spouse: refersTo('Person'),
          children: { type: 'array', items: refersTo('Person') },
          known: { ...thing, additionalProperties: refersTo('Person') },
        },
      },
    },
    valid: [{ name: 'a', spouse: { name: 'b' }, children: [{ name: 'c' }], known: { d: { name: 'd' } } }],
    invalid: [
      { name: 'a', spouse: {} },
      { name: 'a', children: [{}] },
      { name: 'a', known: { d: {} } },
    ],
  },
  {
    name: 'two schemas that lead to each other',
    version: '3.0',
    schema: refersTo('Parent'),
    schemas: {
      Parent: {
        ...thing,
        required: ['name'],
        properties: { name: text, children: { type: 'array', items: refersTo('Child') } },
      },
      Child: {
        ...thing,
        required: ['age'],
        properties: { age: { type: 'integer' }, parents: { type: 'array', items: refersTo('Parent') } },
      },
    },
    valid: [{ name: 'a', children: [{ age: 1, parents: [{ name: 'b' }] }] }],
    invalid: [
      { name: 'a', children: [{}] },
      { name: 'a', children: [{ age: 1, parents: [{}] }] },
    ],
  },
  {
    name: 'a circle through an alternative',
    version: '3.1',
    schema: refersTo('Node'),
    schemas: { Node: { oneOf: [text, { ...thing, required: ['below'], properties: { below: refersTo('Node') } }] } },
    valid: ['leaf', { below: 'leaf' }, { below: { below: 'leaf' } }],
    invalid: [1, {}, { below: { below: 1 } }],
  },
  {
    name: 'a recursive schema with a remark beside its reference (3.1.1, 4.8.23)',
    version: '3.1',
    schema: { ...thing, properties: { tree: { ...refersTo('Tree'), description: 'D.', deprecated: true } } },
    schemas: { Tree: { ...thing, required: ['n'], properties: { n: { type: 'integer' }, left: refersTo('Tree') } } },
    valid: [{ tree: { n: 1, left: { n: 2 } } }],
    invalid: [{ tree: {} }, { tree: { n: 1, left: {} } }],
  },
];

test.each(cases)('$name ($version)', async ({ version, schema, schemas, valid, invalid }) => {
  const { tools } = await inputOf(version, schema, schemas ?? {});
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(tools[0]!.inputSchema);
  const accepts = (body: unknown): boolean => validate({ body });
  expect(valid.filter((body) => !accepts(body))).toEqual([]);
  expect(invalid.filter(accepts)).toEqual([]);
});
