import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { inputOf, type Version } from './document.ts';

/** What a schema of OpenAPI takes and refuses, the built tool must take and refuse as the body. */
interface Case {
  readonly name: string;
  readonly versions: readonly Version[];
  readonly schema: unknown;
  readonly schemas?: Readonly<Record<string, unknown>>;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
}

const old: readonly Version[] = ['2.0', '3.0'];
const recent: readonly Version[] = ['3.1', '3.2'];
const all: readonly Version[] = [...old, ...recent];
const three: readonly Version[] = ['3.0', ...recent];

function refersTo(version: Version, name: string): { $ref: string } {
  return { $ref: `#/${version === '2.0' ? 'definitions' : 'components/schemas'}/${name}` };
}

/** `{ ref: 'Name' }` as a reference of the version. */
function inVersion(value: unknown, version: Version): unknown {
  return JSON.parse(JSON.stringify(value), (_, member: unknown) => {
    if (typeof member !== 'object' || member === null || !('ref' in member)) return member;
    const { ref, ...siblings } = member as { ref: string };
    return { ...refersTo(version, ref), ...siblings };
  });
}

const tree = {
  Tree: {
    type: 'object',
    required: ['value'],
    properties: { value: { type: 'integer' }, children: { type: 'array', items: { ref: 'Tree' } } },
    additionalProperties: false,
  },
};
const ring = {
  A: { type: 'object', properties: { b: { ref: 'B' } } },
  B: { type: 'object', properties: { a: { ref: 'A' }, n: { type: 'integer' } } },
};
const address = {
  type: 'object',
  required: ['street'],
  properties: Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [
      `line${index}`,
      { type: 'string', description: 'One of the lines of an address.' },
    ]),
  ),
};

