import { describe, expect, test } from '@jest/globals';
import type { Encoding, MediaType } from '../../src/spec/operation.ts';
import { operationOf } from './fixture.ts';

const form = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data';

async function mediaOf(type: string, media: object, openapi = '3.2.0', components: object = {}): Promise<MediaType> {
  const post = { requestBody: { content: { [type]: media } } };
  const { requestBody } = await operationOf({ openapi, paths: { '/a': { post } }, components });
  return requestBody!.content[0]!;
}

async function encodingOf(type: string, encoding: object, openapi?: string, components?: object): Promise<Encoding> {
  return (await mediaOf(type, { encoding: { a: encoding } }, openapi, components)).encoding['a']!;
}

test.each([
  ['Application/LD+JSON; profile="https://X.test/Pet"', 'application/ld+json; profile="https://X.test/Pet"'],
  [' TEXT/Plain ;Charset=UTF-8 ', 'text/plain;Charset=UTF-8'],
  ['IMAGE/*', 'image/*'],
])('%s is read as %s (RFC 9110, 8.3.1)', async (written, type) => {
  expect((await mediaOf(written, {})).type).toBe(type);
});

describe('style, explode and allowReserved', () => {
  const all = { style: 'form', explode: true, allowReserved: false };
  test.each([
    [form, '3.0.4', all],
    [form, '3.2.0', all],
    [multipart, '3.1.1', all],
    [multipart, '3.2.0', all],
  ])('count in %s of %s', async (type, version, expected) => {
    expect(await encodingOf(type, all, version)).toMatchObject(expected);
  });

  test('are ignored in multipart of 3.0 (3.0.4, 4.7.15.1.2)', async () => {
    const none = { style: undefined, explode: undefined, allowReserved: undefined };
    expect(await encodingOf(multipart, all, '3.0.4')).toMatchObject(none);
  });
});

test.each([
  ['3.0.4', false],
  ['3.1.1', false],
  ['3.2.0', true],
])('in %s a type is that of each item: %s (3.2.0, 4.14.5.1)', async (version, perItem) => {
  expect(await encodingOf(form, { contentType: 'application/json' }, version)).toMatchObject({ perItem });
});

test('headers that can have only one value are known (3.2.0, 4.15.1.1)', async () => {
  const headers = {
    'X-Const': { schema: { const: 1 } },
    'X-Enum': { schema: { enum: ['a'] } },
    'X-Default': { schema: { $ref: '#/components/schemas/Kind' } },
    'X-Ref': { $ref: '#/components/headers/Ref' },
    'X-Open': { schema: { type: 'string' } },
    'X-Choice': { schema: { enum: ['a', 'b'] } },
    'X-Content': { content: { 'text/plain': {} } },
    'content-type': { schema: { const: 'text/html' } },
    'Content-Disposition': { schema: { const: 'inline' } },
    'X: 1\r\nY': { schema: { const: 1 } },
  };
  const components = {
    schemas: { Kind: { type: 'string', default: 'memo' } },
    headers: { Ref: { schema: { const: true } } },
  };
  const known = { 'X-Const': 1, 'X-Enum': 'a', 'X-Default': 'memo', 'X-Ref': true };
  expect((await encodingOf(multipart, { headers }, '3.2.0', components)).headers).toEqual(known);
});

test('encodings by position, and of the parts of a part (3.2.0, 4.14.5.2 and 4.15.2)', async () => {
  const nested = { contentType: 'multipart/mixed', prefixEncoding: [{ contentType: 'text/csv' }] };
  const { encoding } = await mediaOf('multipart/mixed', {
    prefixEncoding: [{ contentType: 'application/json' }, nested],
    itemEncoding: { contentType: 'image/png' },
  });
  expect(encoding).toMatchObject({
    0: { contentType: 'application/json', encoding: {} },
    1: { encoding: { 0: { contentType: 'text/csv' } } },
    '*': { contentType: 'image/png' },
  });
});

test.each([
  ['3.0.4', 'path', false],
  ['3.1.1', 'cookie', false],
  ['3.1.1', 'query', true],
  ['3.2.0', 'path', true],
  ['3.2.0', 'cookie', true],
])('in %s allowReserved applies in a %s: %s', async (openapi, location, allowReserved) => {
  const parameter = { name: 'a', in: location, required: true, allowReserved: true, schema: {} };
  const { parameters } = await operationOf({ openapi, paths: { '/{a}': { get: { parameters: [parameter] } } } });
  expect(parameters.find((one) => one.in === location)).toMatchObject({ allowReserved });
});
