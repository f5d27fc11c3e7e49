import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/base/json.ts';
import type { HttpRequest } from '../../src/upstream/http.ts';
import { buildRequest } from '../../src/upstream/request.ts';
import { toolOf } from './support/tool.ts';

const string = { type: 'string' };
const integer = { type: 'integer' };

interface Given {
  readonly schemas?: object;
  readonly version?: string;
}

async function send(schema: object, body: Json, { schemas = {}, version = '3.1.1' }: Given = {}): Promise<HttpRequest> {
  const is2 = version === '2.0';
  const tool = await toolOf(
    is2
      ? { consumes: ['application/xml'], parameters: [{ in: 'body', name: 'body', schema }] }
      : { requestBody: { content: { 'application/xml': { schema } } } },
    { method: 'post', version, root: is2 ? { definitions: schemas } : { components: { schemas } } },
  );
  return buildRequest(tool, { body }, { baseUrl: 'https://h' });
}

const named = (properties: object, more: object = {}): object => ({
  type: 'object',
  xml: { name: 'd' },
  properties,
  ...more,
});
const pet = { $ref: '#/components/schemas/Pet' };
const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"';

type Row = readonly [name: string, schema: object, body: Json, xml: string, given?: Given];

const names: readonly Row[] = [
  [
    'a property that refers to a component has its own name',
    named({ pet }),
    { pet: { id: 1 } },
    '<d><pet><id>1</id></pet></d>',
    {
      schemas: { Pet: { properties: { id: integer } } },
    },
  ],
  [
    'since 3.2 it has the name of the component (4.26.3)',
    named({ pet }),
    { pet: { id: 1 } },
    '<d><Pet><id>1</id></Pet></d>',
    {
      schemas: { Pet: { properties: { id: integer } } },
      version: '3.2.0',
    },
  ],
  [
    'a component that names itself',
    named({ pet }),
    { pet: { id: 1 } },
    '<d><animal><id>1</id></animal></d>',
    {
      schemas: { Pet: { xml: { name: 'animal' }, properties: { id: integer } } },
    },
  ],
  [
    'beside a reference, since 3.1',
    named({ pet: { ...pet, xml: { name: 'x' } } }),
    { pet: 'a' },
    '<d><x>a</x></d>',
    {
      schemas: { Pet: { type: 'string' } },
    },
  ],
  [
    'beside a reference, before 3.1',
    named({ pet: { ...pet, xml: { name: 'x' } } }),
    { pet: 'a' },
    '<d><pet>a</pet></d>',
    {
      schemas: { Pet: { type: 'string' } },
      version: '3.0.4',
    },
  ],
  [
    'a reference that is an element holds another one (3.2.0, 4.26.2)',
    { ...pet, xml: { nodeType: 'element', name: 'x' } },
    { id: 1 },
    '<x><Pet><id>1</id></Pet></x>',
    {
      schemas: { Pet: { properties: { id: integer } } },
      version: '3.2.0',
    },
  ],
  [
    'allOf does not lend the name of a base',
    { $ref: '#/components/schemas/Dog' },
    { id: 1, bark: 'w' },
    '<Dog id="1"><voice>w</voice></Dog>',
    {
      schemas: {
        Pet: { xml: { name: 'pet' }, properties: { id: { type: 'integer', xml: { attribute: true } } } },
        Dog: { allOf: [pet, { properties: { bark: { type: 'string', xml: { name: 'voice' } } } }] },
      },
    },
  ],
  [
    'allOf of one is that one',
    named({ pet: { allOf: [pet], description: 'It.' } }),
    { pet: { id: 1 } },
    '<d><p><id>1</id></p></d>',
    {
      schemas: { Pet: { xml: { name: 'p' }, properties: { id: integer } } },
    },
  ],
  [
    'allOf of one and a remark',
    named({ pet: { allOf: [{ description: 'It.' }, pet] } }),
    { pet: { id: 1 } },
    '<d><p><id>1</id></p></d>',
    { schemas: { Pet: { xml: { name: 'p' }, properties: { id: integer } } } },
  ],
  [
    'one of several, or null',
    named({ pet: { anyOf: [pet, { type: 'null' }] } }),
    { pet: { id: 1 } },
    '<d><p id="1"/></d>',
    {
      schemas: { Pet: { xml: { name: 'p' }, properties: { id: { type: 'integer', xml: { attribute: true } } } } },
    },
  ],
  [
    'a tree',
    { $ref: '#/components/schemas/Node' },
    { v: 1, node: [{ v: 2 }, { v: 3, node: [] }] },
    '<Node v="1"><node v="2"/><node v="3"/></Node>',
    {
      schemas: {
        Node: {
          properties: {
            v: { type: 'integer', xml: { attribute: true } },
            node: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
          },
        },
      },
    },
  ],
  [
    'a definition of 2.0',
    { $ref: '#/definitions/Pet' },
    { id: 7, tags: ['a'] },
    '<Pet id="7"><tags><tag>a</tag></tags></Pet>',
    {
      schemas: {
        Pet: {
          type: 'object',
          properties: {
            id: { type: 'integer', xml: { attribute: true } },
            tags: { type: 'array', xml: { wrapped: true }, items: { type: 'string', xml: { name: 'tag' } } },
          },
        },
      },
      version: '2.0',
    },
  ],
  [
    'properties that nothing declares',
    named({}),
    { a: 1, b: { c: [true, 'x'] } },
    '<d><a>1</a><b><c>true</c><c>x</c></b></d>',
  ],
  [
    'additionalProperties',
    named({}, { additionalProperties: pet }),
    { k: { id: 1 } },
    '<d><k id="1"/></d>',
    {
      schemas: { Pet: { properties: { id: { type: 'integer', xml: { attribute: true } } } } },
    },
  ],
  [
    'names of every object',
    named({}),
    { constructor: 1, toString: 'a' },
    '<d><constructor>1</constructor><toString>a</toString></d>',
  ],
  ['the order is that of the argument', named({ a: integer, b: integer }), { b: 1, a: 2 }, '<d><b>1</b><a>2</a></d>'],
];

