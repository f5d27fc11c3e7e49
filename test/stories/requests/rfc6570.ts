// RFC 6570's own examples (section 3.2) as parameters: `{var}` is style simple, `{.var}` label, `{;var}` matrix,
// `{?var}` form, `*` explode, and `+` allowReserved (OpenAPI 3.2.0, Appendix C, Equivalences Between Fields and RFC6570
// Operators). Prefixes (`{var:3}`), fragments and path segments (`{/var}`) have no equivalent.
import type { JsonObject } from '../../../src/base/json.ts';
import { type Area, type RequestCase, since30 } from './case.ts';

const variables = {
  count: ['one', 'two', 'three'],
  dom: ['example', 'com'],
  dub: 'me/too',
  hello: 'Hello World!',
  half: '50%',
  var: 'value',
  who: 'fred',
  base: 'http://example.com/home/',
  path: '/foo/bar',
  list: ['red', 'green', 'blue'],
  keys: { semi: ';', dot: '.', comma: ',' },
  v: '6',
  x: '1024',
  y: '768',
  empty: '',
  empty_keys: {},
  undef: null,
} as const;

type Name = keyof typeof variables;

/** The schema of a variable, null allowed in the words of every version. */
function schemaOf(name: Name): JsonObject {
  const value = variables[name];
  if (value === null) return { enum: [null, 'x'], nullable: true };
  if (typeof value === 'string') return { type: 'string' };
  return Array.isArray(value) ? { type: 'array', items: { type: 'string' } } : { type: 'object' };
}

function parameters(location: string, names: string, fields: JsonObject): JsonObject[] {
  return names.split(',').map((spec) => {
    const name = spec.replace('*', '') as Name;
    const explode = spec.endsWith('*');
    return { name, in: location, required: location === 'path', schema: schemaOf(name), explode, ...fields };
  });
}

type Row = readonly [section: string, template: string, expansion: string];

/** In the path: each variable of an expression is a parameter of its own. */
const inPath: readonly Row[] = [
  ['2.1', "'{count}'", "'one,two,three'"],
  ['3.2.1', '{count}', 'one,two,three'],
  ['3.2.1', '{count*}', 'one,two,three'],
  ['3.2.1', '{;count}', ';count=one,two,three'],
  ['3.2.1', '{;count*}', ';count=one;count=two;count=three'],
  ['3.2.2', '{var}', 'value'],
  ['3.2.2', '{hello}', 'Hello%20World%21'],
  ['3.2.2', '{half}', '50%25'],
  ['3.2.2', 'O{empty}X', 'OX'],
  ['3.2.2', '{x},{y}', '1024,768'],
  ['3.2.2', '{x},{hello},{y}', '1024,Hello%20World%21,768'],
  ['3.2.2', '{list}', 'red,green,blue'],
  ['3.2.2', '{list*}', 'red,green,blue'],
  ['3.2.2', '{keys}', 'semi,%3B,dot,.,comma,%2C'],
  ['3.2.2', '{keys*}', 'semi=%3B,dot=.,comma=%2C'],
  ['3.2.3', '{base}index', 'http%3A%2F%2Fexample.com%2Fhome%2Findex'],
  ['3.2.5', '{.who}', '.fred'],
  ['3.2.5', '{.who}{.var}', '.fred.value'],
  ['3.2.5', '{.half}{.who}', '.50%25.fred'],
  ['3.2.5', 'www{.dom*}', 'www.example.com'],
  ['3.2.5', 'X{.var}', 'X.value'],
  ['3.2.5', 'X{.empty}', 'X.'],
  ['3.2.5', 'X{.list}', 'X.red,green,blue'],
  ['3.2.5', 'X{.list*}', 'X.red.green.blue'],
  ['3.2.5', 'X{.keys}', 'X.semi,%3B,dot,.,comma,%2C'],
  ['3.2.5', 'X{.keys*}', 'X.semi=%3B.dot=..comma=%2C'],
  ['3.2.5', 'X{.empty_keys}', 'X'],
  ['3.2.5', 'X{.empty_keys*}', 'X'],
  ['3.2.7', '{;who}', ';who=fred'],
  ['3.2.7', '{;half}', ';half=50%25'],
  ['3.2.7', '{;empty}', ';empty'],
  ['3.2.7', '{;v}{;empty}{;who}', ';v=6;empty;who=fred'],
  ['3.2.7', '{;x}{;y}', ';x=1024;y=768'],
  ['3.2.7', '{;x}{;y}{;empty}', ';x=1024;y=768;empty'],
  ['3.2.7', '{;list}', ';list=red,green,blue'],
  ['3.2.7', '{;list*}', ';list=red;list=green;list=blue'],
  ['3.2.7', '{;keys}', ';keys=semi,%3B,dot,.,comma,%2C'],
  ['3.2.7', '{;keys*}', ';semi=%3B;dot=.;comma=%2C'],
];

