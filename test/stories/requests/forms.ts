import { type Area, only32, type RequestCase, since30, type Version } from './case.ts';
import { fields, int64, integer, object, sending, string, strings } from './fragments.ts';

const form = 'application/x-www-form-urlencoded';
const byName = 'OpenAPI 3.2.0, 4.14.5.1';
const defaults = 'OpenAPI 3.2.0, 4.15.1.1 (3.1.1, 4.8.15.1.1; 3.0.4, 4.7.15.1.1)';
const styles = 'OpenAPI 3.2.0, 4.15.1.2 (3.1.1, 4.8.15.1.2; 3.0.4, 4.7.15.1.2)';
const encoded = 'OpenAPI 3.2.0, 4.12.4 and 4.15.3; WHATWG URL, 5.2';

interface Row {
  readonly what: string;
  readonly section: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly encoding?: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** With %20 for spaces, where + is right too, and with ~, where %7E is (OpenAPI 3.2.0, 4.12.4). */
  readonly text: string;
  readonly versions?: readonly Version[];
  readonly known?: string;
}

const rows: readonly Row[] = [
  {
    what: 'strings, numbers and booleans',
    section: defaults,
    properties: { name: string, age: integer, ok: { type: 'boolean' }, ratio: { type: 'number' } },
    body: { name: 'Rex', age: 3, ok: true, ratio: 0.5 },
    text: 'name=Rex&age=3&ok=true&ratio=0.5',
  },
  {
    what: 'integers beyond 2^53, given as text, keep every digit',
    section: `${defaults}; 3.2.0, 4.4.1, int64`,
    properties: { id: int64, at: fields({ id: int64 }) },
    body: { id: '9007199254740993', at: { id: '9223372036854775807' } },
    text: 'id=9007199254740993&at=%7B%22id%22%3A9223372036854775807%7D',
  },
  {
    what: 'an object is JSON by default',
    section: 'OpenAPI 3.2.0, 4.15.3.1 (3.1.1, 4.8.15.2.1; 3.0.4, 4.7.15.2.1)',
    properties: { id: { type: 'string', format: 'uuid' }, address: object },
    body: {
      id: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
      address: { streetAddress: '123 Example Dr.', city: 'Somewhere', state: 'CA', zip: '99999+1234' },
    },
    text: 'id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&address=%7B%22streetAddress%22%3A%22123%20Example%20Dr.%22%2C%22city%22%3A%22Somewhere%22%2C%22state%22%3A%22CA%22%2C%22zip%22%3A%2299999%2B1234%22%7D',
  },
  {
    what: 'a string whose encoding is application/json has its quotes',
    section: 'OpenAPI 3.2.0, 4.15.3.1 (3.1.1, 4.8.15.2.1; 3.0.4, 4.7.15.2.1)',
    properties: { id: { type: 'string', format: 'uuid' } },
    encoding: { id: { contentType: 'application/json' } },
    body: { id: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' },
    text: 'id=%22f81d4fae-7dec-11d0-a765-00a0c91e6bf6%22',
  },
  {
    what: 'binary content as base64url',
    section: 'OpenAPI 3.2.0, 4.15.3.2 (3.1.1, 4.8.15.2.2)',
    versions: ['3.1.1', '3.2.0'],
    properties: { name: string, icon: { type: 'string', contentEncoding: 'base64url' } },
    encoding: { icon: { contentType: 'image/png, image/jpeg' } },
    body: { name: 'example', icon: 'iVBORw0KGgoAAAANSUhEUgAAAAIAAA_8-Kggg==' },
    text: 'name=example&icon=iVBORw0KGgoAAAANSUhEUgAAAAIAAA_8-Kggg%3D%3D',
  },
  {
    what: 'an array: one pair an item',
    section: `${byName}; 3.1.1, 4.8.15.1.1; 3.0.4, 4.7.15.1.1`,
    properties: { tag: strings },
    body: { tag: ['a', 'b c'] },
    text: 'tag=a&tag=b%20c',
  },
  {
    what: 'an array of objects: one JSON value an item',
    section: `${byName} and 4.15.1.1`,
    properties: { at: { type: 'array', items: object } },
    body: { at: [{ x: 1 }, { x: 2 }] },
    text: 'at=%7B%22x%22%3A1%7D&at=%7B%22x%22%3A2%7D',
  },
  {
    what: 'an array whose encoding is application/json: one JSON value an item',
    section: byName,
    versions: only32,
    properties: { at: { type: 'array', items: object } },
    encoding: { at: { contentType: 'application/json' } },
    body: { at: [{ x: 1 }, { x: 2 }] },
    text: 'at=%7B%22x%22%3A1%7D&at=%7B%22x%22%3A2%7D',
  },
  {
    what: 'an array whose encoding is application/json is one JSON value before 3.2',
    section: 'OpenAPI 3.1.1, 4.8.15.1 (3.0.4, 4.7.15.1): contentType is that of the property',
    versions: ['3.0.4', '3.1.1'],
    properties: { at: { type: 'array', items: integer } },
    encoding: { at: { contentType: 'application/json' } },
    body: { at: [1, 2] },
    text: 'at=%5B1%2C2%5D',
  },
  {
    what: 'an array inside an array is JSON',
    section: `${byName} and 4.15.1.1`,
    versions: only32,
    properties: { row: { type: 'array', items: { type: 'array', items: integer } } },
    body: {
      row: [
        [1, 2],
        [3, 4],
      ],
    },
    text: 'row=%5B1%2C2%5D&row=%5B3%2C4%5D',
  },
  {
    what: 'style form, exploded',
    section: styles,
    properties: { tag: strings, color: object },
    encoding: { tag: { style: 'form', explode: true }, color: { style: 'form', explode: true } },
    body: { tag: ['a', 'b'], color: { R: 100, G: 200 } },
    text: 'tag=a&tag=b&R=100&G=200',
  },
  {
    what: 'style form, not exploded',
    section: styles,
    properties: { tag: strings, color: object },
    encoding: { tag: { style: 'form', explode: false }, color: { style: 'form', explode: false } },
    body: { tag: ['a', 'b'], color: { R: 100, G: 200 } },
    text: 'tag=a,b&color=R,100,G,200',
  },
  {
    what: 'explode alone means style form',
    section: styles,
    properties: { color: object },
    encoding: { color: { explode: true } },
    body: { color: { R: 100, G: 200 } },
    text: 'R=100&G=200',
  },
  {
    what: 'style alone: form explodes by default',
    section: styles,
    properties: { color: object },
    encoding: { color: { style: 'form' } },
    body: { color: { R: 100, G: 200 } },
    text: 'R=100&G=200',
  },
  {
    what: 'allowReserved alone means style form',
    section: styles,
    versions: ['3.1.1', '3.2.0'],
    properties: { color: object },
    encoding: { color: { allowReserved: true } },
    body: { color: { R: 'a/b' } },
    text: 'R=a/b',
  },
  {
    what: 'allowReserved passes reserved characters',
    section: styles,
    properties: { next: string },
    encoding: { next: { style: 'form', allowReserved: true } },
    body: { next: '/a/b:c@d' },
    text: 'next=/a/b:c@d',
  },
  {
    what: 'explode false alone means style form',
    section: styles,
    properties: { tag: strings },
    encoding: { tag: { explode: false } },
    body: { tag: ['a', 'b'] },
    text: 'tag=a,b',
  },
  {
    what: 'style spaceDelimited',
    section: styles,
    properties: { tag: strings },
    encoding: { tag: { style: 'spaceDelimited' } },
    body: { tag: ['a', 'b'] },
    text: 'tag=a%20b',
  },
  {
    what: 'style pipeDelimited',
    section: styles,
    properties: { tag: strings },
    encoding: { tag: { style: 'pipeDelimited' } },
    body: { tag: ['a', 'b'] },
    text: 'tag=a%7Cb',
  },
  {
    what: 'style deepObject',
    section: styles,
    properties: { color: object },
    encoding: { color: { style: 'deepObject', explode: true } },
    body: { color: { R: 100, G: 200 } },
    text: 'color%5BR%5D=100&color%5BG%5D=200',
  },
  {
    what: 'style deepObject, nested',
    section: 'OpenAPI 3.2.0, 4.12.3 leaves it open: the brackets of PHP, http_build_query',
    properties: { items: { type: 'array', items: object } },
    encoding: { items: { style: 'deepObject', explode: true } },
    body: { items: [{ price: 'p1', quantity: 2 }] },
    text: 'items%5B0%5D%5Bprice%5D=p1&items%5B0%5D%5Bquantity%5D=2',
  },
  {
    what: 'an explicit style makes contentType be ignored',
    section: 'OpenAPI 3.2.0, 4.15.1.2 (3.1.1, 4.8.15.1.2)',
    versions: ['3.1.1', '3.2.0'],
    properties: { color: object },
    encoding: { color: { style: 'form', explode: true, contentType: 'application/json' } },
    body: { color: { R: 100 } },
    text: 'R=100',
  },
  {
    what: 'an encoding for no property is ignored',
    section: byName,
    properties: { a: string },
    encoding: { b: { style: 'deepObject' } },
    body: { a: '1' },
    text: 'a=1',
  },
  {
    what: 'spaces, plus signs and delimiters',
    section: encoded,
    properties: { q: string },
    body: { q: 'a b+c&d=e%f' },
    text: 'q=a%20b%2Bc%26d%3De%25f',
  },
  {
    what: 'letters beyond ASCII, in UTF-8',
    section: encoded,
    properties: { größe: string },
    body: { größe: 'Žofie 😀' },
    text: 'gr%C3%B6%C3%9Fe=%C5%BDofie%20%F0%9F%98%80',
  },
  {
    what: 'a line break',
    section: encoded,
    properties: { text: string },
    body: { text: 'a\nb' },
    text: 'text=a%0Ab',
  },
  {
    what: 'the empty string is sent',
    section: `${defaults}; WHATWG URL, 5.2`,
    properties: { a: string, b: string },
    body: { a: '', b: 'x' },
    text: 'a=&b=x',
  },
  {
    what: 'what is not given is not sent',
    section: defaults,
    properties: { a: string, b: string, c: strings },
    body: { b: 'x' },
    text: 'b=x',
  },
  {
    what: 'brackets in names',
    section: encoded,
    properties: { 'user[name]': string, 'ids[]': { type: 'array', items: integer } },
    body: { 'user[name]': 'x', 'ids[]': [1, 2] },
    text: 'user%5Bname%5D=x&ids%5B%5D=1&ids%5B%5D=2',
  },
  {
    what: 'additional properties',
    section: defaults,
    properties: {},
    body: { grant_type: 'client_credentials', scope: 'read write' },
    text: 'grant_type=client_credentials&scope=read%20write',
  },
];

const cases = rows.map(
  ({ what, section, properties, encoding, body, text, versions = since30, known }): RequestCase => ({
    what,
    section,
    versions,
    method: 'post',
    operation: sending(form, fields(properties), encoding ? { encoding } : {}),
    args: { body },
    arrives: {
      line: 'POST /',
      type: form,
      text: [
        text,
        text.replaceAll('%20', '+'),
        text.replaceAll('~', '%7E'),
        text.replaceAll('%20', '+').replaceAll('~', '%7E'),
      ],
    },
    ...(known === undefined ? {} : { known }),
  }),
);

const withCharset: RequestCase = {
  what: 'a type with a parameter',
  section: 'OpenAPI 3.2.0, 4.13.1; RFC 9110, 8.3.1',
  versions: since30,
  method: 'post',
  operation: sending(`${form}; charset=utf-8`, fields({ a: string })),
  args: { body: { a: 'é' } },
  arrives: { line: 'POST /', type: [`${form}; charset=utf-8`, form], text: 'a=%C3%A9' },
};

export const forms: Area = { name: 'URL-encoded forms', cases: [...cases, withCharset] };
