import { describe, expect, test } from '@jest/globals';
import type { JsonSchema } from '../../src/catalog/json-schema.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { toolOf } from '../upstream/support/tool.ts';

const string = { type: 'string' };
const base64 = { type: 'string', contentEncoding: 'base64' };
const file = expect.objectContaining({ properties: expect.objectContaining({ base64: expect.anything() as unknown }) });

function toolFor(schema: object, media: object = {}, version = '3.1.1', type = 'multipart/form-data'): Promise<Tool> {
  return toolOf({ requestBody: { content: { [type]: { schema, ...media } } } }, { method: 'post', version });
}

function toolForFields(properties: object, media: object = {}, version = '3.1.1'): Promise<Tool> {
  return toolFor({ type: 'object', properties }, media, version);
}

describe('fields without a type', () => {
  test('are files since 3.1', async () => {
    const properties = { any: {}, list: { type: 'array', items: {} }, told: { title: 'T', description: 'd' } };
    const { body, inputSchema } = await toolForFields(properties);
    expect(body!.contents[0]!.files).toEqual({ any: 'one', list: 'many', told: 'one' });
    expect(inputSchema.properties['body']!['properties']).toEqual({
      any: file,
      list: expect.objectContaining({ type: 'array', items: file }) as unknown,
      told: file,
    });
  });

  test.each([
    ['in 3.0', {}, {}, '3.0.4'],
    ['that assert something', { enum: ['a'] }, {}, '3.1.1'],
    ['whose encoding is text', {}, { contentType: 'text/plain' }, '3.1.1'],
    ['whose encoding has a style', {}, { style: 'form' }, '3.1.1'],
  ])('are none %s', async (_, field, encoding, version) => {
    const { body } = await toolForFields({ field }, { encoding: { field: encoding } }, version);
    expect(body!.contents[0]!.files).toEqual({});
  });
});

test.each([
  [
    '3.1.1',
    { a: base64, list: { type: 'array', items: base64 }, b: { type: 'string', format: 'byte' } },
    ['a', 'list'],
  ],
  ['3.0.4', { a: base64, b: { type: 'string', format: 'byte' } }, ['b']],
])('in %s strings of base64 are known', async (version, properties, expected) => {
  expect((await toolForFields(properties, {}, version)).body!.contents[0]!.base64).toEqual(expected);
});

test('the encoding `binary` leaves bytes as they are (RFC 2045, 6.2), so such a string is a file', async () => {
  const binary = { type: 'string', contentEncoding: 'binary' };
  const { body } = await toolForFields({ a: binary, b: { ...binary, contentMediaType: 'image/png' } });
  expect(body!.contents[0]).toMatchObject({ files: { a: 'one', b: 'one' }, base64: [] });
});

test('files by position (OpenAPI 3.2.0, 4.14.5.2)', async () => {
  const list = { type: 'array', prefixItems: [{ type: 'object' }, string, base64], items: {} };
  const media = { prefixEncoding: [{}, { contentType: 'image/*' }, {}] };
  const { body, inputSchema } = await toolFor(list, media, '3.2.0', 'multipart/mixed');
  expect(body!.contents[0]).toMatchObject({ files: { 1: 'one', '*': 'one' }, base64: ['2'], prefix: 3 });
  const schema = inputSchema.properties['body'] as JsonSchema;
  expect(schema['prefixItems']).toEqual([{ type: 'object' }, file, base64]);
  expect(schema['items']).toEqual(file);
});
