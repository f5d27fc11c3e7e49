import { describe, expect, test } from '@jest/globals';
import type { ToolResult } from '../../src/catalog/tool-result.ts';
import type { HttpRequest, HttpResponse } from '../../src/upstream/http.ts';
import { statusTexts } from '../../src/upstream/http.ts';
import { toToolResult } from '../../src/upstream/result.ts';

const request: HttpRequest = {
  method: 'GET',
  url: 'https://h/v1/reports/7?key=s3cret',
  headers: {},
  body: undefined,
  credentialHeaders: [],
};

type Answer = Partial<Omit<HttpResponse, 'body'>> & { readonly type?: string; readonly body?: string | Uint8Array };

function resultOf({ type, body = '', headers = {}, ...more }: Answer, asked: Partial<HttpRequest> = {}): ToolResult {
  const status = more.status ?? 200;
  return toToolResult(
    { ...request, ...asked },
    {
      status,
      statusText: statusTexts[status] ?? '',
      headers: { ...(type === undefined ? {} : { 'content-type': type }), ...headers },
      body: typeof body === 'string' ? Buffer.from(body) : body,
      url: request.url,
      duration: 1,
      ...more,
    },
  );
}

const json = 'application/json';
const texts = (result: ToolResult): string[] =>
  result.content.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`));

describe('JSON', () => {
  test.each<[string, string, unknown]>([
    ['{ "a": [1, 2],\n "b": "x  y" }', '{"a":[1,2],"b":"x  y"}', { a: [1, 2], b: 'x  y' }],
    ['[]', '[]', []],
    ['"text"', '"text"', 'text'],
    [' 7 ', '7', 7],
    ['null', 'null', null],
    ['false', 'false', false],
    [String.raw`{"a":"\u00e9\/\"\\ \n"}`, String.raw`{"a":"é/\"\\ \n"}`, { a: 'é/"\\ \n' }],
    ['{"price":1.10}', '{"price":1.10}', { price: 1.1 }],
    ['{"id":9007199254740991}', '{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"id":10000000000000000}', '{"id":10000000000000000}', { id: 1e16 }],
    ['{"x":0.30000000000000004}', '{"x":0.30000000000000004}', { x: 0.30000000000000004 }],
    ['{"x":1E3,"y":-0.0,"z":1.5e-7}', '{"x":1E3,"y":-0.0,"z":1.5e-7}', { x: 1000, y: -0, z: 1.5e-7 }],
    ['{"card":"4111111111111111","n": 1}', '{"card":"4111111111111111","n":1}', { card: '4111111111111111', n: 1 }],
  ])('%s', (body, text, value) => {
    expect(resultOf({ type: json, body })).toEqual({ content: [{ type: 'text', text }], structuredContent: value });
  });

  test.each([
    '{"id":9007199254740993}',
    '{"id":-12345678901234567890}',
    '{"x":0.1234567890123456789}',
    '{"x":1e400}',
    '[1,{"deep":[18446744073709551615]}]',
  ])('%s would be rounded: the text tells it alone', (body) => {
    expect(resultOf({ type: json, body })).toEqual({ content: [{ type: 'text', text: body }] });
  });

  test.each(['application/problem+json', 'application/vnd.api+json; charset=utf-8', 'text/json', 'Application/JSON'])(
    'as %s',
    (type) => {
      expect(resultOf({ type, body: '{"a":1}' })).toMatchObject({ structuredContent: { a: 1 } });
    },
  );

  test('with a byte order mark, and in UTF-16', () => {
    expect(resultOf({ type: json, body: Buffer.from('\ufeff{"a":1}') })).toMatchObject({ structuredContent: { a: 1 } });
    expect(resultOf({ type: json, body: Buffer.from('\ufeff{"a":"é"}', 'utf16le') })).toMatchObject({
      structuredContent: { a: 'é' },
    });
  });

  test('that is none says so, and shows what came', () => {
    const result = resultOf({ type: json, body: '<html>down</html>' });
    expect(texts(result)).toEqual([
      expect.stringMatching(/^UPSTREAM_NOT_JSON: .*application\/json/),
      '<html>down</html>',
    ]);
    expect(result).not.toHaveProperty('structuredContent');
  });

  test('without a Content-Type is known by itself', () => {
    expect(resultOf({ body: ' {"a":1}' })).toMatchObject({ structuredContent: { a: 1 } });
    expect(texts(resultOf({ body: '[not json' }))).toEqual(['[not json']);
  });

  test('of 8 MB in one string is no trouble', () => {
    const body = JSON.stringify({ a: 'x'.repeat(4_000_000), b: '\\"'.repeat(2_000_000) });
    expect(resultOf({ type: json, body })).toMatchObject({ content: [{ text: body }] });
  });
});

describe('text', () => {
  test.each<[string, Uint8Array, string]>([
    ['text/plain', Buffer.from('Grüße'), 'Grüße'],
    ['text/plain; charset=iso-8859-1', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['text/csv; charset="windows-1252"', Buffer.from([0xe9]), 'é'],
    ['text/plain; charset=utf-16le', Buffer.from('Grüße', 'utf16le'), 'Grüße'],
    ['text/plain; charset=utf-16', Buffer.from('\ufeffGrüße', 'utf16le'), 'Grüße'],
    ['text/plain; charset=nonsense', Buffer.from('Grüße'), 'Grüße'],
    // RFC 7303, 3.2: without a charset, what the document declares; RFC 7303, 8.10: the charset of the type wins.
    [
      'application/xml',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1'),
      '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>',
    ],
    [
      'application/atom+xml',
      Buffer.from("<?xml version='1.0' encoding='windows-1252'?><a>é</a>", 'latin1'),
      "<?xml version='1.0' encoding='windows-1252'?><a>é</a>",
    ],
    [
      'text/xml; charset=utf-8',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'),
      '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>',
    ],
    ['application/xml', Buffer.from('<?xml version="1.0"?><a>é</a>'), '<?xml version="1.0"?><a>é</a>'],
    // WHATWG HTML, 13.2.3.2
    [
      'text/html',
      Buffer.from('<html><meta charset="iso-8859-1"><p>é', 'latin1'),
      '<html><meta charset="iso-8859-1"><p>é',
    ],
    ['text/plain', Buffer.from('<meta charset="iso-8859-1">é'), '<meta charset="iso-8859-1">é'],
    ['text/html', Buffer.from('<p>hi</p>'), '<p>hi</p>'],
    ['application/xml', Buffer.from('<a/>'), '<a/>'],
    ['application/x-ndjson', Buffer.from('{"a":1}\nno JSON\n'), '{"a":1}\nno JSON\n'],
    ['application/yaml', Buffer.from('a: 1'), 'a: 1'],
    ['image/svg+xml', Buffer.from('<svg/>'), '<svg/>'],
    ['', Buffer.from('just words'), 'just words'],
  ])('%s', (type, body, text) => {
    expect(resultOf({ ...(type === '' ? {} : { type }), body })).toEqual({ content: [{ type: 'text', text }] });
  });
});

describe('media and files', () => {
  const bytes = Uint8Array.of(0x89, 0, 0xff);
  const data = Buffer.from(bytes).toString('base64');

  test.each([
    ['image/png', 'image', 'image/png'],
    ['image/jpg; q=1', 'image', 'image/jpeg'],
    ['audio/mpeg', 'audio', 'audio/mpeg'],
  ])('%s', (type, kind, mimeType) => {
    expect(resultOf({ type, body: bytes })).toEqual({ content: [{ type: kind, data, mimeType }] });
  });

  test.each<[string | undefined, Record<string, string>, string, string]>([
    ['application/pdf', {}, 'application/pdf', '7'],
    [
      'application/pdf',
      { 'content-disposition': 'attachment; filename="a;b c.pdf"' },
      'application/pdf',
      'a%3Bb%20c.pdf',
    ],
    [
      'application/pdf',
      { 'content-disposition': 'inline; filename=plain.pdf; size=3' },
      'application/pdf',
      'plain.pdf',
    ],
    [
      'application/pdf',
      { 'content-disposition': String.raw`attachment; filename="x\".pdf"` },
      'application/pdf',
      'x%22.pdf',
    ],
    [
      'application/zip',
      { 'content-disposition': "attachment; filename=x.zip; filename*=UTF-8''%C3%A4.zip" },
      'application/zip',
      '%C3%A4.zip',
    ],
    [
      'application/zip',
      { 'content-disposition': 'attachment; filename="../../etc/passwd"' },
      'application/zip',
      'passwd',
    ],
    ['application/zip', { 'content-disposition': 'attachment; filename="100%.zip"' }, 'application/zip', '100%25.zip'],
    ['image/tiff', {}, 'image/tiff', '7'],
    [undefined, {}, 'application/octet-stream', '7'],
  ])('%s %j', (type, headers, mimeType, name) => {
    expect(resultOf({ ...(type === undefined ? {} : { type }), headers, body: bytes })).toEqual({
      content: [{ type: 'resource', resource: { uri: `attachment:///${name}`, mimeType, blob: data } }],
    });
  });
});

