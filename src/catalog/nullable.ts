import { own } from '../base/json.ts';
import { annotationKeywords, type JsonSchema } from './json-schema.ts';

/** OpenAPI 3.0's `nullable` (3.0.4, 4.7.24.1), and Swagger 2.0's customary `x-nullable`. */
export function isNullable(value: unknown): boolean {
  return own(value, 'nullable') === true || own(value, 'x-nullable') === true;
}

/** Keywords that refuse null whatever `type` says. */
const refusing = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'const'];

/**
 * The schema with null beside what it takes. The texts of the specification would have `nullable` count only where
 * `type` stands with it; those who write it beside a reference or a combinator mean null too.
 */
export function makeNullable(schema: JsonSchema): JsonSchema {
  const { type } = schema;
  if (type === undefined || refusing.some((keyword) => Object.hasOwn(schema, keyword))) {
    const annotations: JsonSchema = {};
    const constraints: JsonSchema = {};
    for (const keyword of Object.keys(schema))
      (annotationKeywords.has(keyword) ? annotations : constraints)[keyword] = schema[keyword];
    return Object.keys(constraints).length === 0 ? schema : { ...annotations, anyOf: [constraints, { type: 'null' }] };
  }
  const types = Array.isArray(type) ? (type as unknown[]) : [type];
  const values = schema['enum'];
  return {
    ...schema,
    type: types.includes('null') ? type : [...types, 'null'],
    ...(Array.isArray(values) && !values.includes(null) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}
