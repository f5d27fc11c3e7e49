import { type Area, only32, type RequestCase, since30, type Texts } from './case.ts';
import { object, sending, string } from './fragments.ts';

const png = 'iVBORw0KGgoA/4CB';
const upload = 'OpenAPI 3.2.0, 4.14.7 (3.1.1, 4.8.14.3)';
const text = 'OpenAPI 3.2.0, 4.13.1';
const charset = 'OpenAPI 3.2.0, 4.13.1; RFC 2046, 4.1.2; RFC 9110, 8.3';

function binary(what: string, type: string, section: string, media: RequestCase['operation']): RequestCase {
  return {
    what,
    section,
    versions: section === upload ? ['3.1.1', '3.2.0'] : ['3.0.4'],
    method: 'post',
    operation: media ?? sending(type),
    args: { body: { base64: png } },
    arrives: { line: 'POST /', type, base64: png },
  };
}

function textual(what: string, type: string, given: string, types: Texts = type, section = text): RequestCase {
  return {
    what,
    section,
    versions: since30,
    method: 'post',
    operation: sending(type, string),
    args: { body: given },
    arrives: { line: 'POST /', type: types, text: given },
  };
}

/** ASCII may be labelled or not; what is beyond it has to be. */
function inUtf8(type: string): string[] {
  return [`${type}; charset=utf-8`, `${type};charset=utf-8`, `${type}; charset=UTF-8`, `${type};charset=UTF-8`];
}

function plain(type: string): Texts {
  return [type, ...inUtf8(type)];
}

const sequence = 'OpenAPI 3.2.0, 4.14.3.1';

function sequential(what: string, type: string, media: RequestCase['operation'], arrives: Texts): RequestCase {
  return {
    what,
    section: sequence,
    versions: only32,
    method: 'post',
    operation: media ?? {},
    args: { body: [{ a: 1 }, { a: 2 }] },
    arrives: { line: 'POST /', type, text: arrives },
  };
}

const objects = { type: 'array', items: object };
const format = { type: 'string', format: 'binary' };