describe('answers that say little', () => {
  test.each<[Answer, Partial<HttpRequest>, string]>([
    [{ status: 204 }, {}, 'HTTP 204 No Content. The answer has no body.'],
    [
      { status: 201, headers: { location: '/things/7', etag: '"1"' } },
      { method: 'POST' },
      'HTTP 201 Created. The answer has no body.\nlocation: /things/7',
    ],
    [
      { status: 202, headers: { location: '/jobs/7', 'retry-after': '5' } },
      { method: 'POST' },
      'HTTP 202 Accepted. The answer has no body.\nlocation: /jobs/7\nLook again after 5 s (Retry-After).',
    ],
    [{ status: 200, type: json }, {}, 'HTTP 200 OK. The answer has no body.'],
    [{ status: 299 }, {}, 'HTTP 299. The answer has no body.'],
    [
      { status: 200, type: json, headers: { etag: '"1"', 'content-length': '12' } },
      { method: 'HEAD' },
      'HTTP 200 OK.\netag: "1"\ncontent-length: 12\ncontent-type: application/json',
    ],
    [{ status: 304 }, {}, 'HTTP 304 Not Modified. What was asked for has not changed.'],
    [
      { status: 307, headers: { location: 'https://other/x' } },
      { method: 'POST' },
      'HTTP 307 Temporary Redirect. The API redirects; this was not followed.\nlocation: https://other/x',
    ],
  ])('%j to %j', (answer, asked, text) => {
    expect(resultOf(answer, asked)).toEqual({ content: [{ type: 'text', text }] });
  });

  test('a redirect with a body shows both', () => {
    expect(
      texts(
        resultOf(
          { status: 302, type: 'text/plain', body: 'elsewhere', headers: { location: '/x' } },
          { method: 'POST' },
        ),
      ),
    ).toEqual([expect.stringContaining('location: /x'), 'elsewhere']);
  });

  test.each([201, 202])('%i with a body tells its Location as well', (status) => {
    const result = resultOf({ status, type: json, body: '{"id":7}', headers: { location: '/jobs/7' } });
    expect(texts(result)).toEqual(['{"id":7}', 'location: /jobs/7']);
    expect(result.structuredContent).toEqual({ id: 7 });
  });
});

