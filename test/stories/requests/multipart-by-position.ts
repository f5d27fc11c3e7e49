import { type Area, only32, type RequestCase } from './case.ts';
import { object, sending, string } from './fragments.ts';

const section = 'OpenAPI 3.2.0, 4.14.5.2';
const png = 'iVBORw0KGgoA/4CB';

const book = {
  type: 'object',
  xml: { name: 'book' },
  properties: { id: { type: 'integer', xml: { nodeType: 'attribute' } }, title: { type: 'string' } },
};

const cases: readonly Omit<RequestCase, 'versions' | 'method'>[] = [
  {
    what: 'parts of different types, in order',
    section: `${section} and 4.15.1.1`,
    operation: sending(
      'multipart/mixed',
      { type: 'array', prefixItems: [object, string] },
      { prefixEncoding: [{}, {}] },
    ),
    args: { body: [{ author: 'x' }, 'text'] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [{ type: 'application/json', json: { author: 'x' } }, { text: 'text' }],
    },
  },
  {
    what: 'prefixEncoding gives a type to a part',
    section,
    operation: sending(
      'multipart/mixed',
      { type: 'array', prefixItems: [object, string] },
      { prefixEncoding: [{ contentType: 'application/vnd.x+json' }, { contentType: 'text/csv' }] },
    ),
    args: { body: [{ author: 'x' }, 'a,b'] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [
        { type: 'application/vnd.x+json', json: { author: 'x' } },
        { type: 'text/csv', text: 'a,b' },
      ],
    },
  },
  {
    what: 'a part in XML is built from an object',
    section: `${section} and 4.26`,
    operation: sending(
      'multipart/mixed',
      { type: 'array', prefixItems: [book, string] },
      { prefixEncoding: [{ contentType: 'application/xml' }, {}] },
    ),
    args: { body: [{ id: 7, title: 'x < y' }, 'text'] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [{ type: 'application/xml', xml: '<book id="7"><title>x &lt; y</title></book>' }, { text: 'text' }],
    },
  },
  {
    what: 'each of the remaining parts in XML is built from an object',
    section: `${section} and 4.26`,
    operation: sending(
      'multipart/mixed',
      { type: 'array', prefixItems: [string], items: book },
      { prefixEncoding: [{}], itemEncoding: { contentType: 'text/xml' } },
    ),
    args: { body: ['text', { id: 1 }, { id: 2 }] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [
        { text: 'text' },
        { type: 'text/xml', xml: '<book id="1"/>' },
        { type: 'text/xml', xml: '<book id="2"/>' },
      ],
    },
  },
  {
    what: 'a part in XML within a part that is multipart itself',
    section: 'OpenAPI 3.2.0, 4.15.2 and 4.26',
    operation: sending(
      'multipart/mixed',
      { type: 'array', prefixItems: [string, { type: 'array', prefixItems: [book] }] },
      {
        prefixEncoding: [{}, { contentType: 'multipart/mixed', prefixEncoding: [{ contentType: 'application/xml' }] }],
      },
    ),
    args: { body: ['text', [{ id: 7 }]] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [
        { text: 'text' },
        { type: 'multipart/mixed', parts: [{ type: 'application/xml', xml: '<book id="7"/>' }] },
      ],
    },
  },
  {
    what: 'itemEncoding gives a type to the remaining parts',
    section,
    operation: sending(
      'multipart/mixed',
      { type: 'array', prefixItems: [object], items: string },
      { prefixEncoding: [{}], itemEncoding: { contentType: 'text/markdown' } },
    ),
    args: { body: [{ a: 1 }, 'b', 'c'] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [
        { type: 'application/json', json: { a: 1 } },
        { type: 'text/markdown', text: 'b' },
        { type: 'text/markdown', text: 'c' },
      ],
    },
  },
  {
    what: 'itemSchema with itemEncoding',
    section: 'OpenAPI 3.2.0, 4.14.3.1.1 and 4.14.5.2',
    operation: {
      requestBody: {
        content: { 'multipart/mixed': { itemSchema: object, itemEncoding: { contentType: 'application/json' } } },
      },
    },
    args: { body: [{ a: 1 }, { a: 2 }] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [
        { type: 'application/json', json: { a: 1 } },
        { type: 'application/json', json: { a: 2 } },
      ],
    },
  },
  {
    what: 'metadata and an image',
    section: 'OpenAPI 3.2.0, 4.15.4.6',
    operation: sending(
      'multipart/mixed',
      { type: 'array', prefixItems: [object, {}] },
      { prefixEncoding: [{}, { contentType: 'image/*' }] },
    ),
    args: { body: [{ author: 'x' }, { contentType: 'image/png', base64: png }] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [
        { type: 'application/json', json: { author: 'x' } },
        { type: 'image/png', base64: png },
      ],
    },
  },
  {
    what: 'an untyped item behind a typed one is a file, with its name',
    section: `${section} and 4.15.1.1, type absent; RFC 2183, 2.3`,
    operation: sending('multipart/mixed', { type: 'array', prefixItems: [object], items: {} }),
    args: { body: [{ a: 1 }, { filename: 'a.bin', base64: png }] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [
        { type: 'application/json', json: { a: 1 } },
        { filename: 'a.bin', type: 'application/octet-stream', base64: png },
      ],
    },
  },
  {
    what: 'itemEncoding is that of each position without a prefixEncoding',
    section,
    operation: sending(
      'multipart/mixed',
      { type: 'array', prefixItems: [string, string] },
      {
        prefixEncoding: [{ contentType: 'text/csv' }],
        itemEncoding: { contentType: 'text/markdown', headers: { 'X-Kind': { schema: { const: 'note' } } } },
      },
    ),
    args: { body: ['a', 'b'] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [
        { type: 'text/csv', text: 'a' },
        { type: 'text/markdown', headers: { 'x-kind': 'note' }, text: 'b' },
      ],
    },
  },
  {
    what: 'base64 text by position',
    section: `${section} and 4.15.1.1; RFC 7578, 4.7`,
    operation: sending('multipart/mixed', {
      type: 'array',
      prefixItems: [string, { type: 'string', contentEncoding: 'base64' }],
    }),
    args: { body: ['a', 'iVBORw0='] },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [{ text: 'a' }, { type: 'application/octet-stream', text: 'iVBORw0=' }],
    },
  },
  {
    what: 'parameters of the type stay beside the boundary',
    section: 'RFC 2387, 3.1; RFC 9110, 8.3.1',
    operation: sending('multipart/related; type="text/plain"', { type: 'array', items: string }),
    args: { body: ['a'] },
    arrives: { line: 'POST /', type: 'multipart/related', parts: [{ text: 'a' }] },
  },
  {
    what: 'one level of nesting',
    section: 'OpenAPI 3.2.0, 4.15.2 and 4.15.4.10',
    operation: sending(
      'multipart/mixed',
      {
        type: 'array',
        prefixItems: [{ type: 'array' }, { type: 'array', prefixItems: [object, string] }],
      },
      { prefixEncoding: [{}, { contentType: 'multipart/mixed', prefixEncoding: [{}, {}] }] },
    ),
    args: {
      body: [
        [1, 2],
        [{ a: 1 }, 'text'],
      ],
    },
    arrives: {
      line: 'POST /',
      type: 'multipart/mixed',
      parts: [
        { type: 'application/json', json: [1, 2] },
        { parts: [{ type: 'application/json', json: { a: 1 } }, { text: 'text' }] },
      ],
    },
  },
];

export const multipartByPosition: Area = {
  name: 'Multipart by position (3.2)',
  cases: cases.map((story) => ({
    ...story,
    versions: only32,
    method: 'post',
  })),
};
