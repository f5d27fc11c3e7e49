import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/base/json.ts';
import { ArgumentError } from '../../src/upstream/argument-error.ts';
import type { HttpRequest } from '../../src/upstream/http.ts';
import { buildRequest } from '../../src/upstream/request.ts';
import { parseForm } from './support/form.ts';
import { bodyTool, toolOf } from './support/tool.ts';

const baseUrl = 'https://h';

async function send(type: string, body: Json, media: object = {}, args = {}): Promise<HttpRequest> {
  return buildRequest(await bodyTool({ [type]: media }), { body, ...args }, { baseUrl });
}

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00]);

describe('JSON', () => {
  test.each<[Json, string]>([
    [{ a: [1, { b: null }] }, '{"a":[1,{"b":null}]}'],
    [[], '[]'],
    ['text', '"text"'],
    ['{"a":1}', String.raw`"{\"a\":1}"`],
    [1.5, '1.5'],
    [false, 'false'],
    [null, 'null'],
    [{ __proto__: null, é: '😀' }, '{"é":"😀"}'],
  ])('%j', async (body, expected) => {
    const request = await send('application/json', body);
    expect(request.body).toBe(expected);
    expect(request.headers['content-type']).toBe('application/json');
  });

  test.each([
    'application/vnd.api+json',
    'application/merge-patch+json',
    'application/json; charset=utf-8',
    'application/json-patch+json',
  ])('as %s', async (type) => {
    const request = await send(type, [{ op: 'remove', path: '/a' }]);
    expect(request.body).toBe('[{"op":"remove","path":"/a"}]');
    expect(request.headers['content-type']).toBe(type);
  });

  test('a range becomes a type', async () => {
    expect((await send('*/*', { a: 1 })).headers['content-type']).toBe('application/json');
  });
});

describe('forms', () => {
  const form = 'application/x-www-form-urlencoded';
  test.each<[Json, object, string]>([
    [{ a: 'b c', 'd&e': 'f=g+h%' }, {}, 'a=b+c&d%26e=f%3Dg%2Bh%25'],
    [{ list: ['a', 'b'] }, {}, 'list=a&list=b'],
    [{ list: ['a', 'b'] }, { list: { explode: false } }, 'list=a,b'],
    [{ list: ['a b', 'c'] }, { list: { style: 'spaceDelimited' } }, 'list=a+b+c'],
    [{ list: ['a', 'b'] }, { list: { style: 'pipeDelimited' } }, 'list=a%7Cb'],
    [{ o: { a: 1 } }, {}, 'o=%7B%22a%22%3A1%7D'],
    [{ o: { a: 1, b: { c: 2 } } }, { o: { style: 'deepObject', explode: true } }, 'o%5Ba%5D=1&o%5Bb%5D%5Bc%5D=2'],
    [{ o: { a: 1 } }, { o: { style: 'form' } }, 'a=1'],
    [{ list: [1, 2] }, { list: { contentType: 'application/json' } }, 'list=%5B1%2C2%5D'],
    [{ url: 'https://a/?b=c+d&e' }, { url: { allowReserved: true } }, 'url=https://a/?b=c%2Bd%26e'],
    [{ a: null, b: undefined as unknown as Json, c: [], d: '' }, {}, 'd='],
    [{ n: 0, t: true }, {}, 'n=0&t=true'],
    [{ constructor: 'x', toString: ['y', 'z'] }, {}, 'constructor=x&toString=y&toString=z'],
    ['a=1&b=2', {}, 'a=1&b=2'],
  ])('%j with %j', async (body, encoding, expected) => {
    const request = await send(form, body, { schema: { type: 'object' }, encoding });
    expect(request.body).toBe(expected);
    expect(request.headers['content-type']).toBe(form);
  });

  test('of Swagger 2.0, by collectionFormat', async () => {
    const field = (name: string, collectionFormat?: string): object => ({
      name,
      in: 'formData',
      type: 'array',
      items: { type: 'string' },
      ...(collectionFormat === undefined ? {} : { collectionFormat }),
    });
    const parameters = [
      field('none'),
      field('csv', 'csv'),
      field('ssv', 'ssv'),
      field('tsv', 'tsv'),
      field('pipes', 'pipes'),
      field('multi', 'multi'),
    ];
    const values = Object.fromEntries(
      ['none', 'csv', 'ssv', 'tsv', 'pipes', 'multi'].map((name) => [name, ['a', 'b']]),
    );
    const sketch = { method: 'post', version: '2.0' };
    const plain = buildRequest(await toolOf({ parameters, consumes: [form] }, sketch), { body: values }, { baseUrl });
    expect(plain.body).toBe('none=a,b&csv=a,b&ssv=a+b&tsv=a%09b&pipes=a%7Cb&multi=a&multi=b');
    const parts = buildRequest(
      await toolOf({ parameters, consumes: ['multipart/form-data'] }, sketch),
      { body: values },
      { baseUrl },
    );
    expect((await parseForm(parts)).map(({ name, text }) => [name, text])).toEqual([
      ['none', 'a,b'],
      ['csv', 'a,b'],
      ['ssv', 'a b'],
      ['tsv', 'a\tb'],
      ['pipes', 'a|b'],
      ['multi', 'a'],
      ['multi', 'b'],
    ]);
  });

  test('of Swagger 2.0, in the query', async () => {
    const field = (name: string, collectionFormat: string): object => ({
      name,
      in: 'query',
      type: 'array',
      items: { type: 'string' },
      collectionFormat,
    });
    const tool = await toolOf(
      {
        parameters: [
          field('csv', 'csv'),
          field('ssv', 'ssv'),
          field('tsv', 'tsv'),
          field('pipes', 'pipes'),
          field('multi', 'multi'),
        ],
      },
      { version: '2.0' },
    );
    const args = Object.fromEntries(['csv', 'ssv', 'tsv', 'pipes', 'multi'].map((name) => [name, ['a', 'b']]));
    expect(buildRequest(tool, args, { baseUrl }).url).toBe(
      'https://h/things?csv=a,b&ssv=a%20b&tsv=a%09b&pipes=a%7Cb&multi=a&multi=b',
    );
  });

  test('anything but an object is refused', async () => {
    await expect(send(form, [1])).rejects.toThrow(ArgumentError);
    await expect(send('multipart/form-data', 'text')).rejects.toThrow(ArgumentError);
  });
});

