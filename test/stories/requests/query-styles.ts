import { type Area, only32, type RequestCase, since30 } from './case.ts';
import { colors, colorSchemas, inQuery, integer, object, string, strings, taking } from './fragments.ts';

const examples = 'OpenAPI 3.2.0, 4.12.6 (3.1.1, 4.8.12.4; 3.0.4, 4.7.12.4)';
const fields = 'OpenAPI 3.2.0, 4.12.2.2';

type Row = readonly [style: string, explode: boolean, shape: keyof typeof colors, query: string];

/** The table of style examples; combinations that it calls undefined are not here. */
const table: readonly Row[] = [
  ['form', false, 'string', 'color=blue'],
  ['form', false, 'empty', 'color='],
  ['form', false, 'array', 'color=blue,black,brown'],
  ['form', false, 'object', 'color=R,100,G,200,B,150'],
  ['form', true, 'string', 'color=blue'],
  ['form', true, 'empty', 'color='],
  ['form', true, 'array', 'color=blue&color=black&color=brown'],
  ['form', true, 'object', 'R=100&G=200&B=150'],
  ['spaceDelimited', false, 'array', 'color=blue%20black%20brown'],
  ['spaceDelimited', false, 'object', 'color=R%20100%20G%20200%20B%20150'],
  ['pipeDelimited', false, 'array', 'color=blue%7Cblack%7Cbrown'],
  ['pipeDelimited', false, 'object', 'color=R%7C100%7CG%7C200%7CB%7C150'],
  ['deepObject', true, 'object', 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
];

const ofTable = table.map(([style, explode, shape, query]): RequestCase => ({
  what: `${style}, explode ${explode}, ${shape === 'empty' ? 'empty string' : shape}`,
  section: shape === 'empty' ? 'RFC 6570, 3.2.8' : examples,
  versions: since30,
  path: '/paint',
  operation: taking(inQuery('color', colorSchemas[shape], { style, explode })),
  args: { color: colors[shape] },
  arrives: { line: `GET /paint?${query}` },
}));

const defaults: readonly RequestCase[] = [
  {
    what: 'without a style: form, exploded, for an array',
    section: fields,
    versions: since30,
    operation: taking(inQuery('color', strings)),
    args: { color: ['blue', 'black'] },
    arrives: { line: 'GET /?color=blue&color=black' },
  },
  {
    what: 'without a style: form, exploded, for an object',
    section: `${fields}; 4.12.8, freeForm`,
    versions: since30,
    operation: taking(inQuery('freeForm', { type: 'object', additionalProperties: integer })),
    args: { freeForm: { page: 4, pageSize: 50 } },
    arrives: { line: 'GET /?page=4&pageSize=50' },
  },
  {
    what: 'without explode: false for spaceDelimited',
    section: fields,
    versions: since30,
    operation: taking(inQuery('color', strings, { style: 'spaceDelimited' })),
    args: { color: ['blue', 'black'] },
    arrives: { line: 'GET /?color=blue%20black' },
  },
  {
    what: 'without explode: false for pipeDelimited',
    section: fields,
    versions: since30,
    operation: taking(inQuery('color', strings, { style: 'pipeDelimited' })),
    args: { color: ['blue', 'black'] },
    arrives: { line: 'GET /?color=blue%7Cblack' },
  },
  {
    what: 'explode has no effect on deepObject',
    section: fields,
    versions: only32,
    operation: taking(inQuery('color', object, { style: 'deepObject', explode: false })),
    args: { color: { R: 100, G: 200 } },
    arrives: { line: 'GET /?color%5BR%5D=100&color%5BG%5D=200' },
  },
  {
    what: 'deepObject without explode',
    section: fields,
    versions: only32,
    operation: taking(inQuery('color', object, { style: 'deepObject' })),
    args: { color: { R: 100 } },
    arrives: { line: 'GET /?color%5BR%5D=100' },
  },
];

const words = { type: 'array', items: string };
const formulas = { type: 'object', additionalProperties: string };

/** The examples of Appendix C, and what else it says of undefined values. */
const appendixC: readonly RequestCase[] = [
  {
    what: 'form, exploded and not, side by side',
    section: 'OpenAPI 3.2.0, Appendix C, RFC6570-Equivalent Expansion',
    versions: since30,
    operation: taking(inQuery('formulas', formulas, { explode: true }), inQuery('words', words, { explode: false })),
    args: { formulas: { a: 'x+y', b: 'x/y', c: 'x^y' }, words: ['math', 'is', 'fun'] },
    arrives: { line: 'GET /?a=x%2By&b=x%2Fy&c=x%5Ey&words=math,is,fun' },
  },
  {
    what: 'allowReserved with data encoded beforehand, spaceDelimited',
    section: 'OpenAPI 3.2.0, Appendix C, Expansion with Non-RFC6570-Supported Options',
    versions: since30,
    operation: taking(
      inQuery('formulas', formulas, { explode: true, allowReserved: true }),
      inQuery('words', words, { style: 'spaceDelimited', explode: false }),
    ),
    args: { formulas: { a: 'x%2By', b: 'x/y', c: 'x^y' }, words: ['math', 'is', 'fun'] },
    arrives: { line: 'GET /?a=x%2By&b=x/y&c=x%5Ey&words=math%20is%20fun' },
  },
  {
    what: 'an empty object is undefined and leaves no trace',
    section: 'OpenAPI 3.2.0, Appendix C, Undefined Values and Manual URI Template Construction',
    versions: since30,
    operation: taking(inQuery('formulas', formulas, { explode: true }), inQuery('words', words, { explode: false })),
    args: { formulas: {}, words: ['hello', 'world'] },
    arrives: { line: 'GET /?words=hello,world' },
  },
  {
    what: 'the same, spaceDelimited',
    section: 'OpenAPI 3.2.0, Appendix C, Undefined Values and Manual URI Template Construction',
    versions: since30,
    operation: taking(
      inQuery('formulas', formulas, { explode: true, allowReserved: true }),
      inQuery('words', words, { style: 'spaceDelimited', explode: false }),
    ),
    args: { formulas: {}, words: ['hello', 'world'] },
    arrives: { line: 'GET /?words=hello%20world' },
  },
  {
    what: 'a name that is no URI',
    section: 'OpenAPI 3.2.0, Appendix C, Illegal Variable Names as Parameter Names',
    versions: since30,
    operation: taking(inQuery('❤️')),
    args: { '❤️': 'love!' },
    arrives: { line: 'GET /?%E2%9D%A4%EF%B8%8F=love%21' },
  },
  {
    what: 'an empty array is undefined',
    section: 'RFC 6570, 2.3',
    versions: since30,
    operation: taking(inQuery('ids', strings), inQuery('q')),
    args: { ids: [], q: 'x' },
    arrives: { line: 'GET /?q=x' },
  },
  {
    what: 'an empty array on its own leaves no question mark',
    section: 'RFC 6570, 2.3 and 3.2.8',
    versions: since30,
    path: '/pets',
    operation: taking(inQuery('ids', strings, { explode: false })),
    args: { ids: [] },
    arrives: { line: 'GET /pets' },
  },
  {
    what: 'an empty deepObject is undefined',
    section: 'RFC 6570, 2.3',
    versions: since30,
    path: '/pets',
    operation: taking(inQuery('a', object, { style: 'deepObject', explode: true })),
    args: { a: {} },
    arrives: { line: 'GET /pets' },
  },
  {
    what: 'an empty array is undefined, pipeDelimited',
    section: 'RFC 6570, 2.3',
    versions: since30,
    path: '/pets',
    operation: taking(inQuery('a', strings, { style: 'pipeDelimited', explode: false })),
    args: { a: [] },
    arrives: { line: 'GET /pets' },
  },
  {
    what: 'null items are undefined',
    section: 'RFC 6570, 2.3',
    operation: taking(inQuery('ids', { type: 'array', items: { type: ['string', 'null'] } }, { explode: false })),
    args: { ids: ['a', null, 'c'] },
    arrives: { line: 'GET /?ids=a,c' },
  },
  {
    what: 'null members are undefined',
    section: 'RFC 6570, 2.3',
    operation: taking(inQuery('range', { type: 'object', additionalProperties: { type: ['integer', 'null'] } })),
    args: { range: { from: 1, to: null } },
    arrives: { line: 'GET /?from=1' },
  },
  {
    what: 'optional parameters that are not given are not sent',
    section: 'OpenAPI 3.2.0, 4.12.2.1',
    versions: since30,
    path: '/pets',
    operation: taking(inQuery('a'), inQuery('b', integer), inQuery('c', strings)),
    arrives: { line: 'GET /pets' },
  },
  {
    what: 'a default is what the server assumes, not what the client sends',
    section: 'JSON Schema Validation 2020-12, 9.2; OpenAPI 3.2.0, 4.6.1',
    versions: since30,
    path: '/pets',
    operation: taking(inQuery('limit', { type: 'integer', default: 20 })),
    arrives: { line: 'GET /pets' },
  },
];

const values: readonly RequestCase[] = [
  {
    what: 'spaces in exploded items',
    section: 'OpenAPI 3.2.0, 4.12.8, thing',
    versions: since30,
    operation: taking(inQuery('thing', strings, { style: 'form', explode: true })),
    args: { thing: ['one thing', 'another thing'] },
    arrives: { line: 'GET /?thing=one%20thing&thing=another%20thing' },
  },
  {
    what: 'commas inside items that are joined by commas',
    section: 'OpenAPI 3.2.0, Appendix C, Delimiters in Parameter Values',
    versions: since30,
    operation: taking(inQuery('list', strings, { explode: false })),
    args: { list: ['a,b', 'c'] },
    arrives: { line: 'GET /?list=a%2Cb,c' },
  },
  {
    what: 'integers, numbers and booleans',
    section: 'OpenAPI 3.2.0, Appendix B',
    operation: taking(inQuery('i', integer), inQuery('n', { type: 'number' }), inQuery('b', { type: 'boolean' })),
    args: { i: 0, n: -0.25, b: false },
    arrives: { line: 'GET /?i=0&n=-0.25&b=false' },
  },
  {
    what: 'booleans in an array',
    section: 'OpenAPI 3.2.0, Appendix B',
    operation: taking(inQuery('b', { type: 'array', items: { type: 'boolean' } }, { explode: false })),
    args: { b: [true, false] },
    arrives: { line: 'GET /?b=true,false' },
  },
  {
    what: 'empty items, exploded',
    section: 'RFC 6570, 3.2.8',
    versions: since30,
    operation: taking(inQuery('list', strings)),
    args: { list: ['', 'b'] },
    arrives: { line: 'GET /?list=&list=b' },
  },
  {
    what: 'an array of one item, not exploded',
    section: examples,
    operation: taking(inQuery('list', strings, { explode: false })),
    args: { list: ['only'] },
    arrives: { line: 'GET /?list=only' },
  },
  {
    what: 'deepObject with characters to encode in keys and values',
    section: 'OpenAPI 3.2.0, Appendix E, Percent-Encoding and Illegal or Reserved Delimiters',
    versions: since30,
    operation: taking(inQuery('f', object, { style: 'deepObject', explode: true })),
    args: { f: { 'a b': 'c&d=e' } },
    arrives: { line: 'GET /?f%5Ba%20b%5D=c%26d%3De' },
  },
  {
    what: 'parameters of the path item, then those of the operation, which override them',
    section: 'OpenAPI 3.2.0, 4.9.1 and 4.10.1',
    versions: since30,
    pathItem: { parameters: [inQuery('page', integer), inQuery('tags', strings, { explode: true })] },
    operation: taking(inQuery('tags', strings, { explode: false })),
    args: { page: 2, tags: ['a', 'b'] },
    arrives: { line: 'GET /?page=2&tags=a,b' },
  },
  {
    what: 'names that differ in case',
    section: 'OpenAPI 3.2.0, 4.12.2.1',
    versions: since30,
    operation: taking(inQuery('id'), inQuery('ID')),
    args: { id: 'a', ID_query: 'b' },
    arrives: { line: 'GET /?id=a&ID=b' },
  },
];

export const queryStyles: Area = { name: 'Query styles', cases: [...ofTable, ...defaults, ...appendixC, ...values] };
