import { describe, expect, test } from '@jest/globals';
import type { Tool } from '../../src/catalog/tool.ts';
import { toolOf } from './document.ts';

const object = { type: 'object', properties: { a: { type: 'string' } } };
const binary = { type: 'string', format: 'binary' };
const xmlText = { type: 'string', description: 'XML, as text.' };
const linesText = { type: 'string', description: 'The values as text, each in JSON on a line.' };
const file = expect.objectContaining({
  type: 'object',
  properties: expect.objectContaining({ base64: expect.anything() as unknown }) as unknown,
}) as unknown;

type Content = Readonly<Record<string, object>>;
const bodyOf = (content: Content, components: object = {}): Promise<Tool> =>
  toolOf({ requestBody: { content } }, { components });
const typesOf = ({ body }: Tool): string[] => body?.contents.map(({ contentType }) => contentType) ?? [];

describe('media types', () => {
  const json = { schema: object };
  const other = { schema: { type: 'object', properties: { b: { type: 'string' } } } };
  const cases: readonly (readonly [name: string, content: Content, types: readonly string[]])[] = [
    [
      'JSON comes first',
      { 'text/plain': {}, 'multipart/form-data': other, 'application/json': json },
      ['application/json', 'multipart/form-data', 'text/plain'],
    ],
    [
      'the same schema is no choice',
      { 'application/xml': json, 'application/x-www-form-urlencoded': json, 'application/json': json },
      ['application/json'],
    ],
    [
      'JSON before its relatives',
      {
        'application/vnd.x+json': other,
        'application/json; charset=utf-8': { schema: { type: 'array' } },
        'application/json': json,
      },
      ['application/json', 'application/vnd.x+json', 'application/json; charset=utf-8'],
    ],
    [
      'patch formats are offered even with one schema',
      {
        'application/json-patch+json': json,
        'application/merge-patch+json': json,
        'application/apply-patch+yaml': json,
      },
      ['application/merge-patch+json', 'application/json-patch+json', 'application/apply-patch+yaml'],
    ],
    [
      'a JSON Patch that is a list may be the first',
      { 'application/json-patch+json': { schema: { type: 'array' } }, 'application/merge-patch+json': json },
      ['application/json-patch+json', 'application/merge-patch+json'],
    ],
    ['dispatch is no patch', { 'application/json': json, 'application/vnd.dispatch+json': json }, ['application/json']],
    ['any type is JSON', { '*/*': json }, ['application/json']],
    ['any type of a binary text is binary', { '*/*': { schema: binary } }, ['application/octet-stream']],
    ['ranges', { 'image/*': {} }, ['application/octet-stream']],
    ['a range of texts', { 'text/*': {} }, ['text/plain']],
    ['a range of forms', { 'multipart/*': json }, ['multipart/form-data']],
    [
      'binary before JSON where the value is binary',
      { 'application/json': { schema: binary }, 'application/pdf': { schema: binary } },
      ['application/pdf'],
    ],
    [
      'a form with a file needs multipart',
      {
        'application/x-www-form-urlencoded': { schema: { properties: { f: binary } } },
        'multipart/form-data': { schema: { properties: { f: binary } } },
      },
      ['multipart/form-data'],
    ],
    ['JSON without a schema', { 'application/json': {} }, ['application/json']],
  ];
  test.each(cases)('%s', async (_, content, types) => expect(typesOf(await bodyOf(content))).toEqual(types));

  test('a choice is an argument with a default', async () => {
    const { inputSchema } = await bodyOf({ 'text/csv': {}, 'application/json': { schema: object } });
    expect(inputSchema.properties['contentType']).toMatchObject({
      type: 'string',
      enum: ['application/json', 'text/csv'],
      default: 'application/json',
    });
    expect(inputSchema.properties['body']).toEqual({ anyOf: [object, { type: 'string' }] });
  });

  test.each([
    ['application/octet-stream', { schema: binary }, file],
    ['image/png', {}, file],
    ['text/plain', { schema: { type: 'string' } }, { type: 'string' }],
    ['application/xml', { schema: object }, xmlText],
    ['application/x-www-form-urlencoded', { schema: object }, object],
    ['application/json', {}, {}],
    ['multipart/form-data', {}, { type: 'object' }],
    [
      'application/xml',
      { schema: { ...object, xml: { name: 'o' } } },
      { anyOf: [object, { ...xmlText, pattern: '^\\s*<' }] },
    ],
    ['text/xml', { schema: { type: 'string', xml: { name: 'o' } } }, xmlText],
    ['application/atom+xml', {}, xmlText],
    ['application/jsonl', { itemSchema: object }, { anyOf: [{ type: 'array', items: object }, linesText] }],
    [
      'application/x-ndjson',
      { schema: { type: 'array', maxItems: 2 } },
      { anyOf: [{ type: 'array', maxItems: 2 }, linesText] },
    ],
    ['application/x-ndjson', { schema: object }, { anyOf: [{ type: 'array', items: object }, linesText] }],
    ['application/x-ndjson', { schema: { type: 'string' } }, linesText],
    ['application/json-seq', {}, { anyOf: [{ type: 'array' }, linesText] }],
  ])('%s is its own kind of value', async (type, media, schema) =>
    expect((await bodyOf({ [type]: media })).inputSchema.properties['body']).toEqual(schema),
  );

  test('required and described', async () => {
    const tool = await toolOf({
      requestBody: {
        required: true,
        description: 'The <b>thing</b>.',
        content: { 'application/json': { schema: object } },
      },
    });
    expect(tool.inputSchema.required).toEqual(['body']);
    expect(tool.inputSchema.properties['body']).toEqual({ ...object, description: 'The thing.' });
  });

  test.each([
    ['none', {}],
    ['no content', { requestBody: { content: {} } }],
  ])('%s is no argument', async (_, operation) => {
    const tool = await toolOf(operation);
    expect(tool.body).toBeUndefined();
    expect(tool.inputSchema).toEqual({ type: 'object', properties: {}, additionalProperties: false });
  });
});

