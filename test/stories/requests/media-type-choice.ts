import { type Area, type RequestCase, since30 } from './case.ts';
import { fields, integer, string } from './fragments.ts';

const section = 'OpenAPI 3.2.0, 4.13.1: any of the keys';
const specific = 'OpenAPI 3.2.0, 4.13.1: only the most specific key is applicable';
const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
const pet = fields({ name: string, age: integer });
const other = fields({ name: string, tags: { type: 'array', items: string } });

function offering(content: Readonly<Record<string, unknown>>): RequestCase['operation'] {
  return { requestBody: { content } };
}

type Rest = Pick<RequestCase, 'what' | 'operation' | 'args' | 'arrives'> & { readonly section?: string };

const rows: readonly Rest[] = [
  {
    what: 'JSON where nothing is chosen, though it comes last',
    operation: offering({ [form]: { schema: other }, [json]: { schema: pet } }),
    args: { body: { name: 'Rex', age: 3 } },
    arrives: { line: 'POST /', type: json, json: { name: 'Rex', age: 3 } },
  },
  {
    what: 'the form where it is chosen',
    operation: offering({ [json]: { schema: pet }, [form]: { schema: other } }),
    args: { body: { name: 'Rex', tags: ['a', 'b'] }, contentType: form },
    arrives: { line: 'POST /', type: form, text: 'name=Rex&tags=a&tags=b' },
  },
  {
    what: 'multipart where it is chosen',
    operation: offering({ [json]: { schema: pet }, 'multipart/form-data': { schema: other } }),
    args: { body: { name: 'Rex', tags: ['a'] }, contentType: 'multipart/form-data' },
    arrives: {
      line: 'POST /',
      parts: [
        { name: 'name', text: 'Rex' },
        { name: 'tags', text: 'a' },
      ],
    },
  },
  {
    what: 'text where it is chosen',
    operation: offering({ [json]: { schema: pet }, 'text/csv': { schema: string } }),
    args: { body: 'name,age', contentType: 'text/csv' },
    arrives: { line: 'POST /', type: 'text/csv', text: 'name,age' },
  },
  {
    what: 'XML where it is chosen',
    operation: offering({ [json]: { schema: pet }, 'application/xml': { schema: string } }),
    args: { body: '<pet/>', contentType: 'application/xml' },
    arrives: { line: 'POST /', type: 'application/xml', text: '<pet/>' },
  },
  {
    what: 'bytes where they are chosen',
    operation: offering({ [json]: { schema: pet }, 'image/png': {} }),
    args: { body: { base64: 'iVBORw0=' }, contentType: 'image/png' },
    arrives: { line: 'POST /', type: 'image/png', base64: 'iVBORw0=' },
  },
  {
    what: 'a merge patch where it is chosen',
    operation: offering({ [json]: { schema: pet }, 'application/merge-patch+json': { schema: pet } }),
    args: { body: { name: 'Rex' }, contentType: 'application/merge-patch+json' },
    arrives: { line: 'POST /', type: 'application/merge-patch+json', json: { name: 'Rex' } },
  },
  {
    what: 'one of two vendor types',
    operation: offering({
      'application/vnd.pet.v1+json': { schema: pet },
      'application/vnd.pet.v2+json': { schema: other },
    }),
    args: { body: { name: 'Rex', tags: [] }, contentType: 'application/vnd.pet.v2+json' },
    arrives: { line: 'POST /', type: 'application/vnd.pet.v2+json', json: { name: 'Rex', tags: [] } },
  },
  {
    what: 'the same schema in JSON and in a form',
    operation: offering({ [json]: { schema: pet }, [form]: { schema: pet } }),
    args: { body: { name: 'Rex' } },
    arrives: { line: 'POST /', type: json, json: { name: 'Rex' } },
  },
  {
    what: 'a form on its own',
    operation: offering({ [form]: { schema: pet } }),
    args: { body: { name: 'Rex' } },
    arrives: { line: 'POST /', type: form, text: 'name=Rex' },
  },
  {
    what: 'JSON beside a range',
    section: specific,
    operation: offering({ '*/*': {}, [json]: { schema: pet } }),
    args: { body: { name: 'Rex' } },
    arrives: { line: 'POST /', type: json, json: { name: 'Rex' } },
  },
  {
    what: 'text/plain beside text/*',
    section: specific,
    operation: offering({ 'text/*': { schema: string }, 'text/plain': { schema: string } }),
    args: { body: 'x' },
    arrives: { line: 'POST /', type: 'text/plain', text: 'x' },
  },
  {
    what: 'the range text/* on its own',
    section: 'OpenAPI 3.2.0, 4.13.1; RFC 9110, 12.5.1',
    operation: offering({ 'text/*': { schema: string } }),
    args: { body: 'x' },
    arrives: { line: 'POST /', type: ['text/plain', 'text/plain; charset=utf-8'], text: 'x' },
  },
];