describe('multipart', () => {
  const schema = {
    type: 'object',
    properties: {
      file: { type: 'string', format: 'binary' },
      files: { type: 'array', items: { type: 'string', format: 'binary' } },
      note: { type: 'string' },
      meta: { type: 'object' },
      tags: { type: 'array', items: { type: 'string' } },
    },
  };

  test('fields, lists, objects and files', async () => {
    const body = {
      note: 'Grüße\r\n--x',
      count: 3,
      on: false,
      none: null,
      tags: ['a', 'b'],
      meta: { a: 1 },
      file: { filename: 'ä "x".png', contentType: 'image/png', base64: png.toString('base64') },
      files: [{ text: 'one' }, { text: 'two', filename: '2.txt', contentType: 'text/plain' }],
    };
    const fields = await parseForm(await send('multipart/form-data', body, { schema }));
    expect(fields.filter(({ filename }) => filename === undefined).map(({ name, text }) => [name, text])).toEqual([
      ['note', 'Grüße\r\n--x'],
      ['count', '3'],
      ['on', 'false'],
      ['tags', 'a'],
      ['tags', 'b'],
      ['meta', '{"a":1}'],
    ]);
    const [file, ...files] = fields.filter(({ filename }) => filename !== undefined);
    expect(file).toMatchObject({ name: 'file', type: 'image/png', bytes: png });
    expect(file!.filename).toMatch(/^ä ("|%22)x("|%22)\.png$/);
    expect(files.map(({ name, text, filename, type }) => [name, text, filename, type])).toEqual([
      ['files', 'one', 'files', 'application/octet-stream'],
      ['files', 'two', '2.txt', 'text/plain'],
    ]);
  });

  test('an encoding gives a part its type', async () => {
    const encoding = {
      meta: { contentType: 'application/xml' },
      tags: { contentType: 'application/json' },
      note: { contentType: 'text/markdown' },
    };
    const { body } = await send(
      'multipart/form-data',
      { meta: '<a/>', tags: ['a'], note: '# x' },
      { schema, encoding },
    );
    const text = Buffer.from(body as Uint8Array).toString();
    expect(text).toContain('name="meta"\r\nContent-Type: application/xml\r\n\r\n<a/>\r\n');
    expect(text).toContain('name="tags"\r\nContent-Type: application/json\r\n\r\n["a"]\r\n');
    expect(text).toContain('name="note"\r\nContent-Type: text/markdown\r\n\r\n# x\r\n');
  });

  test('a name cannot begin another header, and names of every object are no files', async () => {
    const body = { 'a"\r\nX-Evil: 1': 'x', constructor: 'y' } as unknown as Json;
    const { body: bytes } = await send('multipart/form-data', body, { schema });
    const text = Buffer.from(bytes as Uint8Array).toString();
    expect(text).toContain('name="a%22%0D%0AX-Evil: 1"\r\n\r\nx\r\n');
    expect(text).toContain('name="constructor"\r\n\r\ny\r\n');
  });

  test('nothing at all is still a form', async () => {
    const { body } = await send('multipart/form-data', {}, { schema });
    expect(Buffer.from(body as Uint8Array).toString()).toMatch(/^--routewright-\w+--\r\n$/);
  });

  test('another kind of multipart keeps its name', async () => {
    expect((await send('multipart/mixed', { a: 1 })).headers['content-type']).toMatch(/^multipart\/mixed; boundary=/);
  });

  test.each<[Json, string]>([
    [{}, 'body.file'],
    [{ text: 'a', base64: 'YQ==' }, 'body.file'],
    [{ text: null, base64: null }, 'body.file'],
    [{ base64: 'not base64!' }, 'body.file.base64'],
    [{ base64: 7 }, 'body.file.base64'],
    [{ text: {} }, 'body.file.text'],
    [{ text: 'a', filename: 'a\r\nb' }, 'body.file.filename'],
    [{ text: 'a', contentType: 'text/plain\nX: 1' }, 'body.file.contentType'],
    [7, 'body.file'],
  ])('the file %j is refused at %s', async (file, path) => {
    await expect(send('multipart/form-data', { file }, { schema })).rejects.toMatchObject({
      name: 'ArgumentError',
      path,
    });
  });
});