const lists: readonly Row[] = [
  [
    'a list at the root',
    { $ref: '#/components/schemas/Pets' },
    [{ id: 1 }, { id: 2 }],
    '<Pets><Pet><id>1</id></Pet><Pet><id>2</id></Pet></Pets>',
    {
      schemas: { Pets: { type: 'array', items: pet }, Pet: { properties: { id: integer } } },
    },
  ],
  [
    'an empty list that is wrapped',
    named({ l: { type: 'array', xml: { wrapped: true }, items: string } }),
    { l: [] },
    '<d><l/></d>',
  ],
  ['an empty list that is not', named({ l: { type: 'array', items: string } }), { l: [] }, '<d/>'],
  [
    'a list as an attribute (XML Schema, lists)',
    named({ l: { type: 'array', xml: { attribute: true }, items: integer } }),
    { l: [1, 2] },
    '<d l="1 2"/>',
  ],
  [
    'what follows prefixItems',
    {
      ...named({}),
      type: 'array',
      xml: { name: 'd', nodeType: 'element' },
      prefixItems: [{ type: 'string', xml: { name: 'a' } }],
      items: { type: 'string', xml: { name: 'b' } },
    },
    ['x', 'y', 'z'],
    '<d><a>x</a><b>y</b><b>z</b></d>',
    {
      version: '3.2.0',
    },
  ],
];

const namespaces: readonly Row[] = [
  [
    'a default namespace',
    named({ a: string }, { xml: { name: 'd', namespace: 'urn:x' } }),
    { a: '1' },
    '<d xmlns="urn:x"><a>1</a></d>',
  ],
  [
    'a prefix is declared once',
    named(
      { a: { type: 'string', xml: { prefix: 'x', namespace: 'urn:x' } } },
      { xml: { name: 'd', prefix: 'x', namespace: 'urn:x' } },
    ),
    { a: '1' },
    '<x:d xmlns:x="urn:x"><x:a>1</x:a></x:d>',
  ],
  [
    'an attribute with a prefix',
    named({ a: { type: 'string', xml: { attribute: true, prefix: 'x', namespace: 'urn:x' } } }),
    { a: '1' },
    '<d xmlns:x="urn:x" x:a="1"/>',
  ],
  [
    'an attribute without a prefix is in no namespace',
    named({ a: { type: 'string', xml: { attribute: true, namespace: 'urn:x' } } }),
    { a: '1' },
    '<d a="1"/>',
  ],
];

