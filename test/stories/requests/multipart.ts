import { type Area, only32, type RequestCase, since30, since31 } from './case.ts';
import { fields, int64, integer, object, sending, string, strings } from './fragments.ts';
import { fileRows } from './multipart-files.ts';
import type { MultipartRow } from './multipart-row.ts';

const form = 'multipart/form-data';
const defaults = 'OpenAPI 3.2.0, 4.15.1.1 (3.1.1, 4.8.15.1.1; 3.0.4, 4.7.15.1.1)';
const styles = 'OpenAPI 3.2.0, 4.15.1.2 and Appendix C (3.1.1, 4.8.15.1.2)';

const fieldRows: readonly MultipartRow[] = [
  {
    what: 'primitives are text',
    section: defaults,
    properties: { id: { type: 'string', format: 'uuid' }, count: integer, ok: { type: 'boolean' } },
    body: { id: 'a b+c', count: 3, ok: false },
    parts: [
      { name: 'id', text: 'a b+c' },
      { name: 'count', text: '3' },
      { name: 'ok', text: 'false' },
    ],
  },
  {
    what: 'integers beyond 2^53, given as text, keep every digit',
    section: `${defaults}; 3.2.0, 4.4.1, int64`,
    properties: { id: int64, at: fields({ id: int64 }) },
    body: { id: '9007199254740993', at: { id: '9223372036854775807' } },
    parts: [
      { name: 'id', text: '9007199254740993' },
      { name: 'at', type: 'application/json', text: '{"id":9223372036854775807}' },
    ],
  },
  {
    what: 'an object is JSON',
    section: defaults,
    properties: { address: object },
    body: { address: { city: 'Brno' } },
    parts: [{ name: 'address', type: 'application/json', json: { city: 'Brno' } }],
  },
  {
    what: 'an array of strings: one part an item',
    section: 'RFC 7578, 4.3; OpenAPI 3.2.0, 4.14.5.1',
    properties: { tag: strings },
    body: { tag: ['a', 'b'] },
    parts: [
      { name: 'tag', text: 'a' },
      { name: 'tag', text: 'b' },
    ],
  },
  {
    what: 'an array of objects: one JSON part an item',
    section: 'OpenAPI 3.2.0, 4.15.4.3 (3.1.1, 4.8.15.3.1; 3.0.4, 4.7.15.3.1)',
    properties: { addresses: { type: 'array', items: object } },
    body: { addresses: [{ city: 'Brno' }, { city: 'Graz' }] },
    parts: [
      { name: 'addresses', type: 'application/json', json: { city: 'Brno' } },
      { name: 'addresses', type: 'application/json', json: { city: 'Graz' } },
    ],
  },
  {
    what: 'an array whose encoding is application/json: one JSON part an item',
    section: 'OpenAPI 3.2.0, 4.14.5.1',
    versions: only32,
    properties: { addresses: { type: 'array', items: object } },
    encoding: { addresses: { contentType: 'application/json' } },
    body: { addresses: [{ city: 'Brno' }, { city: 'Graz' }] },
    parts: [
      { name: 'addresses', type: 'application/json', json: { city: 'Brno' } },
      { name: 'addresses', type: 'application/json', json: { city: 'Graz' } },
    ],
  },
  {
    what: 'a string whose encoding is JSON',
    section: defaults,
    properties: { note: string },
    encoding: { note: { contentType: 'application/json' } },
    body: { note: 'x' },
    parts: [{ name: 'note', type: 'application/json', json: 'x' }],
  },
  {
    what: 'an object whose encoding is a vendor type',
    section: defaults,
    properties: { meta: object },
    encoding: { meta: { contentType: 'application/vnd.meta+json' } },
    body: { meta: { a: 1 } },
    parts: [{ name: 'meta', type: 'application/vnd.meta+json', json: { a: 1 } }],
  },
  {
    what: 'a string whose encoding is a type of text',
    section: defaults,
    properties: { rows: string },
    encoding: { rows: { contentType: 'text/csv' } },
    body: { rows: 'a,b\r\n1,2\r\n' },
    parts: [{ name: 'rows', type: 'text/csv', text: 'a,b\r\n1,2\r\n' }],
  },
  {
    what: 'XML text whose encoding is XML',
    section: 'OpenAPI 3.2.0, 4.15.4.4 (3.1.1, 4.8.15.3.2; 3.0.4, 4.7.15.3.2)',
    properties: { address: string },
    encoding: { address: { contentType: 'application/xml; charset=utf-8' } },
    body: { address: '<address/>' },
    parts: [{ name: 'address', type: 'application/xml; charset=utf-8', text: '<address/>' }],
  },
  {
    what: 'objects whose encoding is XML',
    section: 'OpenAPI 3.2.0, 4.15.4.4 (3.1.1, 4.8.15.3.2; 3.0.4, 4.7.15.3.2)',
    properties: { addresses: { type: 'array', items: { ...fields({ city: string }), xml: { name: 'Address' } } } },
    encoding: { addresses: { contentType: 'application/xml; charset=utf-8' } },
    body: { addresses: [{ city: 'Brno' }, { city: 'Graz' }] },
    parts: ['Brno', 'Graz'].map((city) => ({
      name: 'addresses',
      type: 'application/xml; charset=utf-8',
      xml: `<Address><city>${city}</city></Address>`,
    })),
  },
  {
    what: 'an array inside an array is JSON',
    section: 'OpenAPI 3.2.0, 4.14.5.1 and 4.15.1.1',
    versions: only32,
    properties: { row: { type: 'array', items: { type: 'array', items: integer } } },
    body: { row: [[1, 2], [3]] },
    parts: [
      { name: 'row', type: 'application/json', json: [1, 2] },
      { name: 'row', type: 'application/json', json: [3] },
    ],
  },
  {
    what: 'letters beyond ASCII, in UTF-8, percent-encoded nowhere',
    section: 'RFC 7578, 5.1.2; OpenAPI 3.2.0, Appendix E, Percent-Encoding and form-data',
    properties: { name: string },
    body: { name: 'Žofie & 100 % 😀' },
    parts: [
      {
        name: 'name',
        type: ['text/plain', 'text/plain; charset=utf-8', 'text/plain;charset=utf-8', 'text/plain; charset=UTF-8'],
        text: 'Žofie & 100 % 😀',
      },
    ],
  },
  {
    what: 'the empty string is a part, what is not given is none',
    section: 'RFC 7578, 4.2',
    properties: { a: string, b: string },
    body: { a: '' },
    parts: [{ name: 'a', text: '' }],
  },
  {
    what: 'a base64 string is binary data, without a header that says so',
    section: 'OpenAPI 3.2.0, 4.15.1.1 and 4.15.4.2 (3.1.1, 4.8.15.1.1 and 4.8.15.3); RFC 7578, 4.7',
    versions: since31,
    properties: { icon: { type: 'string', contentEncoding: 'base64' } },
    body: { icon: 'iVBORw0=' },
    parts: [
      {
        name: 'icon',
        type: 'application/octet-stream',
        headers: { 'content-transfer-encoding': null },
        text: 'iVBORw0=',
      },
    ],
  },
  {
    what: 'a base64 string as 3.0 has it',
    section: 'OpenAPI 3.0.4, 4.7.15.1.1 and 4.7.15.3; RFC 7578, 4.7',
    versions: ['3.0.4'],
    properties: { icon: { type: 'string', format: 'byte' } },
    body: { icon: 'iVBORw0=' },
    parts: [
      {
        name: 'icon',
        type: 'application/octet-stream',
        headers: { 'content-transfer-encoding': null },
        text: 'iVBORw0=',
      },
    ],
  },
  {
    what: 'a part header that can only have one value',
    section: 'OpenAPI 3.2.0, 4.15.1.1, headers (3.1.1, 4.8.15.1.1; 3.0.4, 4.7.15.1.1)',
    properties: { note: string },
    encoding: { note: { headers: { 'X-Kind': { required: true, schema: { type: 'string', enum: ['memo'] } } } } },
    body: { note: 'x' },
    parts: [{ name: 'note', headers: { 'x-kind': 'memo' }, text: 'x' }],
  },
];

