import { type Area, type RequestCase, since30 } from './case.ts';
import { inPath, inQuery, string, strings, taking } from './fragments.ts';

const expansion = 'RFC 6570, 3.2.1; OpenAPI 3.2.0, 4.12.4';

/** Whatever is not unreserved is encoded, in UTF-8. */
const characters: readonly (readonly [what: string, text: string, encoded: string])[] = [
  ['unreserved characters stay', 'AZaz09-._~', 'AZaz09-._~'],
  ['a space', 'a b', 'a%20b'],
  ['a slash', 'a/b', 'a%2Fb'],
  ['a question mark', 'a?b', 'a%3Fb'],
  ['a hash', 'a#b', 'a%23b'],
  ['a percent sign', '100%', '100%25'],
  ['what looks encoded', 'a%2Fb', 'a%252Fb'],
  ['brackets', '[a]', '%5Ba%5D'],
  ['a colon and an at sign', 'a:b@c', 'a%3Ab%40c'],
  ['an ampersand and an equals sign', 'a&b=c', 'a%26b%3Dc'],
  ['a plus sign', '1+1', '1%2B1'],
  ['a comma and a semicolon', 'a,b;c', 'a%2Cb%3Bc'],
  ['an exclamation mark and a dollar sign', '!$', '%21%24'],
  ['an apostrophe, parentheses and an asterisk', "'(*)", '%27%28%2A%29'],
  ['quotes and angle brackets', '"<>"', '%22%3C%3E%22'],
  ['a backslash, a caret and a grave accent', '\\^`', '%5C%5E%60'],
  ['braces and a bar', '{a|b}', '%7Ba%7Cb%7D'],
  ['a line break and a tab', 'a\r\nb\tc', 'a%0D%0Ab%09c'],
  ['letters with marks', 'diṅnāga', 'di%E1%B9%85n%C4%81ga'],
  ['Arabic', 'الخوارزميّ', '%D8%A7%D9%84%D8%AE%D9%88%D8%A7%D8%B1%D8%B2%D9%85%D9%8A%D9%91'],
  ['beyond the basic plane', 'x😀y', 'x%F0%9F%98%80y'],
];

const everywhere = characters.flatMap(([what, text, encoded]): RequestCase[] => {
  const section = /diṅ|الخ/.test(text) ? 'OpenAPI 3.2.0, 4.12.8, username' : expansion;
  return [
    {
      what: `${what}, in the path`,
      section,
      versions: since30,
      path: '/users/{name}',
      operation: taking(inPath('name')),
      args: { name: text },
      arrives: { line: `GET /users/${encoded}` },
    },
    {
      what: `${what}, in the query`,
      section,
      versions: since30,
      operation: taking(inQuery('q')),
      args: { q: text },
      arrives: { line: `GET /?q=${encoded}` },
    },
  ];
});

const reserved = 'OpenAPI 3.2.0, 4.12.2.2, allowReserved; RFC 6570, 3.2.3';

function passing(what: string, text: string, encoded: string, section = reserved): RequestCase {
  return {
    what: `allowReserved: ${what}`,
    section,
    versions: since30,
    operation: taking(inQuery('q', string, { allowReserved: true })),
    args: { q: text },
    arrives: { line: `GET /?q=${encoded}` },
  };
}

const allowReserved: readonly RequestCase[] = [
  passing('slash and question mark', '/foo/bar?', '/foo/bar?'),
  passing('colon and at sign', 'http://me@x', 'http://me@x'),
  passing('sub-delimiters without a meaning in forms', "!$'()*,;", "!$'()*,;"),
  passing('an equals sign in a value', 'a=b', 'a=b'),
  passing('triples stay', 'a%2Bb%26c', 'a%2Bb%26c'),
  passing('a percent sign alone is encoded', '50% %zz', '50%25%20%25zz'),
  passing('spaces, quotes and what no URI may hold are encoded', 'a "b" <c>', 'a%20%22b%22%20%3Cc%3E'),
  passing('letters beyond ASCII are encoded', 'é', '%C3%A9'),
  passing('a hash, which would end the query, is encoded', 'a#b', 'a%23b', 'RFC 3986, 3.4; OpenAPI 3.2.0, 4.12.4'),
  passing('brackets, which no query may hold, are encoded', '[a]', '%5Ba%5D', 'RFC 3986, 3.4; OpenAPI 3.2.0, 4.12.4'),
  {
    what: 'allowReserved: an array, exploded',
    section: reserved,
    versions: since30,
    operation: taking(inQuery('p', strings, { allowReserved: true })),
    args: { p: ['/a', '/b'] },
    arrives: { line: 'GET /?p=/a&p=/b' },
  },
  {
    what: 'allowReserved: an array, not exploded',
    section: reserved,
    versions: since30,
    operation: taking(inQuery('p', strings, { allowReserved: true, explode: false })),
    args: { p: ['/a', '/b'] },
    arrives: { line: 'GET /?p=/a,/b' },
  },
  {
    what: 'allowReserved: pipeDelimited still encodes its delimiter',
    section: `${reserved}; Appendix E, Percent-Encoding and Illegal or Reserved Delimiters`,
    versions: since30,
    operation: taking(inQuery('p', strings, { allowReserved: true, style: 'pipeDelimited', explode: false })),
    args: { p: ['/a', '/b'] },
    arrives: { line: 'GET /?p=/a%7C/b' },
  },
  {
    what: 'allowReserved: deepObject still encodes its brackets',
    section: `${reserved}; Appendix E, Percent-Encoding and Illegal or Reserved Delimiters`,
    versions: since30,
    operation: taking(inQuery('p', { type: 'object' }, { allowReserved: true, style: 'deepObject', explode: true })),
    args: { p: { a: '/x' } },
    arrives: { line: 'GET /?p%5Ba%5D=/x' },
  },
  {
    what: 'allowReserved: false encodes',
    section: reserved,
    versions: since30,
    operation: taking(inQuery('q', string, { allowReserved: false })),
    args: { q: '/a' },
    arrives: { line: 'GET /?q=%2Fa' },
  },
];

const emptyValue = 'OpenAPI 3.2.0, 4.12.2.1, allowEmptyValue';

const allowEmptyValue: readonly RequestCase[] = [
  {
    what: 'allowEmptyValue: the empty string',
    section: emptyValue,
    versions: since30,
    operation: taking(inQuery('debug', string, { allowEmptyValue: true })),
    args: { debug: '' },
    arrives: { line: 'GET /?debug=' },
  },
  {
    what: 'allowEmptyValue: a value',
    section: emptyValue,
    versions: since30,
    operation: taking(inQuery('debug', string, { allowEmptyValue: true })),
    args: { debug: 'on' },
    arrives: { line: 'GET /?debug=on' },
  },
  {
    what: 'allowEmptyValue: left out',
    section: emptyValue,
    versions: since30,
    path: '/pets',
    operation: taking(inQuery('debug', string, { allowEmptyValue: true })),
    arrives: { line: 'GET /pets' },
  },
];

export const encoding: Area = {
  name: 'Percent-encoding',
  cases: [...everywhere, ...allowReserved, ...allowEmptyValue],
};