const cases: readonly RequestCase[] = [
  binary('bytes without a schema', 'application/octet-stream', upload, undefined),
  binary(
    'bytes as 3.0 has them',
    'application/octet-stream',
    'OpenAPI 3.0.4, 4.7.14.3',
    sending('application/octet-stream', format),
  ),
  binary('a PNG image without a schema', 'image/png', upload, undefined),
  binary('a PNG image as 3.0 has it', 'image/png', 'OpenAPI 3.0.4, 4.7.14.3', sending('image/png', format)),
  binary('a PDF', 'application/pdf', upload, undefined),
  binary('an archive', 'application/zip', upload, undefined),
  binary('audio', 'audio/mpeg', upload, undefined),
  binary(
    'contentMediaType, which is redundant',
    'image/png',
    upload,
    sending('image/png', { contentMediaType: 'image/png' }),
  ),
  {
    what: 'text as bytes, in UTF-8',
    section: upload,
    versions: ['3.1.1', '3.2.0'],
    method: 'put',
    operation: sending('application/octet-stream'),
    args: { body: { text: 'žluť' } },
    arrives: { line: 'PUT /', type: 'application/octet-stream', text: 'žluť' },
  },
  {
    what: 'no bytes at all',
    section: upload,
    versions: ['3.1.1', '3.2.0'],
    method: 'put',
    operation: sending('application/octet-stream'),
    args: { body: { base64: '' } },
    arrives: { line: 'PUT /', type: 'application/octet-stream', text: '' },
  },
  {
    what: 'the range image/*: the caller says which',
    section: 'OpenAPI 3.2.0, 4.13.1; RFC 9110, 12.5.1',
    versions: since30,
    method: 'post',
    operation: sending('image/*', format),
    args: { body: { contentType: 'image/webp', base64: png } },
    arrives: { line: 'POST /', type: 'image/webp', base64: png },
  },
  {
    what: 'the range */* with a binary schema',
    section: 'OpenAPI 3.0.4, 4.7.13.1 and 4.7.14.3',
    versions: ['3.0.4'],
    method: 'post',
    operation: sending('*/*', format),
    args: { body: { contentType: 'application/gzip', base64: png } },
    arrives: { line: 'POST /', type: 'application/gzip', base64: png },
  },
  {
    what: 'one of several image types',
    section: upload,
    versions: ['3.1.1', '3.2.0'],
    method: 'post',
    operation: { requestBody: { content: { 'image/jpeg': {}, 'image/png': {} } } },
    args: { body: { contentType: 'image/png', base64: png } },
    arrives: { line: 'POST /', type: 'image/png', base64: png },
  },
  textual('plain text', 'text/plain', 'Hello\nworld', plain('text/plain')),
  textual('text that looks like JSON', 'text/plain', '{"a":1}', plain('text/plain')),
  textual('the empty text', 'text/plain', '', plain('text/plain')),
  textual('text beyond ASCII names its charset', 'text/plain', 'žluť 😀', inUtf8('text/plain'), charset),
  textual('a charset that the document names', 'text/plain; charset=utf-8', 'žluť', inUtf8('text/plain')),
  {
    what: 'a number as text',
    section: 'OpenAPI 3.2.0, 4.13.1 and Appendix B',
    versions: since30,
    method: 'post',
    operation: sending('text/plain', { type: 'integer' }),
    args: { body: 42 },
    arrives: { line: 'POST /', type: plain('text/plain'), text: '42' },
  },
  {
    what: 'a boolean as text',
    section: 'OpenAPI 3.2.0, 4.13.1 and Appendix B',
    versions: since30,
    method: 'post',
    operation: sending('text/plain', { type: 'boolean' }),
    args: { body: true },
    arrives: { line: 'POST /', type: plain('text/plain'), text: 'true' },
  },
  textual('CSV', 'text/csv', 'a,b\r\n1,2\r\n', plain('text/csv')),
  textual('HTML', 'text/html', '<p>x</p>', plain('text/html')),
  textual('Markdown', 'text/markdown', '# x', plain('text/markdown')),
  textual('YAML', 'application/yaml', 'a: 1\n', 'application/yaml'),
  textual('GraphQL', 'application/graphql', '{ a }', 'application/graphql'),
  textual('NDJSON as text', 'application/x-ndjson', '{"a":1}\n{"a":2}\n', 'application/x-ndjson'),
  textual('XML as text', 'application/xml', '<a>x</a>', plain('application/xml')),
  textual('XML as text/xml', 'text/xml', '<a>x</a>', plain('text/xml')),
  textual('a type ending in +xml', 'application/atom+xml', '<feed/>', plain('application/atom+xml')),
  textual(
    'XML with a declaration and letters beyond ASCII',
    'application/xml',
    '<?xml version="1.0"?><a>ž</a>',
    plain('application/xml'),
  ),
  sequential('NDJSON from a list: schema', 'application/x-ndjson', sending('application/x-ndjson', objects), [
    '{"a":1}\n{"a":2}\n',
    '{"a":1}\n{"a":2}',
  ]),
  sequential(
    'JSON Lines from a list: itemSchema',
    'application/jsonl',
    { requestBody: { content: { 'application/jsonl': { itemSchema: object } } } },
    ['{"a":1}\n{"a":2}\n', '{"a":1}\n{"a":2}'],
  ),
  sequential(
    'a JSON text sequence from a list (RFC 7464, 2.2)',
    'application/json-seq',
    { requestBody: { content: { 'application/json-seq': { itemSchema: object } } } },
    '\u001E{"a":1}\n\u001E{"a":2}\n',
  ),
];

export const binaryTextXml: Area = { name: 'Binary, text, XML as text', cases };
