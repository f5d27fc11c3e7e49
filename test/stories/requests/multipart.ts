import { type Area, only32, type PartArrival, type RequestCase, since30, type Version } from './case.ts';
import { fields, integer, object, sending, string, strings } from './fragments.ts';

const form = 'multipart/form-data';
const defaults = 'OpenAPI 3.2.0, 4.15.1.1 (3.1.1, 4.8.15.1.1; 3.0.4, 4.7.15.1.1)';
const styles = 'OpenAPI 3.2.0, 4.15.1.2 and Appendix C (3.1.1, 4.8.15.1.2)';
const severalFiles = 'OpenAPI 3.2.0, 4.15.4.5 (3.1.1, 4.8.15.3.3; 3.0.4, 4.7.15.3.3)';
const since31: readonly Version[] = ['3.1.1', '3.2.0'];

/** Bytes that are no text in any encoding. */
const png = 'iVBORw0KGgoA/4CB';
const binary = { type: 'string', format: 'binary' };

interface Row {
  readonly what: string;
  readonly section: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly encoding?: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly parts: readonly PartArrival[];
  readonly versions?: readonly Version[];
  readonly known?: string;
}

const fieldRows: readonly Row[] = [
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
    what: 'a base64 string says so',
    section: 'OpenAPI 3.2.0, 4.15.1.1 and 4.15.4.2 (3.1.1, 4.8.15.1.1 and 4.8.15.3)',
    versions: since31,
    properties: { icon: { type: 'string', contentEncoding: 'base64' } },
    body: { icon: 'iVBORw0=' },
    parts: [
      {
        name: 'icon',
        type: 'application/octet-stream',
        headers: { 'content-transfer-encoding': 'base64' },
        text: 'iVBORw0=',
      },
    ],
  },
  {
    what: 'a base64 string as 3.0 has it says so',
    section: 'OpenAPI 3.0.4, 4.7.15.1.1 and 4.7.15.3',
    versions: ['3.0.4'],
    properties: { icon: { type: 'string', format: 'byte' } },
    body: { icon: 'iVBORw0=' },
    parts: [
      {
        name: 'icon',
        type: 'application/octet-stream',
        headers: { 'content-transfer-encoding': 'base64' },
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

const styleRows: readonly Row[] = [
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

const octets = { name: 'file', type: 'application/octet-stream', base64: png };

const fileRows: readonly Row[] = [
  {
    what: 'a file as 3.0 has it',
    section: 'OpenAPI 3.0.4, 4.7.14.3 and 4.7.15.1.1; RFC 7578, 4.2',
    versions: ['3.0.4'],
    properties: { file: binary },
    body: { file: { filename: 'a.bin', base64: png } },
    parts: [{ ...octets, filename: 'a.bin' }],
  },
  {
    what: 'a file: no type, so application/octet-stream',
    section: 'OpenAPI 3.2.0, 4.15.4.3 (3.1.1, 4.8.15.3.1), profileImage',
    versions: since31,
    properties: { file: {} },
    body: { file: { filename: 'a.bin', base64: png } },
    parts: [{ ...octets, filename: 'a.bin' }],
  },
  {
    what: 'a file with its own type',
    section: 'RFC 7578, 4.4',
    versions: ['3.0.4'],
    properties: { file: binary },
    body: { file: { filename: 'a.png', contentType: 'image/png', base64: png } },
    parts: [{ name: 'file', filename: 'a.png', type: 'image/png', base64: png }],
  },
  {
    what: 'a file whose encoding has a type',
    section: defaults,
    properties: { file: {} },
    encoding: { file: { contentType: 'image/png' } },
    body: { file: { filename: 'a.png', base64: png } },
    parts: [{ name: 'file', filename: 'a.png', type: 'image/png', base64: png }],
  },
  {
    what: 'a file whose encoding has several types, the caller says which',
    section: 'OpenAPI 3.2.0, 4.15.4.1 and 4.15.4.4 (3.1.1, 4.8.15.3.2; 3.0.4, 4.7.15.3.2)',
    properties: { file: {} },
    encoding: { file: { contentType: 'image/png, image/jpeg' } },
    body: { file: { filename: 'a.jpg', contentType: 'image/jpeg', base64: png } },
    parts: [{ name: 'file', filename: 'a.jpg', type: 'image/jpeg', base64: png }],
  },
  {
    what: 'a file by contentMediaType',
    section: 'OpenAPI 3.1.1, 4.4.2',
    versions: ['3.1.1'],
    properties: { file: { contentMediaType: 'image/png' } },
    encoding: { file: { contentType: 'image/png' } },
    body: { file: { base64: png } },
    parts: [{ name: 'file', type: 'image/png', base64: png }],
  },
  {
    what: 'a text file',
    section: 'RFC 7578, 4.4',
    versions: ['3.0.4'],
    properties: { file: binary },
    body: { file: { filename: 'a.csv', contentType: 'text/csv', text: 'a,b\n1,2\n' } },
    parts: [{ name: 'file', filename: 'a.csv', type: 'text/csv', text: 'a,b\n1,2\n' }],
  },
  {
    what: 'several files under one name, as 3.0 has them',
    section: 'OpenAPI 3.0.4, 4.7.15.3.3; RFC 7578, 4.3',
    versions: ['3.0.4'],
    properties: { file: { type: 'array', items: binary } },
    body: {
      file: [
        { filename: 'a', base64: png },
        { filename: 'b', text: 'x' },
      ],
    },
    parts: [
      { ...octets, filename: 'a' },
      { name: 'file', filename: 'b', type: 'application/octet-stream', text: 'x' },
    ],
  },
  {
    what: 'several files under one name',
    section: severalFiles,
    versions: since31,
    properties: { file: { type: 'array', items: {} } },
    body: {
      file: [
        { filename: 'a', base64: png },
        { filename: 'b', text: 'x' },
      ],
    },
    parts: [
      { ...octets, filename: 'a' },
      { name: 'file', filename: 'b', type: 'application/octet-stream', text: 'x' },
    ],
  },
  {
    what: 'two files and fields',
    section: 'RFC 7578, 4.2 and 4.3',
    versions: ['3.0.4'],
    properties: { title: string, front: binary, back: binary },
    body: { title: 'T', front: { filename: 'f', base64: png }, back: { filename: 'b', base64: 'AAE=' } },
    parts: [
      { name: 'title', text: 'T' },
      { ...octets, name: 'front', filename: 'f' },
      { ...octets, name: 'back', filename: 'b', base64: 'AAE=' },
    ],
  },
  {
    what: 'a quotation mark in a file name',
    section: 'RFC 7578, 4.2; WHATWG HTML, 4.10.21.8',
    versions: ['3.0.4'],
    properties: { file: binary },
    body: { file: { filename: 'a"b.txt', text: 'x' } },
    parts: [{ name: 'file', filename: 'a%22b.txt', type: 'application/octet-stream', text: 'x' }],
  },
  {
    what: 'a file name beyond ASCII',
    section: 'RFC 7578, 4.2 and 5.1.3; WHATWG HTML, 4.10.21.8',
    versions: ['3.0.4'],
    properties: { file: binary },
    body: { file: { filename: 'žluť.txt', text: 'x' } },
    parts: [
      {
        name: 'file',
        filename: ['žluť.txt', '%C5%BElu%C5%A5.txt'],
        type: 'application/octet-stream',
        text: 'x',
      },
    ],
  },
];

const cases = [...fieldRows, ...styleRows, ...fileRows].map(
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
