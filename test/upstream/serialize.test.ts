import { describe, expect, test } from '@jest/globals';
import { ExactNumber } from '../../src/base/exact-number.ts';
import type { Json } from '../../src/base/json.ts';
import type { Parameter, ParameterLocation, ParameterStyle } from '../../src/spec/operation.ts';
import {
  serializeCookie,
  serializeHeader,
  serializePath,
  serializeQuery,
} from '../../src/upstream/serialize/parameter.ts';
import { serializePlainPairs } from '../../src/upstream/serialize/pairs.ts';

const node = { value: {}, uri: 'memory:', pointer: '' };

function parameter(location: ParameterLocation, style: ParameterStyle, explode: boolean, more = {}): Parameter {
  return {
    name: 'color',
    in: location,
    required: true,
    deprecated: false,
    description: undefined,
    style,
    explode,
    allowReserved: false,
    allowEmptyValue: false,
    schema: node,
    content: undefined,
    node,
    ...more,
  };
}

function query(of: Parameter, value: Json): string {
  return serializeQuery(of, value)
    .map(([name, text]) => (name === '' ? text : `${name}=${text}`))
    .join('&');
}

function cookie(of: Parameter, value: Json): string {
  return serializeCookie(of, value)
    .map(([name, text]) => `${name}=${text}`)
    .join('; ');
}

const string = 'blue';
const array = ['blue', 'black', 'brown'];
const object = { R: 100, G: 200, B: 150 };

