import type { JsonObject } from '../../../src/base/json.ts';
import { type Area, only32, type RequestCase, since30, type Version } from './case.ts';
import { fields, integer, sending, string } from './fragments.ts';

const animals = { animals: ['dog', 'cat', 'hamster'] };
const documented = (properties: JsonObject): JsonObject => ({ ...fields(properties), xml: { name: 'document' } });
const item = { type: 'string', xml: { name: 'animal' } };
const before32: readonly Version[] = ['3.0.4', '3.1.1'];
const html = '<html><head><title>Awesome Docs</title></head><body></body></html>';

interface Row {
  readonly what: string;
  readonly section: string;
  readonly versions: readonly Version[];
  readonly schema: JsonObject;
  readonly components?: JsonObject;
  readonly body: unknown;
  readonly xml: string;
}

const simple: readonly Row[] = [
  {
    what: 'a property without an XML Object',
    section: 'OpenAPI 3.2.0, 4.26.6.1',
    versions: since30,
    schema: documented({ animals: string }),
    body: { animals: 'dog, cat, hamster' },
    xml: '<document><animals>dog, cat, hamster</animals></document>',
  },
  {
    what: 'an array: one element an item',
    section: 'OpenAPI 3.2.0, 4.26.6.1 (3.1.1, 4.8.26.2.1)',
    versions: since30,
    schema: documented({ animals: { type: 'array', items: string } }),
    body: animals,
    xml: '<document><animals>dog</animals><animals>cat</animals><animals>hamster</animals></document>',
  },
  {
    what: 'another name',
    section: 'OpenAPI 3.1.1, 4.8.26.2.2; 3.0.4, 4.7.26.2.2',
    versions: since30,
    schema: documented({ animals: item }),
    body: { animals: 'dog' },
    xml: '<document><animal>dog</animal></document>',
  },
  {
    what: 'another name for the items',
    section: 'OpenAPI 3.2.0, 4.26.6.4 (3.1.1, 4.8.26.2.4)',
    versions: since30,
    schema: documented({ animals: { type: 'array', items: item } }),
    body: animals,
    xml: '<document><animal>dog</animal><animal>cat</animal><animal>hamster</animal></document>',
  },
  {
    what: 'the name of an array that is not wrapped has no effect',
    section: 'OpenAPI 3.2.0, 4.26.6.4 (3.1.1, 4.8.26.2.4)',
    versions: since30,
    schema: documented({ animals: { type: 'array', xml: { name: 'aliens' }, items: item } }),
    body: animals,
    xml: '<document><animal>dog</animal><animal>cat</animal><animal>hamster</animal></document>',
  },
  {
    what: 'the root is named by its component',
    section: 'OpenAPI 3.2.0, 4.26.3',
    versions: since30,
    schema: { $ref: '#/components/schemas/Pet' },
    components: { Pet: fields({ name: string, age: integer }) },
    body: { name: 'Rex' },
    xml: '<Pet><name>Rex</name></Pet>',
  },
  {
    what: 'objects inside objects',
    section: 'OpenAPI 3.2.0, 4.26.3',
    versions: since30,
    schema: documented({ owner: fields({ name: string }) }),
    body: { owner: { name: 'Ann' } },
    xml: '<document><owner><name>Ann</name></owner></document>',
  },
  {
    what: 'text is escaped',
    section: 'XML 1.0, 2.4',
    versions: since30,
    schema: documented({ text: string }),
    body: { text: 'a < b & c' },
    xml: '<document><text>a &lt; b &amp; c</text></document>',
  },
  {
    what: 'numbers and booleans',
    section: 'OpenAPI 3.2.0, 4.26.6 and Appendix B',
    versions: since30,
    schema: documented({ count: integer, ok: { type: 'boolean' } }),
    body: { count: 3, ok: false },
    xml: '<document><count>3</count><ok>false</ok></document>',
  },
];

const attributed = (xml: JsonObject): JsonObject =>
  fields({
    id: { type: 'integer', format: 'int32', xml },
    name: { type: 'string', xml: { namespace: 'https://example.com/schema/sample', prefix: 'sample' } },
  });
const person =
  '<Person id="123"><sample:name xmlns:sample="https://example.com/schema/sample">example</sample:name></Person>';

const attributes: readonly Row[] = [
  {
    what: 'an attribute, a prefix and a namespace',
    section: 'OpenAPI 3.1.1, 4.8.26.2.3; 3.0.4, 4.7.26.2.3',
    versions: before32,
    schema: { $ref: '#/components/schemas/Person' },
    components: { Person: attributed({ attribute: true }) },
    body: { id: 123, name: 'example' },
    xml: person,
  },
  {
    what: 'an attribute in the words of 3.2, a prefix and a namespace',
    section: 'OpenAPI 3.2.0, 4.26.6.3',
    versions: only32,
    schema: { $ref: '#/components/schemas/Person' },
    components: { Person: attributed({ nodeType: 'attribute' }) },
    body: { id: 123, name: 'example' },
    xml: person,
  },
  {
    what: 'an attribute is escaped',
    section: 'XML 1.0, 2.3',
    versions: before32,
    schema: documented({ a: { type: 'string', xml: { attribute: true } } }),
    body: { a: 'x "y" & <z' },
    xml: '<document a="x &quot;y&quot; &amp; &lt;z"/>',
  },
];