describe('files in a form', () => {
  const media = { type: 'string', contentMediaType: 'application/octet-stream' };
  const cases: readonly (readonly [
    name: string,
    property: object,
    count: 'one' | 'many' | undefined,
    encoding?: string,
  ])[] = [
    ['binary', binary, 'one'],
    ['a list of binary', { type: 'array', items: binary }, 'many'],
    ['a content media type', media, 'one'],
    ['a list of content media types', { type: 'array', items: media }, 'many'],
    ['encoded content is text', { ...media, contentEncoding: 'base64' }, undefined],
    ['binary or null', { type: ['string', 'null'], format: 'binary' }, 'one'],
    ['binary or null in anyOf', { anyOf: [media, { type: 'null' }] }, 'one'],
    ['a list or null in anyOf', { anyOf: [{ type: 'array', items: binary }, { type: 'null' }] }, 'many'],
    ['a reference', { $ref: '#/components/schemas/File' }, 'one'],
    ['a list of references', { type: 'array', items: { $ref: '#/components/schemas/File' } }, 'many'],
    ['a reference in allOf', { allOf: [{ $ref: '#/components/schemas/File' }] }, 'one'],
    ['an encoding', { type: 'string' }, 'one', 'image/png, image/jpeg'],
    ['an encoding of a list', { type: 'array', items: { type: 'string' } }, 'many', 'application/pdf'],
    ['an encoding without a type', {}, 'one', 'application/octet-stream'],
    ['a text encoding', { type: 'string' }, undefined, 'text/csv'],
    ['a JSON encoding', { type: 'object' }, undefined, 'application/json'],
    ['an object is no file', { type: 'object' }, undefined, 'application/octet-stream'],
    ['text', { type: 'string' }, undefined],
  ];
  test.each(cases)('%s', async (...[, property, count, type]) => {
    const schema = {
      type: 'object',
      properties: { upload: { ...property, description: 'The upload.' }, note: { type: 'string' } },
      required: ['upload'],
    };
    const encoding = type === undefined ? {} : { upload: { contentType: type } };
    const tool = await bodyOf({ 'multipart/form-data': { schema, encoding } }, { schemas: { File: binary } });
    expect(tool.body!.contents[0]!.files).toEqual(count === undefined ? {} : { upload: count });
    const { properties } = tool.inputSchema.properties['body'] as { properties: Record<string, unknown> };
    expect(properties['note']).toEqual({ type: 'string' });
    const described = { description: expect.stringContaining('The upload.') as unknown };
    expect(properties['upload']).toEqual(
      count === 'one'
        ? file
        : count === 'many'
          ? { type: 'array', items: file, ...described }
          : expect.objectContaining(described),
    );
  });

  test.each([
    ['a reference', { $ref: '#/components/schemas/Form' }],
    ['allOf', { allOf: [{ $ref: '#/components/schemas/Form' }, { properties: { note: { type: 'string' } } }] }],
    ['anyOf', { anyOf: [{ $ref: '#/components/schemas/Form' }, { type: 'null' }] }],
    ['properties beside a reference', { $ref: '#/components/schemas/Form', properties: { note: { type: 'string' } } }],
    ['a form that refers to itself', { $ref: '#/components/schemas/Ring' }],
  ])('are found through %s', async (_, schema) => {
    const schemas = {
      Form: { type: 'object', properties: { upload: binary }, required: ['upload'] },
      Ring: { allOf: [{ $ref: '#/components/schemas/Ring' }, { $ref: '#/components/schemas/Form' }] },
    };
    const tool = await bodyOf({ 'multipart/form-data': { schema } }, { schemas });
    expect(tool.body!.contents[0]!.files).toEqual({ upload: 'one' });
    expect(JSON.stringify(tool.inputSchema)).toContain('base64');
    expect(JSON.stringify(tool.inputSchema)).not.toContain('binary');
  });

  test('form parameters of 2.0', async () => {
    const parameters = [
      { in: 'formData', name: 'upload', type: 'file', required: true, description: 'It.' },
      { in: 'formData', name: 'tags', type: 'array', items: { type: 'string' } },
    ];
    const tool = await toolOf({ consumes: ['multipart/form-data'], parameters }, {}, '2.0');
    expect(tool.inputSchema.properties['body']).toMatchObject({
      properties: { upload: file, tags: { type: 'array' } },
      required: ['upload'],
    });
  });
});
