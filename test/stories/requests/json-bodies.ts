import { type Area, type RequestCase, since30 } from './case.ts';
import { fields, inQuery, integer, object, sending, string, strings, taking } from './fragments.ts';

const body = 'OpenAPI 3.2.0, 4.13.1 and 4.24.4.1; RFC 8259';
const json = 'application/json';

/** A value that must arrive as JSON, under each version. */
function value(what: string, schema: Readonly<Record<string, unknown>>, given: unknown): RequestCase {
  return {
    what,
    section: body,
    versions: since30,
    method: 'post',
    operation: sending(json, schema),
    args: { body: given },
    arrives: { line: 'POST /', type: json, json: given },
  };
}

/** A media type that is JSON, which must be named as the document names it. */
function typed(what: string, type: string, given: unknown, section: string, method = 'post'): RequestCase {
  return {
    what,
    section,
    versions: since30,
    method,
    operation: sending(type, Array.isArray(given) ? { type: 'array', items: object } : object),
    args: { body: given },
    arrives: { line: `${method.toUpperCase()} /`, type, json: given },
  };
}

const cases: readonly RequestCase[] = [
  value('an object', object, { name: 'Rex', tags: ['a', 'b'], owner: { id: 1 } }),
  value('an array', strings, ['a', 'b']),
  value('an empty object', object, {}),
  value('an empty array', strings, []),
  value('a string', string, 'text with "quotes"'),
  value('the empty string', string, ''),
  value('a number', { type: 'number' }, -1.5),
  value('zero', integer, 0),
  value('false', { type: 'boolean' }, false),
  value('letters beyond ASCII', object, { name: 'Žofie 😀' }),
  value('line breaks and control characters', object, { text: 'a\r\nb\t\u0001' }),
  value('null inside', { type: 'object' }, { a: null, b: [null] }),
  {
    what: 'the length is counted in bytes',
    section: 'RFC 9110, 8.6; RFC 8259, 8.1',
    versions: since30,
    method: 'post',
    operation: sending(json, string),
    args: { body: 'é' },
    arrives: { line: 'POST /', type: json, headers: { 'content-length': '4' }, text: '"é"' },
  },
  value('keys that are no identifiers', object, { 'a.b': 1, '': 2, 'c d': 3, $ref: 'x' }),
  {
    what: 'null, nullable as 3.0 says it',
    section: 'OpenAPI 3.0.4, 4.7.24.1',
    versions: ['3.0.4'],
    method: 'put',
    operation: { requestBody: { required: true, content: { [json]: { schema: { ...object, nullable: true } } } } },
    args: { body: null },
    arrives: { line: 'PUT /', type: json, json: null },
  },
  {
    what: 'null, nullable as 3.1 says it',
    section: 'OpenAPI 3.1.1, 4.8.24',
    versions: ['3.1.1', '3.2.0'],
    method: 'put',
    operation: { requestBody: { required: true, content: { [json]: { schema: { type: ['object', 'null'] } } } } },
    args: { body: null },
    arrives: { line: 'PUT /', type: json, json: null },
  },
  {
    what: 'arbitrary JSON: no schema',
    section: 'OpenAPI 3.2.0, 4.14.7',
    versions: since30,
    method: 'post',
    operation: sending(json),
    args: { body: [1, 'two', { three: null }] },
    arrives: { line: 'POST /', type: json, json: [1, 'two', { three: null }] },
  },
  typed('a vendor type', 'application/vnd.github.v3+json', { a: 1 }, 'OpenAPI 3.2.0, 4.14.2; RFC 6839, 3.1'),
  typed('JSON:API', 'application/vnd.api+json', { data: { type: 'x' } }, 'RFC 6839, 3.1'),
  typed('problem details', 'application/problem+json', { title: 'x' }, 'RFC 9457, 3; RFC 6839, 3.1'),
  typed('a merge patch, in which null removes', 'application/merge-patch+json', { a: null, b: 1 }, 'RFC 7396', 'patch'),
  typed(
    'a JSON patch',
    'application/json-patch+json',
    [{ op: 'replace', path: '/a', value: 1 }],
    'RFC 6902, 3',
    'patch',
  ),
  typed('a type with a parameter', 'application/json; version=2', { a: 1 }, 'OpenAPI 3.2.0, 4.13.1'),
  {
    what: 'a type whose parameter has a value in capitals',
    section: 'RFC 9110, 8.3.1: values of parameters may be case-sensitive',
    versions: since30,
    method: 'post',
    operation: sending('application/ld+json; profile="https://X.test/Pet"', object),
    args: { body: { a: 1 } },
    arrives: { line: 'POST /', type: 'application/ld+json; profile="https://X.test/Pet"', json: { a: 1 } },
    known: 'it is sent in lower case',
  },
  {
    what: 'an optional body left out',
    section: 'OpenAPI 3.2.0, 4.13.1; RFC 9110, 8.6',
    versions: since30,
    method: 'post',
    operation: sending(json, object),
    arrives: { line: 'POST /', headers: { 'content-type': null, 'content-length': '0' } },
  },
  {
    what: 'a required body that is missing is not made up',
    section: 'OpenAPI 3.2.0, 4.13.1',
    versions: since30,
    method: 'post',
    operation: { requestBody: { required: true, content: { [json]: { schema: object } } } },
    arrives: 'nothing',
  },
  {
    what: 'a body that is referred to',
    section: 'OpenAPI 3.2.0, 4.23',
    versions: since30,
    method: 'post',
    operation: { requestBody: { $ref: '#/components/requestBodies/Pet' } },
    document: { components: { requestBodies: { Pet: { required: true, content: { [json]: { schema: object } } } } } },
    args: { body: { a: 1 } },
    arrives: { line: 'POST /', type: json, json: { a: 1 } },
  },
  ...(['get', 'delete'] as const).map((method): RequestCase => ({
    what: `a body with ${method.toUpperCase()}`,
    section: 'OpenAPI 3.2.0, 4.10.1, requestBody; 3.1.1, 4.8.10.1',
    versions: ['3.1.1', '3.2.0'],
    method,
    operation: { ...taking(inQuery('q')), ...sending(json, object) },
    args: { q: 'x', body: { a: 1 } },
    arrives: { line: `${method.toUpperCase()} /?q=x`, type: json, json: { a: 1 } },
  })),
  ...(['put', 'patch', 'options'] as const).map((method): RequestCase => ({
    what: `a body with ${method.toUpperCase()}`,
    section: 'OpenAPI 3.2.0, 4.9.1',
    versions: since30,
    method,
    operation: sending(json, object),
    args: { body: { a: 1 } },
    arrives: { line: `${method.toUpperCase()} /`, type: json, json: { a: 1 } },
  })),
  {
    what: 'a property that is only written is sent',
    section: 'OpenAPI 3.2.0, 4.24.5.2',
    versions: since30,
    method: 'post',
    operation: sending(json, fields({ password: { type: 'string', writeOnly: true } })),
    args: { body: { password: 'x' } },
    arrives: { line: 'POST /', type: json, json: { password: 'x' } },
  },
  {
    what: 'base64 inside JSON is a string as it stands',
    section: 'OpenAPI 3.1.1, 4.4.2',
    method: 'post',
    operation: sending(
      json,
      fields({ icon: { type: 'string', contentEncoding: 'base64', contentMediaType: 'image/png' } }),
    ),
    args: { body: { icon: 'iVBORw0=' } },
    arrives: { line: 'POST /', type: json, json: { icon: 'iVBORw0=' } },
  },
  {
    what: 'the range */*',
    section: 'OpenAPI 3.2.0, 4.13.1; RFC 9110, 12.5.1',
    versions: since30,
    method: 'post',
    operation: sending('*/*', object),
    args: { body: { a: 1 } },
    arrives: { line: 'POST /', type: json, json: { a: 1 } },
  },
  {
    what: 'the range application/*',
    section: 'OpenAPI 3.2.0, 4.13.1; RFC 9110, 12.5.1',
    versions: since30,
    method: 'post',
    operation: sending('application/*', object),
    args: { body: { a: 1 } },
    arrives: { line: 'POST /', type: json, json: { a: 1 } },
  },
];

export const jsonBodies: Area = { name: 'JSON bodies', cases };
