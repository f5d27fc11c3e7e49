import { type Area, only32, type RequestCase, since30 } from './case.ts';
import { colors, colorSchemas, inPath, integer, object, string, strings, taking } from './fragments.ts';

const examples = 'OpenAPI 3.2.0, 4.12.6 (3.1.1, 4.8.12.4; 3.0.4, 4.7.12.4)';
const fields = 'OpenAPI 3.2.0, 4.12.2.2';

type Shape = keyof typeof colors;
type Row = readonly [style: string, explode: boolean, shape: Shape, segment: string];

/** The table of style examples, and what RFC 6570 makes of the empty string. */
const table: readonly Row[] = [
  ['matrix', false, 'string', ';color=blue'],
  ['matrix', false, 'array', ';color=blue,black,brown'],
  ['matrix', false, 'object', ';color=R,100,G,200,B,150'],
  ['matrix', true, 'string', ';color=blue'],
  ['matrix', true, 'array', ';color=blue;color=black;color=brown'],
  ['matrix', true, 'object', ';R=100;G=200;B=150'],
  ['label', false, 'string', '.blue'],
  ['label', false, 'array', '.blue,black,brown'],
  ['label', false, 'object', '.R,100,G,200,B,150'],
  ['label', true, 'string', '.blue'],
  ['label', true, 'array', '.blue.black.brown'],
  ['label', true, 'object', '.R=100.G=200.B=150'],
  ['simple', false, 'string', 'blue'],
  ['simple', false, 'array', 'blue,black,brown'],
  ['simple', false, 'object', 'R,100,G,200,B,150'],
  ['simple', true, 'string', 'blue'],
  ['simple', true, 'array', 'blue,black,brown'],
  ['simple', true, 'object', 'R=100,G=200,B=150'],
];

const ofTable = table.map(([style, explode, shape, segment]): RequestCase => ({
  what: `${style}, explode ${explode}, ${shape}`,
  section: examples,
  versions: since30,
  path: '/paint/{color}',
  operation: taking(inPath('color', colorSchemas[shape], { style, explode })),
  args: { color: colors[shape] },
  arrives: { line: `GET /paint/${segment}` },
}));

/** In a segment with other characters, so that the segment itself is not empty. */
const empty = (['simple', 'label', 'matrix'] as const).flatMap((style) =>
  [false, true].map((explode): RequestCase => ({
    what: `${style}, explode ${explode}, empty string`,
    section: { simple: 'RFC 6570, 3.2.2', label: 'RFC 6570, 3.2.5', matrix: 'RFC 6570, 3.2.7' }[style],
    versions: since30,
    path: '/X{color}',
    operation: taking(inPath('color', string, { style, explode })),
    args: { color: '' },
    arrives: { line: `GET /X${{ simple: '', label: '.', matrix: ';color' }[style]}` },
  })),
);

const defaults: readonly RequestCase[] = [
  {
    what: 'without a style: simple',
    section: fields,
    versions: since30,
    path: '/paint/{color}',
    operation: taking(inPath('color', strings)),
    args: { color: ['blue', 'black'] },
    arrives: { line: 'GET /paint/blue,black' },
  },
  {
    what: 'without explode: false for simple',
    section: fields,
    versions: since30,
    path: '/paint/{color}',
    operation: taking(inPath('color', object, { style: 'simple' })),
    args: { color: { R: 100 } },
    arrives: { line: 'GET /paint/R,100' },
  },
  {
    what: 'without explode: false for label',
    section: fields,
    versions: since30,
    path: '/paint/{color}',
    operation: taking(inPath('color', strings, { style: 'label' })),
    args: { color: ['blue', 'black'] },
    arrives: { line: 'GET /paint/.blue,black' },
  },
  {
    what: 'without explode: false for matrix',
    section: fields,
    versions: since30,
    path: '/paint/{color}',
    operation: taking(inPath('color', strings, { style: 'matrix' })),
    args: { color: ['blue', 'black'] },
    arrives: { line: 'GET /paint/;color=blue,black' },
  },
];