describe('a multipart answer (RFC 2046, 5.1)', () => {
  const answer = (body: string | Buffer, type = 'multipart/mixed; boundary="b 1"'): ToolResult =>
    resultOf({ type, body });

  test('each part is what its type says, in order', () => {
    const png = Buffer.from('89504e470d0a1a0a0d0a2d2d62', 'hex');
    const body = Buffer.concat([
      Buffer.from('preamble\r\n--b 1\r\n\r\nplain words\r\n--b 1\r\nContent-Type: image/png\r\n\r\n'),
      png,
      Buffer.from('\r\n--b 1\r\ncontent-type: application/json\r\n\r\n{ "a": 1 }\r\n--b 1--\r\nepilogue'),
    ]);
    expect(answer(body).content).toEqual([
      { type: 'text', text: 'plain words' },
      { type: 'image', data: png.toString('base64'), mimeType: 'image/png' },
      { type: 'text', text: '{"a":1}' },
    ]);
  });

  test('a part that is an attachment is a file with its name', () => {
    const part = 'content-disposition: attachment; filename="a.json"\r\ncontent-type: application/json\r\n\r\n{}';
    expect(answer(`--b 1\r\n${part}\r\n--b 1--`).content).toEqual([
      { type: 'resource', resource: { uri: 'attachment:///a.json', mimeType: 'application/json', blob: 'e30=' } },
    ]);
  });

  test.each([
    ['it was cut off', '--b 1\r\n\r\nplain wor', undefined],
    ['no boundary is named', '--b 1\r\n\r\nx\r\n--b 1--', 'multipart/mixed'],
  ])('a file where %s', (_, body, type) => {
    expect(answer(body, type).content).toMatchObject([{ type: 'resource', resource: { mimeType: 'multipart/mixed' } }]);
  });
});