const values: readonly Row[] = [
  [
    'null, and no attribute (3.2.0, 4.26.5)',
    named({ a: {}, b: { xml: { attribute: true } }, l: { type: 'array', items: string } }),
    { a: null, b: null, l: null },
    `<d><a ${xsi}/></d>`,
  ],
  [
    'text that looks like markup',
    named({ a: string }),
    { a: ']]></a><!--&amp;' },
    '<d><a>]]&gt;&lt;/a&gt;&lt;!--&amp;amp;</a></d>',
  ],
  [
    'white space',
    named({ a: string, b: { type: 'string', xml: { attribute: true } } }),
    { a: 'x\r\ny', b: "'\t\n\r" },
    '<d b="\'&#9;&#10;&#13;"><a>x&#13;\ny</a></d>',
  ],
  [
    'the end of a CDATA section',
    named({ a: { type: 'string', xml: { nodeType: 'cdata' } } }),
    { a: 'x]]>y' },
    '<d><![CDATA[x]]]]><![CDATA[>y]]></d>',
    { version: '3.2.0' },
  ],
  ['a scalar', { ...integer, xml: { name: 'n' } }, 7, '<n>7</n>'],
  ['text is passed through', named({}), '<?xml version="1.0"?><any/>', '<?xml version="1.0"?><any/>'],
];

describe.each([
  ['names', names],
  ['lists', lists],
  ['namespaces', namespaces],
  ['values', values],
])('%s in XML', (_, rows) => {
  test.each(rows)('%s', async (...[, schema, body, xml, given]) => {
    const request = await send(schema, body, given);
    expect(request.body).toBe(xml);
    expect(request.headers['content-type']).toBe('application/xml');
  });
});

describe('what has no place in XML is refused', () => {
  test.each<[object, Json, string]>([
    [named({}), { a: '\0' }, 'body.a'],
    [named({}), { a: ['x', '\uD800'] }, 'body.a[1]'],
    [named({ a: { xml: { attribute: true } } }), { a: '\x1B' }, 'body'],
    [named({ a: { xml: { attribute: true } } }), { a: { b: 1 } }, 'body.a'],
    [named({ a: { xml: { attribute: true } }, b: { xml: { attribute: true, name: 'a' } } }), { a: 1, b: 2 }, 'body.b'],
    [named({}), { 'a b': 1 }, 'body.a b'],
    [named({}), { '><x': 1 }, 'body.><x'],
    [named({}), { '': 1 }, 'body.'],
    [named({}, { xml: { name: '1' } }), {}, 'body'],
    [{ type: 'object' }, {}, 'body'],
  ])('%j %j at %s', async (schema, body, path) => {
    await expect(send(schema, body)).rejects.toMatchObject({ name: 'ArgumentError', path });
  });

  test('also where there is no schema', async () => {
    const tool = await toolOf({ requestBody: { content: { 'application/xml': {} } } }, { method: 'post' });
    expect(() => buildRequest(tool, { body: {} }, { baseUrl: 'https://h' })).toThrow('as text');
  });
});

describe('parts of a form in XML', () => {
  const partOf = async (meta: object, value: Json): Promise<string> => {
    const schema = { type: 'object', properties: { meta } };
    const encoding = { meta: { contentType: 'application/xml' } };
    const tool = await toolOf(
      { requestBody: { content: { 'multipart/form-data': { schema, encoding } } } },
      { method: 'post' },
    );
    const { body } = buildRequest(tool, { body: { meta: value } }, { baseUrl: 'https://h' });
    return Buffer.from(body as Uint8Array).toString();
  };
  test.each<[object, Json, readonly string[]]>([
    [named({ a: string }), { a: 'x' }, ['<d><a>x</a></d>']],
    [{ type: 'object' }, { a: 'x' }, ['<meta><a>x</a></meta>']],
    [{ type: 'array', items: named({}) }, [{ a: 1 }, { a: 2 }], ['<d><a>1</a></d>', '<d><a>2</a></d>']],
    [{ type: 'object' }, '<ready/>', ['<ready/>']],
  ])('%j %j', async (meta, value, xml) => {
    const text = await partOf(meta, value);
    expect([...text.matchAll(/Content-Type: application\/xml\r\n\r\n(.*)\r\n/g)].map((match) => match[1])).toEqual(xml);
  });
});