/** OpenAPI 3.1.1, 4.8.12.4 and 3.2.0, 4.12.6, Style Examples; the first column is the empty string. */
describe('the style examples of the specification', () => {
  test.each<[ParameterStyle, boolean, string, string, string, string]>([
    ['matrix', false, ';color', ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150'],
    ['matrix', true, ';color', ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
    ['label', false, '.', '.blue', '.blue,black,brown', '.R,100,G,200,B,150'],
    ['label', true, '.', '.blue', '.blue.black.brown', '.R=100.G=200.B=150'],
    ['simple', false, '', 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    ['simple', true, '', 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
  ])('path, %s, explode %p', (style, explode, ...expected) => {
    const of = parameter('path', style, explode);
    expect(['', string, array, object].map((value) => serializePath(of, value))).toEqual(expected);
  });

  test.each<[ParameterStyle, boolean, string, string, string, string]>([
    ['form', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
    ['form', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
    [
      'spaceDelimited',
      false,
      'color=',
      'color=blue',
      'color=blue%20black%20brown',
      'color=R%20100%20G%20200%20B%20150',
    ],
    ['pipeDelimited', false, 'color=', 'color=blue', 'color=blue%7Cblack%7Cbrown', 'color=R%7C100%7CG%7C200%7CB%7C150'],
    ['tabDelimited', false, 'color=', 'color=blue', 'color=blue%09black%09brown', 'color=R%09100%09G%09200%09B%09150'],
    ['spaceDelimited', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
    ['pipeDelimited', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
    [
      'deepObject',
      true,
      'color=',
      'color=blue',
      'color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown',
      'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150',
    ],
  ])('query, %s, explode %p', (style, explode, ...expected) => {
    const of = parameter('query', style, explode);
    expect(['', string, array, object].map((value) => query(of, value))).toEqual(expected);
  });

  test.each<[ParameterStyle, boolean, string, string, string]>([
    ['simple', false, 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    ['simple', true, 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
    ['pipeDelimited', false, 'blue', 'blue|black|brown', 'R,100,G,200,B,150'],
    ['spaceDelimited', false, 'blue', 'blue black brown', 'R,100,G,200,B,150'],
    ['tabDelimited', false, 'blue', 'blue\tblack\tbrown', 'R,100,G,200,B,150'],
  ])('header, %s, explode %p', (style, explode, ...expected) => {
    const of = parameter('header', style, explode);
    expect([string, array, object].map((value) => serializeHeader(of, value))).toEqual(expected);
  });

  test.each<[ParameterStyle, boolean, string, string, string, string]>([
    ['form', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
    ['form', true, 'color=', 'color=blue', 'color=blue; color=black; color=brown', 'R=100; G=200; B=150'],
    ['cookie', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
    ['cookie', true, 'color=', 'color=blue', 'color=blue; color=black; color=brown', 'R=100; G=200; B=150'],
  ])('cookie, %s, explode %p', (style, explode, ...expected) => {
    const of = parameter('cookie', style, explode);
    expect(['', string, array, object].map((value) => cookie(of, value))).toEqual(expected);
  });
});

/** RFC 6570, 2.3 and 3.2: undefined values; each row is null, [], {}, [null], {a: null}. */
describe('undefined values', () => {
  test.each<[ParameterLocation, ParameterStyle, boolean, string[]]>([
    ['path', 'simple', false, ['', '', '', '', '']],
    ['path', 'label', true, ['', '', '', '', '']],
    ['path', 'matrix', false, [';color', '', '', '', '']],
    ['path', 'matrix', true, [';color', '', '', '', '']],
    ['query', 'form', true, ['color=', '', '', '', '']],
    ['query', 'form', false, ['color=', '', '', '', '']],
    ['query', 'pipeDelimited', false, ['color=', '', '', '', '']],
    ['query', 'deepObject', true, ['color=', '', '', '', '']],
  ])('%s, %s, explode %p', (location, style, explode, expected) => {
    const of = parameter(location, style, explode);
    const write = location === 'path' ? serializePath : query;
    expect([null, [], {}, [null], { a: null }].map((value) => write(of, value))).toEqual(expected);
  });

  test('members without a value are left out', () => {
    expect(query(parameter('query', 'form', true), [1, null, 2])).toBe('color=1&color=2');
    expect(query(parameter('query', 'form', true), { a: null, b: '' })).toBe('b=');
    expect(query(parameter('query', 'deepObject', true), { a: null, b: [null, 1] })).toBe('color%5Bb%5D%5B1%5D=1');
    expect(serializePath(parameter('path', 'matrix', true), ['', 'a'])).toBe(';color;color=a');
  });
});

describe('characters', () => {
  const reserved = ':/?#[]@!$&\'()*+,;=% "<>\\^`{|}~-._é€😀';
  const encoded =
    '%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25%20%22%3C%3E%5C%5E%60%7B%7C%7D~-._%C3%A9%E2%82%AC%F0%9F%98%80';

  test.each<[ParameterLocation, ParameterStyle, string]>([
    ['path', 'simple', encoded],
    ['path', 'label', `.${encoded}`],
    ['path', 'matrix', `;color=${encoded}`],
    ['query', 'form', `color=${encoded}`],
    ['query', 'deepObject', `color=${encoded}`],
  ])('%s, %s: all but the unreserved are encoded', (location, style, expected) => {
    const of = parameter(location, style, true);
    expect(location === 'path' ? serializePath(of, reserved) : query(of, reserved)).toBe(expected);
  });

  test('allowReserved lets pass what the place can hold, and triples that are encoded already', () => {
    const more = { allowReserved: true };
    expect(query(parameter('query', 'form', true, more), "a:/?#[]@!$&'()*+,;=%2F%zz é")).toBe(
      "color=a:/?%23%5B%5D@!$%26'()*+,;=%2F%25zz%20%C3%A9",
    );
    expect(serializePath(parameter('path', 'simple', false, more), 'a/b?c#d;e=f%2Fg')).toBe('a%2Fb%3Fc%23d;e=f%2Fg');
    expect(query(parameter('query', 'form', true, more), { 'a=b&c': '1&2' })).toBe('a%3Db%26c=1%262');
  });

  test('delimiters within values are encoded, so that they separate nothing', () => {
    expect(query(parameter('query', 'form', false), ['a,b', 'c'])).toBe('color=a%2Cb,c');
    expect(query(parameter('query', 'pipeDelimited', false), ['a|b', 'c'])).toBe('color=a%7Cb%7Cc');
    expect(serializePath(parameter('path', 'label', true), ['a.b', 'c'])).toBe('.a.b.c');
    expect(serializePath(parameter('path', 'matrix', true), { 'a;b': 'c=d' })).toBe(';a%3Bb=c%3Dd');
  });

  test.each([
    ['filter[id]', 'filter%5Bid%5D=7'],
    ['ids[]', 'ids%5B%5D=7'],
    ['$top', '%24top=7'],
    ['a b', 'a%20b=7'],
    ['größe', 'gr%C3%B6%C3%9Fe=7'],
  ])('the name %p', (name, expected) => {
    expect(query(parameter('query', 'form', true, { name }), 7)).toBe(expected);
  });

  test('half of a surrogate pair does not throw', () => {
    expect(query(parameter('query', 'form', true), 'a\ud800b')).toBe('color=a%EF%BF%BDb');
    expect(query(parameter('query', 'form', true, { allowReserved: true }), '\udfff')).toBe('color=%EF%BF%BD');
  });
});

describe('primitives and what no style defines', () => {
  test.each<[Json, string]>([
    [true, 'color=true'],
    [false, 'color=false'],
    [0, 'color=0'],
    [-1.5, 'color=-1.5'],
    [1e21, 'color=1e%2B21'],
    [['a', 1, true], 'color=a&color=1&color=true'],
    [[{ a: 1 }], 'color=%7B%22a%22%3A1%7D'],
    [[[1, 2]], 'color=%5B1%2C2%5D'],
    [{ a: { b: 1 } }, 'a=%7B%22b%22%3A1%7D'],
  ])('%j', (value, expected) => {
    expect(query(parameter('query', 'form', true), value)).toBe(expected);
  });

  test('deepObject goes deeper in brackets', () => {
    const of = parameter('query', 'deepObject', true);
    const text = query(of, { a: { b: { c: 1 } }, list: ['x', { y: 2 }], 'k]&': true });
    expect(decodeURIComponent(text)).toBe('color[a][b][c]=1&color[list][0]=x&color[list][1][y]=2&color[k]&]=true');
    expect(text).toContain('color%5Bk%5D%26%5D=true');
  });
});

describe('parameters described by content', () => {
  const written = (type: string): Partial<Parameter> => ({ content: { type, schema: undefined, encoding: {} } });
  const json = written('application/json');
  test('JSON in each location', () => {
    const value = { a: [1, 'é'], b: null };
    const text = '{"a":[1,"é"],"b":null}';
    const encoded = encodeURIComponent(text);
    expect(query(parameter('query', 'form', true, json), value)).toBe(`color=${encoded}`);
    expect(serializePath(parameter('path', 'simple', false, json), value)).toBe(encoded);
    expect(serializeHeader(parameter('header', 'simple', false, json), value)).toBe(text);
    expect(cookie(parameter('cookie', 'form', true, json), value)).toBe(`color=${encoded}`);
    expect(query(parameter('query', 'form', true, json), null)).toBe('color=null');
    expect(query(parameter('query', 'form', true, json), 'a')).toBe('color=%22a%22');
  });

  test('text as it is, and a form', () => {
    expect(query(parameter('query', 'form', true, written('text/plain')), 'a b')).toBe('color=a%20b');
    const form = written('application/x-www-form-urlencoded');
    expect(query(parameter('query', 'form', true, form), { a: 1, b: ['x', 'y'] })).toBe('color=a%3D1%26b%3Dx%26b%3Dy');
  });

  test('a querystring is the whole query (OpenAPI 3.2.0, 4.12.2)', () => {
    const form = written('application/x-www-form-urlencoded');
    expect(query(parameter('querystring', 'form', true, form), { a: 'b c', d: [1, 2] })).toBe('a=b%20c&d=1&d=2');
    expect(query(parameter('querystring', 'form', true, json), { a: 1 })).toBe('%7B%22a%22%3A1%7D');
    expect(query(parameter('querystring', 'form', true, form), 'a=b&c=d')).toBe('a=b&c=d');
  });
});

test('the fields of multipart forms are not percent-encoded (OpenAPI 3.2.0, 4.15.1.2)', () => {
  const field = (style: ParameterStyle, explode: boolean): string[] =>
    serializePlainPairs({ name: 'f', style, explode }, ['a b', 'c&d']).map(([name, text]) => `${name}=${text}`);
  expect(field('form', true)).toEqual(['f=a b', 'f=c&d']);
  expect(field('form', false)).toEqual(['f=a b,c&d']);
  expect(field('pipeDelimited', false)).toEqual(['f=a b|c&d']);
  expect(field('deepObject', true)).toEqual(['f[0]=a b', 'f[1]=c&d']);
});

describe('where reserved characters are allowed (OpenAPI 3.2.0, 4.12.2.2)', () => {
  const allowed = { allowReserved: true };
  const text = "a&b=c;d/e?f#g[h]'%20 %";
  test.each([
    ['a query', query(parameter('query', 'form', true, allowed), text), "color=a%26b=c;d/e?f%23g%5Bh%5D'%20%20%25"],
    [
      'a path',
      serializePath(parameter('path', 'simple', false, allowed), text),
      "a&b=c;d%2Fe%3Ff%23g%5Bh%5D'%20%20%25",
    ],
    ['a cookie', cookie(parameter('cookie', 'form', true, allowed), text), "color=a&b=c%3Bd/e?f%23g%5Bh%5D'%20%20%25"],
  ])('%s still encodes what would end the value', (_, written, expected) => {
    expect(written).toBe(expected);
  });
});

test('lists within a list have their own delimiter (Swagger 2.0, Items Object)', () => {
  const nested = { itemStyles: ['form', 'pipeDelimited'] } as const;
  const value = [[['a b', 'c'], ['d']], [['e,f']], null, []];
  expect(query(parameter('query', 'spaceDelimited', false, nested), value)).toBe('color=a%20b%7Cc,d%20e%2Cf%20');
  expect(query(parameter('query', 'form', true, nested), value)).toBe('color=a%20b%7Cc,d&color=e%2Cf&color=');
  expect(serializePath(parameter('path', 'simple', false, nested), [[['a'], ['b', 'c']]])).toBe('a,b%7Cc');
  expect(serializeHeader(parameter('header', 'pipeDelimited', false, nested), [[['a'], ['b', 'c']], [['d']]])).toBe(
    'a,b|c|d',
  );
});

test('a number whose text matters keeps it', () => {
  const big = new ExactNumber('9007199254740993');
  const price = new ExactNumber('1.10');
  expect(query(parameter('query', 'form', true), price)).toBe('color=1.10');
  expect(query(parameter('query', 'form', false), { a: price })).toBe('color=a,1.10');
  expect(serializePath(parameter('path', 'label', true), price)).toBe('.1.10');
  expect(serializePath(parameter('path', 'matrix', true), price)).toBe(';color=1.10');
  expect(query(parameter('query', 'deepObject', true), { a: { b: big } })).toBe('color%5Ba%5D%5Bb%5D=9007199254740993');
  expect(serializePath(parameter('path', 'simple', false), [big, 1])).toBe('9007199254740993,1');
});
