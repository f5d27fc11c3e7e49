import { isObject, type Json } from '../base/json.ts';
import type { JsonSchema } from '../catalog/json-schema.ts';
import type { Tool } from '../catalog/tool.ts';

/** Arguments that a call of the tool could have: the required ones, with values of the right kind. */
export function exampleArguments(tool: Tool): Json {
  const { properties, required = [], $defs = {} } = tool.inputSchema;
  return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {}, $defs, 0)]));
}

function exampleOf(schema: JsonSchema, $defs: Readonly<Record<string, JsonSchema>>, depth: number): Json {
  if (depth > 6) return {};
  for (const known of [firstOf(schema['examples']), schema['default'], schema['const'], firstOf(schema['enum'])]) {
    if (known !== undefined) return known as Json;
  }
  const reference = schema['$ref'];
  if (typeof reference === 'string')
    return exampleOf($defs[reference.slice('#/$defs/'.length)] ?? {}, $defs, depth + 1);
  for (const keyword of ['oneOf', 'anyOf']) {
    const branch = firstOf(schema[keyword]);
    if (isObject(branch)) return exampleOf(branch, $defs, depth + 1);
  }
  const parts = Array.isArray(schema['allOf']) ? (schema['allOf'] as JsonSchema[]) : [];
  const type = Array.isArray(schema['type'])
    ? (schema['type'] as unknown[]).find((name) => name !== 'null')
    : schema['type'];
  if (type === 'object' || isObject(schema['properties']) || parts.length > 0) {
    const merged = parts.map((part) => exampleOf(part, $defs, depth + 1)).filter(isObject);
    const properties = isObject(schema['properties']) ? (schema['properties'] as Record<string, JsonSchema>) : {};
    const required = Array.isArray(schema['required']) ? (schema['required'] as string[]) : [];
    return Object.assign(
      {},
      ...merged,
      Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {}, $defs, depth + 1)])),
    ) as Json;
  }
  switch (type) {
    case 'array':
      return [exampleOf(isObject(schema['items']) ? schema['items'] : {}, $defs, depth + 1)];
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return exampleText(schema);
  }
}

function exampleText(schema: JsonSchema): string {
  switch (schema['format']) {
    case 'date':
      return '2026-01-31';
    case 'date-time':
      return '2026-01-31T12:00:00Z';
    case 'uuid':
      return '123e4567-e89b-12d3-a456-426614174000';
    case 'email':
      return 'someone@example.com';
    case 'uri':
      return 'https://example.com/';
    default:
      return '…';
  }
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value[0] as unknown) : undefined;
}