const values: readonly RequestCase[] = [
  {
    what: 'an integer',
    section: 'OpenAPI 3.2.0, Appendix B',
    path: '/pets/{id}',
    operation: taking(inPath('id', integer)),
    args: { id: -7 },
    arrives: { line: 'GET /pets/-7' },
  },
  {
    what: 'a number with a fraction, label',
    section: 'RFC 6570, 3.2.5',
    path: '/at/{x}',
    operation: taking(inPath('x', { type: 'number' }, { style: 'label' })),
    args: { x: 1.5 },
    arrives: { line: 'GET /at/.1.5' },
  },
  {
    what: 'a boolean, matrix',
    section: 'RFC 6570, 3.2.7',
    path: '/lamp/{on}',
    operation: taking(inPath('on', { type: 'boolean' }, { style: 'matrix' })),
    args: { on: false },
    arrives: { line: 'GET /lamp/;on=false' },
  },
  {
    what: 'delimiters inside items, simple',
    section: 'OpenAPI 3.2.0, Appendix C, Delimiters in Parameter Values',
    versions: since30,
    path: '/l/{list}',
    operation: taking(inPath('list', strings)),
    args: { list: ['a,b', 'c;d', 'e.f', 'g=h'] },
    arrives: { line: 'GET /l/a%2Cb,c%3Bd,e.f,g%3Dh' },
  },
  {
    what: 'delimiters inside items, matrix exploded',
    section: 'OpenAPI 3.2.0, Appendix C, Delimiters in Parameter Values',
    versions: since30,
    path: '/l/{list}',
    operation: taking(inPath('list', strings, { style: 'matrix', explode: true })),
    args: { list: ['a,b', 'c;d', 'e=f'] },
    arrives: { line: 'GET /l/;list=a%2Cb;list=c%3Bd;list=e%3Df' },
  },
  {
    what: 'delimiters in the keys of an object, label exploded',
    section: 'OpenAPI 3.2.0, Appendix C, Delimiters in Parameter Values',
    versions: since30,
    path: '/l/{map}',
    operation: taking(inPath('map', object, { style: 'label', explode: true })),
    args: { map: { 'a=b': 'c,d' } },
    arrives: { line: 'GET /l/.a%3Db=c%2Cd' },
  },
  {
    what: 'an empty item, matrix exploded',
    section: 'RFC 6570, 3.2.7',
    path: '/l/{list}',
    operation: taking(inPath('list', strings, { style: 'matrix', explode: true })),
    args: { list: ['', 'b'] },
    arrives: { line: 'GET /l/;list;list=b' },
  },
  {
    what: 'an empty item, simple',
    section: 'RFC 6570, 3.2.2',
    path: '/l/{list}',
    operation: taking(inPath('list', strings)),
    args: { list: ['a', '', 'c'] },
    arrives: { line: 'GET /l/a,,c' },
  },
  {
    what: 'two parameters of different styles in one segment',
    section: 'OpenAPI 3.2.0, 4.8.2',
    path: '/report{format}{options}',
    operation: taking(
      inPath('format', string, { style: 'label' }),
      inPath('options', object, { style: 'matrix', explode: true }),
    ),
    args: { format: 'pdf', options: { dpi: 300 } },
    arrives: { line: 'GET /report.pdf;dpi=300' },
  },
  {
    what: 'a name beyond ASCII, matrix',
    section: 'OpenAPI 3.2.0, Appendix C, Illegal Variable Names as Parameter Names',
    path: '/m/{größe}',
    operation: taking(inPath('größe', string, { style: 'matrix' })),
    args: { größe: 'xl' },
    arrives: { line: 'GET /m/;gr%C3%B6%C3%9Fe=xl' },
  },
  {
    what: 'allowReserved in a path passes reserved characters in 3.2',
    section: fields,
    versions: only32,
    path: '/files/{name}',
    operation: taking(inPath('name', string, { allowReserved: true })),
    args: { name: "a:b@c!d$e&f'g(h)i*j+k,l;m=n" },
    arrives: { line: "GET /files/a:b@c!d$e&f'g(h)i*j+k,l;m=n" },
  },
  {
    what: 'allowReserved in a path leaves percent-encoded triples in 3.2',
    section: fields,
    versions: only32,
    path: '/files/{name}',
    operation: taking(inPath('name', string, { allowReserved: true })),
    args: { name: 'a%20b%' },
    arrives: { line: 'GET /files/a%20b%25' },
  },
  {
    what: 'allowReserved in a path still encodes what a path value must not hold',
    section: 'OpenAPI 3.2.0, 4.8.2',
    versions: only32,
    path: '/files/{name}',
    operation: taking(inPath('name', string, { allowReserved: true })),
    args: { name: 'a/b?c#d' },
    arrives: { line: 'GET /files/a%2Fb%3Fc%23d' },
  },
  {
    what: 'allowReserved applies to no path before 3.2',
    section: 'OpenAPI 3.1.1, 4.8.12.2.2; 3.0.4, 4.7.12.2.2',
    versions: ['3.0.4', '3.1.1'],
    path: '/files/{name}',
    operation: taking(inPath('name', string, { allowReserved: true })),
    args: { name: 'a:b,c%20' },
    arrives: { line: 'GET /files/a%3Ab%2Cc%2520' },
  },
];

export const pathStyles: Area = { name: 'Path styles', cases: [...ofTable, ...empty, ...defaults, ...values] };
