// Pieces of OpenAPI documents, so that a case shows only what it is about.
import type { JsonObject } from '../../../src/base/json.ts';

export const string: JsonObject = { type: 'string' };
export const integer: JsonObject = { type: 'integer' };
export const int64: JsonObject = { type: 'integer', format: 'int64' };
export const object: JsonObject = { type: 'object' };
export const strings: JsonObject = { type: 'array', items: string };

/** `color` of the table of style examples. */
export const colors = {
  string: 'blue',
  empty: '',
  array: ['blue', 'black', 'brown'],
  object: { R: 100, G: 200, B: 150 },
} as const;
export const colorSchemas: Readonly<Record<keyof typeof colors, JsonObject>> = {
  string,
  empty: string,
  array: strings,
  object: { type: 'object', additionalProperties: integer },
};

export function inPath(name: string, schema: JsonObject = string, more: JsonObject = {}): JsonObject {
  return { name, in: 'path', required: true, schema, ...more };
}

export function inQuery(name: string, schema: JsonObject = string, more: JsonObject = {}): JsonObject {
  return { name, in: 'query', schema, ...more };
}

export function inHeader(name: string, schema: JsonObject = string, more: JsonObject = {}): JsonObject {
  return { name, in: 'header', schema, ...more };
}

export function inCookie(name: string, schema: JsonObject = string, more: JsonObject = {}): JsonObject {
  return { name, in: 'cookie', schema, ...more };
}

/** A parameter with `content` in place of `schema`. */
export function withContent(
  location: string,
  name: string,
  type: string,
  media: JsonObject = {},
  more: JsonObject = {},
): JsonObject {
  return { name, in: location, required: location === 'path', content: { [type]: media }, ...more };
}

/** An operation with these parameters. */
export function taking(...parameters: JsonObject[]): JsonObject {
  return { parameters };
}

/** An operation with a body of one media type. */
export function sending(type: string, schema?: JsonObject, more: JsonObject = {}): JsonObject {
  return { requestBody: { content: { [type]: { ...(schema ? { schema } : {}), ...more } } } };
}

/** An object schema with these properties. */
export function fields(properties: JsonObject): JsonObject {
  return { type: 'object', properties };
}

/** Swagger 2.0's list of strings, as a parameter. */
export function list(location: string, name: string, more: JsonObject = {}): JsonObject {
  return { name, in: location, type: 'array', items: string, required: location === 'path', ...more };
}
