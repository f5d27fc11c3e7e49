import { type Area, only32, type RequestCase, since30 } from './case.ts';
import {
  colors,
  colorSchemas,
  inHeader,
  inQuery,
  integer,
  object,
  sending,
  string,
  strings,
  taking,
} from './fragments.ts';

const examples = 'OpenAPI 3.2.0, 4.12.6 (3.1.1, 4.8.12.4; 3.0.4, 4.7.12.4)';
const unchanged = 'OpenAPI 3.2.0, 4.12.2.2: values pass through unchanged';

type Row = readonly [explode: boolean, shape: keyof typeof colors, value: string];

const table: readonly Row[] = [
  [false, 'string', 'blue'],
  [false, 'empty', ''],
  [false, 'array', 'blue,black,brown'],
  [false, 'object', 'R,100,G,200,B,150'],
  [true, 'string', 'blue'],
  [true, 'empty', ''],
  [true, 'array', 'blue,black,brown'],
  [true, 'object', 'R=100,G=200,B=150'],
];

const ofTable = table.map(([explode, shape, value]): RequestCase => ({
  what: `simple, explode ${explode}, ${shape === 'empty' ? 'empty string' : shape}`,
  section: shape === 'empty' ? 'RFC 6570, 3.2.2; RFC 9110, 5.5' : examples,
  versions: since30,
  operation: taking(inHeader('Color', colorSchemas[shape], { style: 'simple', explode })),
  args: { Color: colors[shape] },
  arrives: { line: 'GET /', headers: { color: value } },
}));

/** A value that must arrive as it is. */
function passed(what: string, value: string, section = unchanged): RequestCase {
  return {
    what,
    section,
    versions: only32,
    operation: taking(inHeader('X-Value')),
    args: { X_Value: value },
    arrives: { line: 'GET /', headers: { 'x-value': value } },
  };
}

const ignored = 'OpenAPI 3.2.0, 4.12.2.1 (3.1.1, 4.8.12.2.1; 3.0.4, 4.7.12.2.1)';

const cases: readonly RequestCase[] = [
  {
    what: 'without style and explode',
    section: 'OpenAPI 3.2.0, 4.12.2.2',
    versions: since30,
    operation: taking(inHeader('Color', object)),
    args: { Color: { R: 100, G: 200 } },
    arrives: { line: 'GET /', headers: { color: 'R,100,G,200' } },
  },
  {
    what: 'an array of 64-bit integers',
    section: 'OpenAPI 3.2.0, 4.12.8, X-Token',
    versions: since30,
    operation: taking(
      inHeader(
        'X-Token',
        { type: 'array', items: { type: 'integer', format: 'int64' } },
        { required: true, style: 'simple' },
      ),
    ),
    args: { X_Token: [12_345_678, 90_099] },
    arrives: { line: 'GET /', headers: { 'x-token': '12345678,90099' } },
  },
  {
    what: 'a boolean and a number',
    section: 'OpenAPI 3.2.0, Appendix B',
    operation: taking(inHeader('X-Dry-Run', { type: 'boolean' }), inHeader('X-Ratio', { type: 'number' })),
    args: { X_Dry_Run: true, X_Ratio: 0.5 },
    arrives: { line: 'GET /', headers: { 'x-dry-run': 'true', 'x-ratio': '0.5' } },
  },
  passed('a space and a comma', 'one two, three'),
  passed('quotes', 'W/"33a64df5"'),
  passed('a percent sign and a triple', '50% of %20'),
  passed('reserved characters', "a/b?c=d&e#f[g]@h!i$j'k(l)m*n+o;p"),
  passed('braces and a backslash', '{"a":"\\\\"}'),
  {
    what: 'items with spaces',
    section: unchanged,
    versions: only32,
    operation: taking(inHeader('X-List', strings)),
    args: { X_List: ['a b', 'c d'] },
    arrives: { line: 'GET /', headers: { 'x-list': 'a b,c d' } },
  },
  {
    what: 'a text with a line break cannot be sent',
    section: 'RFC 9110, 5.5',
    versions: since30,
    operation: taking(inHeader('X-Value')),
    args: { X_Value: 'a\r\nHost: evil.test' },
    arrives: 'nothing',
  },
  {
    what: 'a header that is not given is not sent',
    section: 'OpenAPI 3.2.0, 4.12.2.1',
    versions: since30,
    operation: taking(inHeader('X-Value')),
    arrives: { line: 'GET /', headers: { 'x-value': null } },
  },
  {
    what: 'a header of the path item, overridden under a name of other case',
    section: 'OpenAPI 3.2.0, 4.9.1; RFC 9110, 5.1',
    versions: since30,
    pathItem: { parameters: [inHeader('X-COLOR', object, { explode: false })] },
    operation: taking(inHeader('X-Color', object, { explode: true })),
    args: { X_Color: { R: 1 } },
    arrives: { line: 'GET /', headers: { 'x-color': 'R=1' } },
  },
  {
    what: 'Accept as a parameter is ignored, also where it is required',
    section: ignored,
    versions: since30,
    operation: taking(inHeader('Accept', { type: 'string', enum: ['image/tiff'] }, { required: true }), inQuery('q')),
    args: { q: 'x' },
    arrives: { line: 'GET /?q=x' },
  },
  {
    what: 'Authorization as a parameter is ignored',
    section: ignored,
    versions: since30,
    operation: taking(inHeader('Authorization', string, { required: true }), inQuery('q')),
    args: { q: 'x' },
    arrives: { line: 'GET /?q=x', headers: { authorization: null } },
  },
  {
    what: 'Content-Type as a parameter is ignored: the body says its type',
    section: ignored,
    versions: since30,
    method: 'post',
    operation: {
      ...taking(inHeader('Content-Type', { type: 'string', enum: ['text/plain'] }, { required: true })),
      ...sending('application/json', object),
    },
    args: { body: { a: 1 } },
    arrives: { line: 'POST /', type: 'application/json', json: { a: 1 } },
  },
  {
    what: 'the ignored names in lower case',
    section: `${ignored}; RFC 9110, 5.1`,
    versions: since30,
    operation: taking(
      inHeader('accept', string, { required: true }),
      inHeader('authorization', string, { required: true }),
      inHeader('content-type', string, { required: true }),
      inHeader('X-Page', integer),
    ),
    args: { X_Page: 3 },
    arrives: { line: 'GET /', headers: { authorization: null, 'content-type': null, 'x-page': '3' } },
  },
];

export const headers: Area = { name: 'Headers', cases: [...ofTable, ...cases] };
