import { since31 } from './case.ts';
import { string } from './fragments.ts';
import type { MultipartRow } from './multipart-row.ts';

const defaults = 'OpenAPI 3.2.0, 4.15.1.1 (3.1.1, 4.8.15.1.1; 3.0.4, 4.7.15.1.1)';
/** Bytes that are no text in any encoding. */
const png = 'iVBORw0KGgoA/4CB';
const binary = { type: 'string', format: 'binary' };

const octets = { name: 'file', type: 'application/octet-stream', base64: png };

export const fileRows: readonly MultipartRow[] = [
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
    what: 'a property that is only described is a file too',
    section: 'OpenAPI 3.2.0, 4.15.1.1, type absent (3.1.1, 4.8.15.1.1)',
    versions: since31,
    properties: { file: { title: 'File', description: 'Anything.' } },
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
    section: 'OpenAPI 3.2.0, 4.15.4.5 (3.1.1, 4.8.15.3.3)',
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
