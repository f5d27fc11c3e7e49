import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/base/json.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { ArgumentError } from '../../src/upstream/argument-error.ts';
import type { HttpRequest } from '../../src/upstream/http.ts';
import { buildRequest } from '../../src/upstream/request.ts';
import { parseForm } from './support/form.ts';
import { bodyTool, toolOf } from './support/tool.ts';

const baseUrl = 'https://api.example.com/v1';
const text = fc.string({ unit: 'binary', maxLength: 12 });
const scalar = fc.oneof(
  text,
  fc.constantFrom('.', '..', '/', '%2e', '%2F', '\\', ';', '?', '#', '..;'),
  fc.double(),
  fc.boolean(),
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(text, scalar, { maxKeys: 3 }),
) as fc.Arbitrary<Json>;

/** The request, or nothing where the arguments are refused, which is always allowed. */
function attempt(tool: Tool, args: Readonly<Record<string, Json>>): HttpRequest | undefined {
  try {
    return buildRequest(tool, args, { baseUrl });
  } catch (error) {
    if (error instanceof ArgumentError) return undefined;
    throw error;
  }
}

const pathStyles = ['simple', 'label', 'matrix'].flatMap((style) =>
  [false, true].flatMap((explode) => [false, true].map((allowReserved) => ({ style, explode, allowReserved }))),
);

describe.each(pathStyles)('a path parameter %j', (how) => {
  let tool: Tool;
  beforeAll(async () => {
    const parameters = ['a', 'b'].map((name) => ({ name, in: 'path', required: true, schema: {}, ...how }));
    tool = await toolOf({ parameters }, { path: '/x/{a}/y/{b}', version: '3.2.0' });
  });

  test('never changes the route', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const request = attempt(tool, { a, b });
        if (!request) return;
        expect(request.url).toMatch(/^https:\/\/api\.example\.com\/v1\/x\/[^/?#]+\/y\/[^/?#]+$/);
        // The parser of the WHATWG, which resolves dots even where they are encoded, sees the same segments.
        const segments = new URL(request.url).pathname.split('/');
        expect(segments).toHaveLength(6);
        expect([segments[1], segments[2], segments[4]]).toEqual(['v1', 'x', 'y']);
      }),
    );
  });
});

describe('a query', () => {
  let tool: Tool;
  beforeAll(async () => {
    tool = await toolOf({
      parameters: [
        { name: 'list', in: 'query', schema: {} },
        { name: 'object', in: 'query', schema: {} },
        { name: 'one', in: 'query', schema: {} },
        { name: 'deep', in: 'query', style: 'deepObject', schema: {} },
        { name: 'joined', in: 'query', explode: false, schema: {} },
        { name: 'reserved', in: 'query', allowReserved: true, schema: {} },
        { name: 'json', in: 'query', content: { 'application/json': { schema: {} } } },
      ],
    });
  });
  const whole = fc.string({ unit: 'grapheme', maxLength: 10 });

  test('parsed as a form is what went in', () => {
    fc.assert(
      fc.property(fc.array(whole, { minLength: 1 }), whole, fc.dictionary(whole, whole), (list, one, object) => {
        const { url } = buildRequest(tool, { list, one, object }, { baseUrl });
        const parsed = [...new URLSearchParams(url.split('?')[1])];
        expect(parsed).toEqual([...list.map((item) => ['list', item]), ...Object.entries(object), ['one', one]]);
      }),
    );
  });

  test('deepObject, joined lists and JSON as well', () => {
    const key = whole.filter((name) => !name.includes(']'));
    fc.assert(
      fc.property(
        fc.dictionary(key, whole),
        fc.array(whole, { minLength: 1 }),
        fc.jsonValue(),
        (deep, joined, json) => {
          const { url } = buildRequest(tool, { deep, joined, json: json }, { baseUrl });
          const pairs = (url.split('?')[1] ?? '').split('&').map((pair) => pair.split('=') as [string, string]);
          const members = pairs
            .slice(0, -2)
            .map(([name, text]) => [decodeURIComponent(name).slice(5, -1), decodeURIComponent(text)]);
          expect(members).toEqual(Object.entries(deep));
          expect(pairs.at(-2)![1].split(',').map(decodeURIComponent)).toEqual(joined);
          expect(JSON.parse(decodeURIComponent(pairs.at(-1)![1]))).toEqual(JSON.parse(JSON.stringify(json)));
        },
      ),
    );
  });

  test('a value ends neither its parameter nor the query, allowReserved or not', () => {
    fc.assert(
      fc.property(value, value, (reserved, one) => {
        const query = attempt(tool, { reserved, one: JSON.stringify(one), json: 1 })!
          .url.split('?')
          .slice(1)
          .join('?');
        expect(query).toMatch(/^[A-Za-z0-9\-._~:/?@!$'()*+,;=%&]*$/);
        expect(query.split('&').at(-1)).toBe('json=1');
      }),
    );
  });
});

describe('bodies', () => {
  const field = fc.string({ unit: 'grapheme', maxLength: 10 });

  test('a form is read back', async () => {
    const tool = await bodyTool({ 'application/x-www-form-urlencoded': { schema: { type: 'object' } } });
    fc.assert(
      fc.property(fc.dictionary(field, field), (body) => {
        const built = buildRequest(tool, { body }, { baseUrl }).body as string;
        expect([...new URLSearchParams(built)]).toEqual(Object.entries(body));
      }),
    );
  });

  test('JSON is read back', async () => {
    const tool = await bodyTool({ 'application/json': {} });
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const built = buildRequest(tool, { body: body }, { baseUrl }).body as string;
        expect(JSON.parse(built)).toEqual(JSON.parse(JSON.stringify(body)));
      }),
    );
  });

  test('files of any bytes are read back from multipart', async () => {
    const schema = { type: 'object', properties: { file: { type: 'string', format: 'binary' } } };
    const tool = await bodyTool({ 'multipart/form-data': { schema } }, {});
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), field, async (bytes, note) => {
        const body = { file: { base64: Buffer.from(bytes).toString('base64') }, note };
        const built = buildRequest(tool, { body }, { baseUrl });
        const fields = await parseForm(built);
        expect(fields.map(({ name, bytes: content }) => [name, content.toString('hex')])).toEqual([
          ['file', Buffer.from(bytes).toString('hex')],
          ['note', Buffer.from(note).toString('hex')],
        ]);
      }),
      { numRuns: 50 },
    );
  });
});

test('equal arguments make equal requests, and none is changed', async () => {
  const tool = await toolOf(
    {
      parameters: [
        { name: 'q', in: 'query', schema: {} },
        { name: 'X-H', in: 'header', schema: {} },
      ],
      requestBody: { content: { 'multipart/form-data': { schema: { type: 'object' } } } },
    },
    { method: 'post' },
  );
  fc.assert(
    fc.property(value, value, (q, inner) => {
      const args = { q, X_H: 'h', body: { inner, list: [1, 'a'] } };
      const copy = structuredClone(args);
      expect(attempt(tool, args)).toEqual(attempt(tool, copy));
      expect(args).toEqual(copy);
    }),
  );
});
