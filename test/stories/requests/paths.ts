import { type Area, type RequestCase, since30 } from './case.ts';
import { inPath, inQuery, integer, string, strings, taking } from './fragments.ts';

const templating = 'OpenAPI 3.2.0, 4.8.2 (3.1.1, 4.8.8.2; 3.0.4, 4.7.8.2)';
const dots = 'RFC 3986, 3.3 and 5.2.4; OpenAPI 3.2.0, 4.8.2';

type Row = readonly [what: string, template: string, value: string, path: string];

/** A value never leaves its segment. */
const values: readonly Row[] = [
  ['a path as a value', '/files/{p}', 'a/b/c', '/files/a%2Fb%2Fc'],
  ['a slash at either end', '/files/{p}', '/x/', '/files/%2Fx%2F'],
  ['a query in a value', '/files/{p}', 'x?admin=1', '/files/x%3Fadmin%3D1'],
  ['a fragment in a value', '/files/{p}', 'x#y', '/files/x%23y'],
  ['dots that lead up, with a slash', '/files/{p}', '../admin', '/files/..%2Fadmin'],
  ['encoded dots', '/files/{p}', '%2e%2e', '/files/%252e%252e'],
  ['an encoded slash', '/files/{p}', '..%2fadmin', '/files/..%252fadmin'],
  ['a backslash', '/files/{p}', '..\\admin', '/files/..%5Cadmin'],
  ['three dots', '/files/{p}', '...', '/files/...'],
  ['dots within a name', '/files/{p}', 'a..b.txt', '/files/a..b.txt'],
  ['dots before a fixed part', '/files/{p}.txt', '..', '/files/...txt'],
  ['a dot and a fixed part', '/files/x{p}', '.', '/files/x.'],
  ['a URL as a value', '/proxy/{p}', 'https://x.test/a?b', '/proxy/https%3A%2F%2Fx.test%2Fa%3Fb'],
  ['a matrix parameter in a value', '/files/{p}', 'a;v=1', '/files/a%3Bv%3D1'],
  ['a parenthesis, as OData has it', "/Users('{p}')", "O'Neil", "/Users('O%27Neil')"],
  ['a custom verb', '/jobs/{p}:cancel', '7', '/jobs/7:cancel'],
  ['an unusual literal', '/@me/~{p}/$count', 'x', '/@me/~x/$count'],
  ['an encoded literal', '/a%20b/{p}', 'x', '/a%20b/x'],
  ['a slash at the end', '/pets/{p}/', 'x', '/pets/x/'],
  ['a null character', '/files/{p}', 'a\u0000b', '/files/a%00b'],
];

const kept = values.map(([what, path, value, target]): RequestCase => ({
  what,
  section: /dot|\.\./.test(what + value) ? dots : templating,
  versions: since30,
  path,
  operation: taking(inPath('p')),
  args: { p: value },
  arrives: { line: `GET ${target}` },
}));

/** Another resource would be asked for (RFC 3986, 6.2.2.3). */
const refused = (
  [
    ['a dot', '/files/{p}', '.', 'simple'],
    ['two dots', '/files/{p}', '..', 'simple'],
    ['two dots inside the path', '/files/{p}/rights', '..', 'simple'],
    ['a dot after a fixed one', '/files/.{p}', '.', 'simple'],
    ['the empty string as a label, which is a dot', '/files/{p}', '', 'label'],
    ['a dot as a label, which is two', '/files/{p}', '.', 'label'],
  ] as const
).map(([what, path, value, style]): RequestCase => ({
  what: `refused: ${what}`,
  section: dots,
  versions: since30,
  path,
  operation: taking(inPath('p', string, { style })),
  args: { p: value },
  arrives: 'nothing',
}));

const cases: readonly RequestCase[] = [
  {
    what: 'a parameter that the document does not declare',
    section: templating,
    versions: since30,
    path: '/pets/{petId}',
    args: { petId: 'a b' },
    arrives: { line: 'GET /pets/a%20b' },
  },
  {
    what: 'a parameter that the document does not declare is required',
    section: templating,
    versions: since30,
    path: '/pets/{petId}',
    arrives: 'nothing',
  },
  {
    what: 'one declared and one not',
    section: templating,
    versions: since30,
    path: '/a/{x}/b/{y}',
    operation: taking(inPath('y', integer)),
    args: { x: 'one', y: 2 },
    arrives: { line: 'GET /a/one/b/2' },
  },
  {
    what: 'several parameters in one segment',
    section: templating,
    versions: since30,
    path: '/reports/{year}-{month}.{format}',
    operation: taking(inPath('year', integer), inPath('month', integer), inPath('format')),
    args: { year: 2026, month: 11, format: 'csv' },
    arrives: { line: 'GET /reports/2026-11.csv' },
  },
  {
    what: 'parameters next to each other, declared in another order',
    section: templating,
    versions: since30,
    path: '/{a}{b}',
    operation: taking(inPath('b'), inPath('a')),
    args: { a: 'x', b: 'y' },
    arrives: { line: 'GET /xy' },
  },
  {
    what: 'names with dots, dashes and spaces',
    section: templating,
    versions: since30,
    path: '/{pet-id}/{pet.id}/{pet id}',
    operation: taking(inPath('pet-id'), inPath('pet.id'), inPath('pet id')),
    args: { pet_id: '1', pet_id_path: '2', pet_id_path_2: '3' },
    arrives: { line: 'GET /1/2/3' },
  },
  {
    what: 'parameters of the path item and of the operation',
    section: 'OpenAPI 3.2.0, 4.9.1 and 4.10.1, parameters',
    versions: since30,
    path: '/a/{x}/{y}',
    pathItem: { parameters: [inPath('x', strings, { style: 'label' }), inPath('y')] },
    operation: taking(inPath('x', strings, { style: 'matrix' })),
    args: { x: ['1', '2'], y: 'z' },
    arrives: { line: 'GET /a/;x=1,2/z' },
  },
  {
    what: 'a query in the template',
    section: 'RFC 3986, 3.4',
    path: '/pets?type=cat',
    operation: taking(inQuery('q')),
    args: { q: 'x' },
    arrives: { line: 'GET /pets?type=cat&q=x' },
  },
  {
    what: 'a parameter in the query of the template',
    section: 'RFC 3986, 3.4',
    path: '/pets?id={id}',
    operation: taking(inPath('id')),
    args: { id: 'a&b' },
    arrives: { line: 'GET /pets?id=a%26b' },
  },
  {
    what: 'a fragment in the template is not sent',
    section: 'RFC 3986, 3.5; RFC 9110, 7.1',
    path: '/pets#by-name',
    operation: taking(inQuery('name')),
    args: { name: 'x' },
    arrives: { line: 'GET /pets?name=x' },
  },
  ...(['head', 'options', 'trace', 'put', 'delete', 'patch', 'post'] as const).map((method): RequestCase => ({
    what: `${method.toUpperCase()} without a body`,
    section: 'OpenAPI 3.2.0, 4.9.1; RFC 9110, 9.3',
    versions: since30,
    method,
    path: '/pets/{id}',
    operation: taking(inPath('id')),
    args: { id: '7' },
    arrives: { line: `${method.toUpperCase()} /pets/7`, headers: { 'content-type': null } },
  })),
];

export const paths: Area = { name: 'Paths', cases: [...kept, ...refused, ...cases] };