const answering = {
  responses: {
    200: {
      description: 'OK',
      content: { 'application/pdf': {}, 'text/csv': { schema: string }, 'application/json': { schema: pet } },
    },
    '4XX': { description: 'Bad', content: { 'application/problem+json': {} } },
  },
};

/** What is asked for: nothing that the operation does not answer in goes first. */
const accepting: readonly RequestCase[] = [
  {
    what: 'the one type of the answer is asked for',
    section: 'OpenAPI 3.2.0, 4.17.1; RFC 9110, 12.5.1',
    versions: since30,
    operation: { responses: { 200: { description: 'OK', content: { 'text/csv': { schema: string } } } } },
    arrives: { line: 'GET /', headers: { accept: 'text/csv' } },
  },
  {
    what: 'a body of one type and an answer in another',
    section: 'OpenAPI 3.2.0, 4.13.1 and 4.17.1; RFC 9110, 12.5.1',
    versions: since30,
    method: 'post',
    operation: {
      requestBody: { content: { [form]: { schema: pet } } },
      responses: { 200: { description: 'OK', content: { 'application/pdf': {} } } },
    },
    args: { body: { age: 3 } },
    arrives: { line: 'POST /', type: form, headers: { accept: 'application/pdf' }, text: 'age=3' },
  },
  {
    what: 'JSON is wanted more than CSV and PDF',
    section: 'OpenAPI 3.2.0, 4.17.1; RFC 9110, 12.4.2 and 12.5.1',
    versions: since30,
    operation: answering,
    arrives: {
      line: 'GET /',
      headers: {
        accept: [
          'application/json, text/csv;q=0.5, application/pdf;q=0.5, */*;q=0.1',
          'application/json, application/pdf;q=0.5, text/csv;q=0.5, */*;q=0.1',
        ],
      },
    },
  },
  ...['application/json', 'text/csv', 'application/pdf'].map((accept): RequestCase => ({
    what: `${accept} chosen by the caller`,
    section: 'OpenAPI 3.2.0, 4.17.1; RFC 9110, 12.5.1',
    versions: since30,
    operation: answering,
    args: { accept },
    arrives: { line: 'GET /', headers: { accept } },
  })),
  {
    what: 'a type that the operation does not answer in is refused',
    section: 'OpenAPI 3.2.0, 4.17.1',
    versions: since30,
    operation: answering,
    args: { accept: 'image/png' },
    arrives: 'nothing',
  },
  {
    what: 'a query parameter called accept beside the choice',
    section: 'OpenAPI 3.2.0, 4.12.2 and 4.17.1',
    versions: since30,
    operation: { ...answering, parameters: [{ name: 'accept', in: 'query', schema: string }] },
    args: { accept: 'text/csv', accept_query: 'terms' },
    arrives: { line: 'GET /?accept=terms', headers: { accept: 'text/csv' } },
  },
  {
    what: 'the values of an Accept header parameter, which is ignored, are the choice',
    section: 'OpenAPI 3.2.0, 4.12.2; RFC 9110, 12.5.1',
    versions: since30,
    operation: {
      parameters: [
        {
          name: 'Accept',
          in: 'header',
          schema: { type: 'string', enum: ['application/json', 'application/vnd.x.raw+json'] },
        },
      ],
      responses: { 200: { description: 'OK', content: { 'application/json': { schema: pet } } } },
    },
    args: { accept: 'application/vnd.x.raw+json' },
    arrives: { line: 'GET /', headers: { accept: 'application/vnd.x.raw+json' } },
  },
  {
    what: 'produces of 2.0 is the choice',
    section: 'Swagger 2.0, Operation Object, produces',
    versions: ['2.0'],
    operation: { produces: ['application/json', 'text/csv'], responses: { 200: { description: 'OK', schema: pet } } },
    args: { accept: 'text/csv' },
    arrives: { line: 'GET /', headers: { accept: 'text/csv' } },
  },
  ...[
    ['errors in problem+json', { 'application/json': { schema: pet }, 'application/problem+json': { schema: {} } }],
    [
      'the same in XML and plain text',
      { 'application/xml': { schema: pet }, 'text/plain': { schema: pet }, 'application/json': { schema: pet } },
    ],
    ['the same picture in two formats', { 'image/png': {}, 'image/jpeg': {} }],
    ['the same for programs', { 'application/json': { schema: pet }, 'application/x-protobuf': {} }],
  ].map(([what, content]): RequestCase => ({
    what: `no choice: ${what as string}`,
    section: 'OpenAPI 3.2.0, 4.17.1',
    versions: since30,
    operation: {
      responses: { 200: { description: 'OK', content }, 400: { description: 'Bad', content: { 'text/csv': {} } } },
    },
    args: { accept: 'application/json' },
    arrives: 'nothing',
  })),
];

const cases = rows.map((row): RequestCase => ({
  ...row,
  section: row.section ?? section,
  versions: since30,
  method: 'post',
}));

export const mediaTypeChoice: Area = { name: 'Choice of media type', cases: [...cases, ...accepting] };
