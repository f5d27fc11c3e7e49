import { type Area, only32, type RequestCase } from './case.ts';
import { fields, inHeader, integer, object, string, strings, withContent } from './fragments.ts';

const locations = 'OpenAPI 3.2.0, 4.12.1';
const form = 'application/x-www-form-urlencoded';

function whole(type: string, media: Readonly<Record<string, unknown>>): RequestCase['operation'] {
  return { parameters: [withContent('querystring', 'q', type, media)] };
}

const cases: readonly Omit<RequestCase, 'versions'>[] = [
  {
    what: 'a form, with spaces and a plus sign',
    section: 'OpenAPI 3.2.0, 4.12.8, spacesAndPluses; 4.12.4 allows %20',
    operation: whole(form, { schema: fields({ foo: string, bar: { type: 'boolean' } }) }),
    args: { q: { foo: 'a + b', bar: true } },
    arrives: { line: ['GET /?foo=a+%2B+b&bar=true', 'GET /?foo=a%20%2B%20b&bar=true'] },
  },
  {
    what: 'JSON',
    section: 'OpenAPI 3.2.0, 4.12.8, TwoNoFlag',
    operation: whole('application/json', {
      schema: fields({ numbers: { type: 'array', items: integer }, flag: { type: ['boolean', 'null'] } }),
    }),
    path: '/foo',
    args: { q: { numbers: [1, 2], flag: null } },
    arrives: { line: 'GET /foo?%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D' },
  },
  {
    what: 'JSONPath',
    section: 'OpenAPI 3.2.0, 4.12.8, Selector',
    operation: whole('application/jsonpath', { schema: string }),
    path: '/foo',
    args: { q: '$.a.b[1:1]' },
    arrives: { line: 'GET /foo?%24.a.b%5B1%3A1%5D' },
  },
  {
    what: 'a form with an array: one pair an item',
    section: `${locations}; 4.14.5.1`,
    operation: whole(form, { schema: fields({ tag: strings }) }),
    args: { q: { tag: ['a', 'b'] } },
    arrives: { line: 'GET /?tag=a&tag=b' },
  },
  {
    what: 'a form with an object: JSON',
    section: `${locations}; 4.15.1.1`,
    operation: whole(form, { schema: fields({ at: object }) }),
    args: { q: { at: { x: 1 } } },
    arrives: { line: 'GET /?at=%7B%22x%22%3A1%7D' },
  },
  {
    what: 'a form whose encoding has a style',
    section: `${locations}; 4.15.1.2`,
    operation: whole(form, {
      schema: fields({ tag: strings, at: object }),
      encoding: { tag: { style: 'pipeDelimited' }, at: { style: 'deepObject', explode: true } },
    }),
    args: { q: { tag: ['a', 'b'], at: { x: 1 } } },
    arrives: { line: 'GET /?tag=a%7Cb&at%5Bx%5D=1' },
  },
  {
    what: 'a form whose encoding does not explode',
    section: `${locations}; 4.15.1.2`,
    operation: whole(form, { schema: fields({ tag: strings }), encoding: { tag: { explode: false } } }),
    args: { q: { tag: ['a', 'b'] } },
    arrives: { line: 'GET /?tag=a,b' },
  },
  {
    what: 'a form whose encoding has a media type',
    section: `${locations}; 4.15.1.1`,
    operation: whole(form, { schema: fields({ id: string }), encoding: { id: { contentType: 'application/json' } } }),
    args: { q: { id: 'x' } },
    arrives: { line: 'GET /?id=%22x%22' },
  },
  {
    what: 'a form in which nothing is set',
    section: `${locations}; RFC 3986, 3.4`,
    path: '/foo',
    operation: whole(form, { schema: object }),
    args: { q: {} },
    arrives: { line: ['GET /foo', 'GET /foo?'] },
  },
  {
    what: 'left out',
    section: 'OpenAPI 3.2.0, 4.12.2.1',
    path: '/foo',
    operation: whole(form, { schema: object }),
    arrives: { line: 'GET /foo' },
  },
  {
    what: 'letters beyond ASCII and what delimits',
    section: 'OpenAPI 3.2.0, 4.12.4',
    operation: whole(form, { schema: fields({ a: string, b: string }) }),
    args: { q: { a: 'é', b: 'c&d=e#f' } },
    arrives: { line: 'GET /?a=%C3%A9&b=c%26d%3De%23f' },
  },
  {
    what: 'beside a header',
    section: locations,
    operation: {
      parameters: [withContent('querystring', 'q', form, { schema: fields({ a: string }) }), inHeader('X-A')],
    },
    args: { q: { a: '1' }, X_A: '2' },
    arrives: { line: 'GET /?a=1', headers: { 'x-a': '2' } },
  },
];

export const querystring: Area = {
  name: 'Querystring (3.2)',
  cases: cases.map((story) => ({ ...story, versions: only32 })),
};
