import { isObject } from '../base/json.ts';
import type { JsonSchema } from './json-schema.ts';

/**
 * Brings the `enum` and `const` of a schema together with its `type`. Unquoted in YAML, `enum: [2, on]` holds numbers
 * where texts are meant; numbers in quotes and lists of what the elements may be are as frequent. A value that cannot
 * be of the type says nothing, so it goes; where none is left, the keyword does.
 */
export function mendEnum(schema: JsonSchema): void {
  const types = schema['type'] === undefined ? [] : [schema['type']].flat();
  const values = schema['enum'];
  if (Array.isArray(values)) {
    const distinct = [...new Set(values as unknown[])];
    const fitting =
      types.length === 0 ? distinct : distinct.map((value) => fit(value, types)).filter((value) => value !== undefined);
    if (fitting.some((value) => value !== null) || distinct.every((value) => value === null)) schema['enum'] = fitting;
    else {
      delete schema['enum'];
      const { items } = schema;
      if (types.includes('array') && isObject(items) && items['enum'] === undefined && items['$ref'] === undefined) {
        schema['items'] = { ...items, enum: distinct };
        mendEnum(schema['items'] as JsonSchema);
      }
    }
  }
  if (Object.hasOwn(schema, 'const') && types.length > 0) {
    const constant = fit(schema['const'], types);
    if (constant === undefined) delete schema['const'];
    else schema['const'] = constant;
  }
}

/** A value as one of the types has it, or nothing; null stays, since it says that null is allowed. */
function fit(value: unknown, types: readonly unknown[]): unknown {
  if (value === null || types.some((type) => isOfType(value, type))) return value;
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (typeof value !== 'string') return undefined;
  if (types.includes('boolean') && (value === 'true' || value === 'false')) return value === 'true';
  const number = /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value) ? Number(value) : undefined;
  return number !== undefined && types.some((type) => isOfType(number, type)) ? number : undefined;
}

function isOfType(value: unknown, type: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}