/** An array with its element, in the words of each version. */
function wrapped(what: string, array: JsonObject, items: JsonObject, outer: string, inner: string): Row[] {
  const [dog, cat, hamster] = animals.animals.map((name) => `<${inner}>${name}</${inner}>`);
  const xml = `<document><${outer}>${dog}${cat}${hamster}</${outer}></document>`;
  const described = (words: JsonObject): JsonObject =>
    documented({ animals: { type: 'array', xml: { ...array, ...words }, items } });
  return [
    {
      what: `wrapped: ${what}`,
      section: 'OpenAPI 3.1.1, 4.8.26.2.4; 3.0.4, 4.7.26.2.4',
      versions: before32,
      schema: described({ wrapped: true }),
      body: animals,
      xml,
    },
    {
      what: `nodeType element: ${what}`,
      section: 'OpenAPI 3.2.0, 4.26.6.4',
      versions: only32,
      schema: described({ nodeType: 'element' }),
      body: animals,
      xml,
    },
  ];
}

const nodeTypes: readonly Row[] = [
  {
    what: 'elements with attributes and text',
    section: 'OpenAPI 3.2.0, 4.26.6.5',
    versions: only32,
    schema: {
      type: 'array',
      xml: { nodeType: 'element', name: 'animals' },
      items: {
        type: 'object',
        xml: { name: 'animal' },
        properties: {
          kind: { type: 'string', xml: { nodeType: 'attribute' } },
          name: { type: 'string', xml: { nodeType: 'text' } },
        },
      },
    },
    body: [
      { kind: 'Cat', name: 'Fluffy' },
      { kind: 'Dog', name: 'Fido' },
    ],
    xml: '<animals><animal kind="Cat">Fluffy</animal><animal kind="Dog">Fido</animal></animals>',
  },
  {
    what: 'CDATA',
    section: 'OpenAPI 3.2.0, 4.26.6.6',
    versions: only32,
    schema: { $ref: '#/components/schemas/Documentation' },
    components: { Documentation: fields({ content: { type: 'string', xml: { nodeType: 'cdata' } } }) },
    body: { content: html },
    xml: `<Documentation><![CDATA[${html}]]></Documentation>`,
  },
  {
    what: 'a root that is named where it is used',
    section: 'OpenAPI 3.2.0, 4.26.6.6',
    versions: only32,
    schema: { xml: { nodeType: 'element', name: 'UpdatedDocument' }, $ref: '#/components/schemas/Documentation' },
    components: {
      Documentation: {
        ...fields({ content: { type: 'string', xml: { nodeType: 'cdata' } } }),
        xml: { nodeType: 'none' },
      },
    },
    body: { content: html },
    xml: `<UpdatedDocument><![CDATA[${html}]]></UpdatedDocument>`,
  },
  {
    what: 'elements and text in order',
    section: 'OpenAPI 3.2.0, 4.26.6.7',
    versions: only32,
    schema: {
      xml: { nodeType: 'element', name: 'Report' },
      type: 'array',
      prefixItems: [
        { xml: { nodeType: 'text' }, type: 'string' },
        { xml: { name: 'data' }, type: 'number' },
        { xml: { nodeType: 'text' }, type: 'string' },
      ],
    },
    body: ['Some preamble text.', 42, 'Some postamble text.'],
    xml: '<Report>Some preamble text.<data>42</data>Some postamble text.</Report>',
  },
  {
    what: 'an empty object, and an attribute',
    section: 'OpenAPI 3.2.0, 4.26.6.8, productNoNulls',
    versions: only32,
    schema: {
      xml: { name: 'product' },
      type: 'object',
      properties: {
        count: { type: ['number', 'null'], xml: { nodeType: 'attribute' } },
        description: string,
        related: { type: ['object', 'null'] },
      },
    },
    body: { count: 42, description: 'Thing', related: {} },
    xml: '<product count="42"><description>Thing</description><related/></product>',
  },
];

const rows: readonly Row[] = [
  ...simple,
  ...attributes,
  ...wrapped('both have the name of the property', {}, string, 'animals', 'animals'),
  ...wrapped('the items have a name', {}, item, 'animals', 'animal'),
  ...wrapped('the array and the items have names', { name: 'aliens' }, item, 'aliens', 'animal'),
  ...wrapped('the array has a name', { name: 'aliens' }, string, 'aliens', 'aliens'),
  ...nodeTypes,
];

const cases = rows.map(({ what, section, versions, schema, components, body, xml }): RequestCase => ({
  what,
  section,
  versions,
  method: 'post',
  operation: sending('application/xml', schema),
  ...(components ? { document: { components: { schemas: components } } } : {}),
  args: { body },
  arrives: { line: 'POST /', type: ['application/xml', 'application/xml; charset=utf-8'], xml },
}));

export const xmlObjects: Area = { name: 'XML from objects', cases };