const headerRows: readonly MultipartRow[] = [
  {
    what: 'a part header with a default, beside one that is not known',
    section: 'OpenAPI 3.2.0, 4.15.1.1, headers',
    properties: { note: string },
    encoding: {
      note: {
        headers: {
          'X-Kind': { schema: { type: 'string', default: 'memo' } },
          'X-Other': { schema: string },
          'X-Const': { schema: { const: 7 } },
        },
      },
    },
    versions: since31,
    body: { note: 'x' },
    parts: [{ name: 'note', headers: { 'x-kind': 'memo', 'x-const': '7', 'x-other': null }, text: 'x' }],
  },
  {
    what: 'Content-Type among the headers of a part is ignored',
    section: 'OpenAPI 3.2.0, 4.15.1.1, headers',
    properties: { note: string },
    encoding: { note: { headers: { 'Content-Type': { schema: { type: 'string', enum: ['text/html'] } } } } },
    body: { note: 'x' },
    parts: [{ name: 'note', text: 'x' }],
  },
];

const styleRows: readonly MultipartRow[] = [
  {
    what: 'style form, not exploded: values in the part, nothing encoded',
    section: styles,
    versions: since31,
    properties: { tag: strings },
    encoding: { tag: { style: 'form', explode: false } },
    body: { tag: ['a b', 'c/d'] },
    parts: [{ name: 'tag', text: 'a b,c/d' }],
  },
  {
    what: 'style form, exploded object: one part a member',
    section: styles,
    versions: since31,
    properties: { color: object },
    encoding: { color: { style: 'form', explode: true } },
    body: { color: { R: 100, G: 200 } },
    parts: [
      { name: 'R', text: '100' },
      { name: 'G', text: '200' },
    ],
  },
  {
    what: 'style deepObject: names with brackets, not encoded',
    section: styles,
    versions: since31,
    properties: { color: object },
    encoding: { color: { style: 'deepObject', explode: true } },
    body: { color: { R: 100, G: 200 } },
    parts: [
      { name: 'color[R]', text: '100' },
      { name: 'color[G]', text: '200' },
    ],
  },
  {
    what: 'style pipeDelimited: the delimiter is not encoded',
    section: styles,
    versions: since31,
    properties: { tag: strings },
    encoding: { tag: { style: 'pipeDelimited', explode: false } },
    body: { tag: ['a', 'b'] },
    parts: [{ name: 'tag', text: 'a|b' }],
  },
  {
    what: 'style spaceDelimited: the delimiter is not encoded',
    section: styles,
    versions: since31,
    properties: { tag: strings },
    encoding: { tag: { style: 'spaceDelimited', explode: false } },
    body: { tag: ['a', 'b'] },
    parts: [{ name: 'tag', text: 'a b' }],
  },
  {
    what: 'allowReserved has no effect but that of a style',
    section: styles,
    versions: since31,
    properties: { color: object },
    encoding: { color: { allowReserved: true } },
    body: { color: { R: 'a b' } },
    parts: [{ name: 'R', text: 'a b' }],
  },
  {
    what: 'a style is ignored in 3.0',
    section: 'OpenAPI 3.0.4, 4.7.15.1.2',
    versions: ['3.0.4'],
    properties: { color: object },
    encoding: { color: { style: 'deepObject', explode: true } },
    body: { color: { R: 100 } },
    parts: [{ name: 'color', type: 'application/json', json: { R: 100 } }],
  },
];

const cases = [...fieldRows, ...headerRows, ...styleRows, ...fileRows].map(
  ({ what, section, properties, encoding, body, parts, versions = since30, known }): RequestCase => ({
    what,
    section,
    versions,
    method: 'post',
    operation: sending(form, fields(properties), encoding ? { encoding } : {}),
    args: { body },
    arrives: { line: 'POST /', parts },
    ...(known === undefined ? {} : { known }),
  }),
);

export const multipart: Area = { name: 'Multipart forms', cases };