describe('one file', () => {
  test.each<[Json, string, string]>([
    [{ text: 'héllo' }, 'application/octet-stream', Buffer.from('héllo').toString('hex')],
    [{ base64: png.toString('base64') }, 'application/octet-stream', png.toString('hex')],
    [{ base64: png.toString('base64url'), contentType: 'image/png' }, 'image/png', png.toString('hex')],
    [{ base64: `data:image/png;base64,${png.toString('base64')}` }, 'application/octet-stream', png.toString('hex')],
    [{ base64: 'iVBO\nRw==' }, 'application/octet-stream', '89504e47'],
    [{ text: '', base64: null }, 'application/octet-stream', ''],
    ['plain', 'application/octet-stream', Buffer.from('plain').toString('hex')],
  ])('%j', async (body, type, hex) => {
    const request = await send('application/octet-stream', body);
    expect(Buffer.from(request.body as Uint8Array).toString('hex')).toBe(hex);
    expect(request.headers['content-type']).toBe(type);
  });
});

describe('text and XML', () => {
  test.each<[string, Json, string, string]>([
    ['text/plain', 'hello', 'hello', 'text/plain'],
    ['text/plain', 'Grüße', 'Grüße', 'text/plain; charset=utf-8'],
    ['text/csv; charset=utf-8', 'ä', 'ä', 'text/csv; charset=utf-8'],
    ['application/xml', '<ä/>', '<ä/>', 'application/xml'],
    ['application/x-ndjson', '{"a":1}\n', '{"a":1}\n', 'application/x-ndjson'],
    ['text/plain', 7, '7', 'text/plain'],
  ])('%s %j', async (type, body, text, contentType) => {
    const request = await send(type, body);
    expect(request.body).toBe(text);
    expect(request.headers['content-type']).toBe(contentType);
  });
});

describe('sequences of JSON values', () => {
  test.each<[string, Json, string]>([
    ['application/x-ndjson', [{ a: 1 }, 'x\ny', null], '{"a":1}\n"x\\ny"\nnull\n'],
    ['application/jsonl', [[1, 2]], '[1,2]\n'],
    ['application/x-jsonlines', [], ''],
    ['application/json-seq', [{ a: 1 }, 2], '\x1e{"a":1}\n\x1e2\n'],
    ['application/geo+json-seq', [{}], '\x1e{}\n'],
    ['application/x-ndjson', '{"a":1}\n', '{"a":1}\n'],
    ['application/json-seq', '\x1e1\n', '\x1e1\n'],
  ])('%s %j', async (type, body, text) => {
    const request = await send(type, body);
    expect(request.body).toBe(text);
    expect(request.headers['content-type']).toBe(type);
  });
});

test('a body on GET and DELETE where the document has one', async () => {
  const tool = await toolOf({ requestBody: { content: { 'application/json': {} } } }, { method: 'delete' });
  expect(buildRequest(tool, { body: { a: 1 } }, { baseUrl })).toMatchObject({ method: 'DELETE', body: '{"a":1}' });
});