const cases: Case[] = [
  {
    name: 'nullable',
    versions: ['3.0'],
    schema: { type: 'string', nullable: true, enum: ['a'] },
    valid: ['a', null],
    invalid: ['b', 1],
  },
  {
    name: 'nullable reference',
    versions: ['3.0'],
    schema: { properties: { a: { ref: 'Name', nullable: true } } },
    schemas: { Name: { type: 'string' } },
    valid: [{ a: null }, { a: 'x' }],
    invalid: [{ a: 1 }],
  },
  {
    name: 'nullable oneOf',
    versions: ['3.0'],
    schema: { type: 'object', nullable: true, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    valid: [null, { a: 1 }],
    invalid: [{}, { a: 1, b: 1 }, 'x'],
  },
  {
    name: 'null in a type list',
    versions: recent,
    schema: { type: ['integer', 'null'] },
    valid: [1, null],
    invalid: ['1', 1.5],
  },
  {
    name: 'exclusive bounds before 3.1',
    versions: old,
    schema: { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 1, exclusiveMaximum: true },
    valid: [0.5],
    invalid: [0, 1],
  },
  {
    name: 'exclusive bounds since 3.1',
    versions: recent,
    schema: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    valid: [0.5, 1],
    invalid: [0, 1.1],
  },
  {
    name: 'recursion',
    versions: all,
    schema: { ref: 'Tree' },
    schemas: tree,
    valid: [{ value: 1 }, { value: 1, children: [{ value: 2, children: [{ value: 3 }] }] }],
    invalid: [{}, { value: 1, children: [{ value: 2, children: [{ value: 'x' }] }] }, { value: 1, x: 1 }],
  },
  {
    name: 'a ring of references',
    versions: all,
    schema: { type: 'array', items: { ref: 'B' } },
    schemas: ring,
    valid: [[{ a: { b: { a: {}, n: 1 } } }]],
    invalid: [[{ a: { b: { a: 1 } } }], [{ a: { b: { n: 'x' } } }]],
  },
  {
    name: 'a part used twice',
    versions: all,
    schema: { properties: { home: { ref: 'Address' }, work: { ref: 'Address', description: 'At work.' } } },
    schemas: { Address: address },
    valid: [{ home: { street: 's' }, work: { street: 's', line1: 'x' } }],
    invalid: [{ home: {} }, { work: { street: 's', line1: 1 } }],
  },
  {
    name: 'tuples',
    versions: recent,
    schema: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
    valid: [['a', 1], ['a']],
    invalid: [['a', 1, 2], [1]],
  },
  {
    name: 'items as a list',
    versions: all,
    schema: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }] },
    valid: [['a', 1, true]],
    invalid: [['a', 'b']],
  },
  {
    name: 'a constraint beside a reference',
    versions: recent,
    schema: { ref: 'Name', maxLength: 2 },
    schemas: { Name: { type: 'string', minLength: 2 } },
    valid: ['ab'],
    invalid: ['a', 'abc'],
  },
  {
    name: 'properties and required beside a reference',
    versions: recent,
    schema: { ref: 'Base', properties: { b: { type: 'integer' } }, required: ['b'] },
    schemas: { Base: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } },
    valid: [{ a: 'x', b: 1 }],
    invalid: [{ a: 'x' }, { b: 1 }, { a: 1, b: 1 }],
  },
  {
    name: 'additionalProperties beside a reference sees only its neighbours',
    versions: recent,
    schema: { ref: 'Base', additionalProperties: false, properties: { b: {} } },
    schemas: { Base: { properties: { a: {} } } },
    valid: [{ b: 1 }, {}],
    invalid: [{ a: 1 }],
  },
  {
    name: 'unevaluatedProperties beside a reference sees all',
    versions: recent,
    schema: { ref: 'Base', unevaluatedProperties: false, properties: { b: {} } },
    schemas: { Base: { properties: { a: {} } } },
    valid: [{ a: 1, b: 1 }],
    invalid: [{ c: 1 }],
  },
  {
    name: 'additionalProperties beside a reference before 3.1 counts for nothing',
    versions: old,
    schema: { ref: 'Base', additionalProperties: false },
    schemas: { Base: { properties: { a: { type: 'string' } } } },
    valid: [{ a: 'x' }, {}],
    invalid: [{ a: 1 }],
  },
  {
    name: 'a closed target',
    versions: all,
    schema: { properties: { a: { ref: 'Base', description: 'D.' } } },
    schemas: { Base: { properties: { a: {} }, additionalProperties: false } },
    valid: [{ a: { a: 1 } }],
    invalid: [{ a: { b: 1 } }],
  },
  {
    name: 'readOnly and required',
    versions: all,
    schema: { allOf: [{ ref: 'Base' }, { required: ['id', 'name'] }] },
    schemas: { Base: { properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' } } } },
    valid: [{ name: 'x' }],
    invalid: [{}, { name: 1 }],
  },
  {
    name: 'oneOf',
    versions: three,
    schema: {
      oneOf: [{ ref: 'Cat' }, { ref: 'Dog' }],
      discriminator: { propertyName: 'kind', mapping: { cat: 'Cat', dog: 'Dog' } },
    },
    schemas: {
      Cat: { properties: { kind: { enum: ['cat'] } }, required: ['kind'] },
      Dog: { properties: { kind: { enum: ['dog'] } }, required: ['kind'] },
    },
    valid: [{ kind: 'cat' }, { kind: 'dog' }],
    invalid: [{ kind: 'cow' }, {}],
  },
  {
    // The property chooses, so that a value may fit the other alternatives as well (OpenAPI 3.1.1, 4.8.25).
    name: 'alternatives that overlap beside a discriminator',
    versions: three,
    schema: {
      oneOf: [{ ref: 'Reboot' }, { ref: 'Rename' }],
      discriminator: { propertyName: 'type', mapping: { reboot: 'Reboot', rename: 'Rename' } },
    },
    schemas: {
      Reboot: { required: ['type'], properties: { type: { enum: ['reboot', 'rename'] } } },
      Rename: {
        required: ['type'],
        properties: { type: { enum: ['reboot', 'rename'] }, name: { type: 'string' } },
      },
    },
    valid: [{ type: 'reboot' }, { type: 'rename', name: 'x' }],
    invalid: [{ type: 'x' }, {}],
  },
  {
    name: 'alternatives that overlap without a discriminator',
    versions: three,
    schema: { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    valid: [{ a: 1 }, { b: 1 }],
    invalid: [{ a: 1, b: 1 }, {}],
  },
  {
    name: 'patternProperties',
    versions: recent,
    schema: { patternProperties: { '^x': { type: 'integer' } }, additionalProperties: false },
    valid: [{ xa: 1 }],
    invalid: [{ xa: '1' }, { a: 1 }],
  },
  { name: 'false', versions: recent, schema: { properties: { a: false } }, valid: [{}, { b: 1 }], invalid: [{ a: 1 }] },
  {
    name: 'numbers in the enum of a text',
    versions: all,
    schema: { type: 'string', enum: [1, 2] },
    valid: ['1'],
    invalid: [1, '3'],
  },
  {
    name: 'counts that are none',
    versions: all,
    schema: { type: 'string', maxLength: null, minLength: '' },
    valid: ['', 'x'.repeat(99)],
    invalid: [1],
  },
  {
    name: 'a pattern in delimiters',
    versions: all,
    schema: { type: 'string', pattern: '/^[a-z]+$/' },
    valid: ['abc'],
    invalid: ['ABC', '/abc/'],
  },
  {
    name: 'a pattern without ECMA-262',
    versions: all,
    schema: { type: 'string', pattern: '/^[a-z]+$/i' },
    valid: ['abc', 'ABC'],
    invalid: [1],
  },
  {
    name: 'a reference that leads nowhere',
    versions: all,
    schema: { properties: { a: { ref: 'None' }, b: { type: 'string' } } },
    valid: [{ a: 1 }, { a: {} }],
    invalid: [{ b: 1 }],
  },
  {
    name: 'oneOf of what differs in a readOnly field',
    versions: three,
    schema: { oneOf: [{ ref: 'New' }, { ref: 'Old' }] },
    schemas: {
      New: { type: 'object', properties: { name: {} }, required: ['name'] },
      Old: { type: 'object', properties: { id: { readOnly: true } }, required: ['id'] },
    },
    valid: [{ name: 'x' }],
    invalid: [1],
  },
  {
    name: 'oneOf with a broken reference',
    versions: three,
    schema: { oneOf: [{ ref: 'None' }, { type: 'object' }] },
    valid: [{ a: 1 }, 1],
    invalid: [],
  },
  {
    name: 'not with a broken reference',
    versions: three,
    schema: { type: 'object', not: { ref: 'None' } },
    valid: [{ a: 1 }],
    invalid: [1],
  },
  {
    name: 'not with a reference',
    versions: three,
    schema: { not: { ref: 'Wide' } },
    schemas: { Wide: { type: 'object', required: ['a'] } },
    valid: [{ b: 1 }, 1],
    invalid: [{ a: 1 }],
  },
  {
    name: 'if with a reference',
    versions: recent,
    schema: { if: { ref: 'Wide' }, then: { required: ['b'] }, else: { required: ['c'] } },
    schemas: { Wide: { type: 'object', required: ['a'], properties: { a: { const: 1 } } } },
    valid: [
      { a: 1, b: 1 },
      { a: 2, c: 1 },
    ],
    invalid: [{ a: 1 }, { a: 2, b: 1 }],
  },
  {
    name: 'oneOf beside anyOf with a readOnly field',
    versions: three,
    schema: {
      anyOf: [{ type: 'object' }],
      oneOf: [{ properties: { a: { readOnly: true } }, required: ['a'] }, { required: ['b'] }],
    },
    valid: [{ b: 1 }],
    invalid: [1],
  },
];

const rows = cases.flatMap((given) => given.versions.map((version) => ({ ...given, version })));

async function judge(
  { version, schema, schemas = {} }: Pick<Case, 'schema' | 'schemas'> & { version: Version },
  toolBytes?: number,
): Promise<(body: unknown) => boolean> {
  const { tools } = await inputOf(
    version,
    inVersion(schema, version),
    inVersion(schemas, version) as Record<string, unknown>,
    toolBytes === undefined ? {} : { toolBytes },
  );
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(tools[0]!.inputSchema);
  return (body) => validate({ body });
}

test.each(rows)('$name ($version)', async (row) => {
  const accepts = await judge(row);
  expect(row.valid.filter((body) => !accepts(body))).toEqual([]);
  expect(row.invalid.filter((body) => accepts(body))).toEqual([]);
});

describe('however small the budget', () => {
  test.each(rows)('$name ($version)', async (row) => {
    for (const toolBytes of [0, 100, 400]) {
      const accepts = await judge(row, toolBytes);
      expect(row.valid.filter((body) => !accepts(body))).toEqual([]);
    }
  });
});