const styleOf: Readonly<Record<string, string>> = { '': 'simple', '.': 'label', ';': 'matrix' };

function pathCase([section, template, expansion]: Row): RequestCase {
  const expressions = [...template.matchAll(/\{([.;]?)([\w*]+)\}/g)];
  const names = expressions.map((match) => match[2]!.replace('*', '') as Name);
  return {
    what: `${template} in the path`,
    section: `RFC 6570, ${section}`,
    versions: since30,
    path: `/${template.replace(/\{[.;]?(\w+)\*?\}/g, '{$1}')}`,
    operation: {
      parameters: expressions.flatMap((match) => parameters('path', match[2]!, { style: styleOf[match[1]!] })),
    },
    args: Object.fromEntries(names.map((name) => [name, variables[name]])),
    arrives: { line: `GET /${expansion}` },
  };
}

/** In the query; with `+` in front values pass through reserved expansion. */
const inQuery: readonly Row[] = [
  ['3.2.1', 'count', 'count=one,two,three'],
  ['3.2.1', 'count*', 'count=one&count=two&count=three'],
  ['3.2.8', 'who', 'who=fred'],
  ['3.2.8', 'half', 'half=50%25'],
  ['3.2.8', 'x,y', 'x=1024&y=768'],
  ['3.2.8', 'x,y,empty', 'x=1024&y=768&empty='],
  ['3.2.8', 'x,y,undef', 'x=1024&y=768'],
  ['3.2.8', 'list', 'list=red,green,blue'],
  ['3.2.8', 'list*', 'list=red&list=green&list=blue'],
  ['3.2.8', 'keys', 'keys=semi,%3B,dot,.,comma,%2C'],
  ['3.2.8', 'keys*', 'semi=%3B&dot=.&comma=%2C'],
  ['3.2.8', 'hello,empty_keys', 'hello=Hello%20World%21'],
  ['3.2.3', '+hello', 'hello=Hello%20World!'],
  ['3.2.3', '+half', 'half=50%25'],
  ['3.2.3', '+base', 'base=http://example.com/home/'],
  ['3.2.3', '+path', 'path=/foo/bar'],
  ['3.2.3', '+x,hello,y', 'x=1024&hello=Hello%20World!&y=768'],
  ['3.2.3', '+path,x', 'path=/foo/bar&x=1024'],
  ['3.2.3', '+list', 'list=red,green,blue'],
  ['3.2.3', '+keys', 'keys=semi,;,dot,.,comma,,'],
  ['3.2.3', '+keys*', 'semi=;&dot=.&comma=,'],
];

function queryCase([section, expression, expansion]: Row): RequestCase {
  const allowReserved = expression.startsWith('+');
  const list = expression.replace('+', '');
  const names = list.split(',').map((spec) => spec.replace('*', '') as Name);
  return {
    what: `{${allowReserved ? '+' : '?'}${list}} in the query`,
    section: `RFC 6570, ${section}`,
    versions: since30,
    operation: { parameters: parameters('query', list, { style: 'form', allowReserved }) },
    args: Object.fromEntries(names.map((name) => [name, variables[name]])),
    arrives: { line: `GET /?${expansion}` },
  };
}

/** After a query that is there already. */
const continued: readonly RequestCase[] = [
  {
    what: '?fixed=yes{&x}',
    section: 'RFC 6570, 3.2.9',
    path: '/?fixed=yes',
    operation: { parameters: parameters('query', 'x', { style: 'form' }) },
    args: { x: variables.x },
    arrives: { line: 'GET /?fixed=yes&x=1024' },
  },
  {
    what: '?fixed=yes{&keys*}',
    section: 'RFC 6570, 3.2.9',
    path: '/?fixed=yes',
    operation: { parameters: parameters('query', 'keys*', { style: 'form' }) },
    args: { keys: variables.keys },
    arrives: { line: 'GET /?fixed=yes&semi=%3B&dot=.&comma=%2C' },
  },
];

export const rfc6570: Area = {
  name: 'Examples of RFC 6570',
  cases: [...inPath.map(pathCase), ...inQuery.map(queryCase), ...continued],
};
