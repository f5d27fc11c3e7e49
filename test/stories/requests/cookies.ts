import { type Area, only32, type RequestCase, since30 } from './case.ts';
import { colors, colorSchemas, inCookie, inHeader, integer, object, string, strings, taking } from './fragments.ts';

const examples = 'OpenAPI 3.2.0, 4.12.6 (3.1.1, 4.8.12.4; 3.0.4, 4.7.12.4)';
const delimiter = 'OpenAPI 3.2.0, Appendix D (3.1.1 and 3.0.4 too): a semicolon and a space, never &';

type Row = readonly [style: string, explode: boolean, shape: keyof typeof colors, cookie: string, section?: string];

const table: readonly Row[] = [
  ['form', false, 'string', 'color=blue'],
  ['form', false, 'empty', 'color=', 'RFC 6570, 3.2.8'],
  ['form', false, 'array', 'color=blue,black,brown'],
  ['form', false, 'object', 'color=R,100,G,200,B,150'],
  ['form', true, 'string', 'color=blue'],
  ['form', true, 'empty', 'color=', 'RFC 6570, 3.2.8'],
  ['form', true, 'array', 'color=blue; color=black; color=brown', delimiter],
  ['form', true, 'object', 'R=100; G=200; B=150', delimiter],
  ['cookie', false, 'string', 'color=blue'],
  ['cookie', false, 'empty', 'color=', 'OpenAPI 3.2.0, 4.12.3'],
  ['cookie', false, 'array', 'color=blue,black,brown'],
  ['cookie', false, 'object', 'color=R,100,G,200,B,150'],
  ['cookie', true, 'string', 'color=blue'],
  ['cookie', true, 'empty', 'color=', 'OpenAPI 3.2.0, 4.12.3'],
  ['cookie', true, 'array', 'color=blue; color=black; color=brown'],
  ['cookie', true, 'object', 'R=100; G=200; B=150'],
];

const ofTable = table.map(
  ([
    style,
    explode,
    shape,
    cookie,
    section = style === 'cookie' ? 'OpenAPI 3.2.0, 4.12.6' : examples,
  ]): RequestCase => ({
    what: `${style}, explode ${explode}, ${shape === 'empty' ? 'empty string' : shape}`,
    section,
    versions: style === 'cookie' ? only32 : since30,
    operation: taking(inCookie('color', colorSchemas[shape], { style, explode })),
    args: { color: colors[shape] },
    arrives: { line: 'GET /', headers: { cookie } },
  }),
);

const cases: readonly RequestCase[] = [
  {
    what: 'without a style: form, percent-encoded',
    section: 'OpenAPI 3.2.0, 4.12.8, greeting',
    versions: only32,
    operation: taking(inCookie('greeting')),
    args: { greeting: 'Hello, world!' },
    arrives: { line: 'GET /', headers: { cookie: 'greeting=Hello%2C%20world%21' } },
  },
  {
    what: 'style cookie, exploded by default, nothing encoded',
    section: 'OpenAPI 3.2.0, 4.12.8, cookie',
    versions: only32,
    operation: taking(
      inCookie('cookie', { type: 'object', properties: { greeting: string, code: integer } }, { style: 'cookie' }),
    ),
    args: { cookie: { greeting: 'Hello%2C world!', code: 42 } },
    arrives: { line: 'GET /', headers: { cookie: 'greeting=Hello%2C world!; code=42' } },
  },
  {
    what: 'style cookie passes what is encoded already',
    section: 'OpenAPI 3.2.0, 4.12.3 and Appendix D',
    versions: only32,
    operation: taking(inCookie('session', string, { style: 'cookie' })),
    args: { session: 'a%20b+c/d=' },
    arrives: { line: 'GET /', headers: { cookie: 'session=a%20b+c/d=' } },
  },
  {
    what: 'style cookie cannot hold what would begin another cookie',
    section: 'RFC 6265, 4.2.1',
    versions: only32,
    operation: taking(inCookie('session', string, { style: 'cookie' })),
    args: { session: 'a; admin=1' },
    arrives: 'nothing',
  },
  {
    what: 'form encodes what would begin another cookie',
    section: 'OpenAPI 3.2.0, Appendix D',
    versions: only32,
    operation: taking(inCookie('session')),
    args: { session: 'a; admin=1' },
    arrives: { line: 'GET /', headers: { cookie: 'session=a%3B%20admin%3D1' } },
  },
  {
    what: 'form with allowReserved passes reserved characters',
    section: 'OpenAPI 3.2.0, 4.12.2.2 and Appendix D',
    versions: only32,
    operation: taking(inCookie('greeting', string, { style: 'form', allowReserved: true })),
    args: { greeting: 'Hello!@:/' },
    arrives: { line: 'GET /', headers: { cookie: 'greeting=Hello!@:/' } },
  },
  {
    what: 'several cookies in one header',
    section: 'RFC 6265, 4.2.1; OpenAPI 3.2.0, 4.12.3',
    versions: since30,
    operation: taking(inCookie('a'), inCookie('b', integer), inCookie('c', strings, { explode: false })),
    args: { a: 'x', b: 2, c: ['y', 'z'] },
    arrives: { line: 'GET /', headers: { cookie: 'a=x; b=2; c=y,z' } },
  },
  {
    what: 'a cookie that is not given is not sent',
    section: 'OpenAPI 3.2.0, 4.12.2.1',
    versions: since30,
    operation: taking(inCookie('a'), inHeader('X-B')),
    args: { X_B: 'x' },
    arrives: { line: 'GET /', headers: { cookie: null, 'x-b': 'x' } },
  },
  {
    what: 'an empty object is undefined',
    section: 'RFC 6570, 2.3',
    versions: since30,
    operation: taking(inCookie('a', object)),
    args: { a: {} },
    arrives: { line: 'GET /', headers: { cookie: null } },
  },
  {
    what: 'a cookie beside the one of a credential',
    section: 'OpenAPI 3.2.0, 4.27.1; RFC 6265, 4.2.1',
    versions: since30,
    operation: { ...taking(inCookie('theme')), security: [{ session: [] }] },
    document: { components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'SID' } } } },
    api: { credentials: { session: 'env:SESSION' } },
    env: { SESSION: 'abcdef12' },
    args: { theme: 'dark' },
    arrives: { line: 'GET /', headers: { cookie: ['theme=dark; SID=abcdef12', 'SID=abcdef12; theme=dark'] } },
  },
];

export const cookies: Area = { name: 'Cookies', cases: [...ofTable, ...cases] };
