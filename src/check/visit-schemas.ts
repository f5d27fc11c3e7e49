import { isObject } from '../base/json.ts';
import { type JsonSchema, plainValues, schemaMaps } from '../catalog/json-schema.ts';

/** Shows every schema in a schema, itself first, with the names of the properties that lead to it. */
export function visitSchemas(
  schema: unknown,
  visit: (schema: JsonSchema, path: readonly string[]) => void,
  path: readonly string[] = [],
): void {
  if (!isObject(schema)) return;
  visit(schema, path);
  for (const [keyword, member] of Object.entries(schema)) {
    if (typeof member !== 'object' || member === null || plainValues.has(keyword)) continue;
    if (schemaMaps.has(keyword)) {
      if (isObject(member))
        for (const [name, below] of Object.entries(member))
          visitSchemas(below, visit, keyword === 'properties' ? [...path, name] : path);
    } else if (Array.isArray(member)) for (const item of member) visitSchemas(item, visit, path);
    else visitSchemas(member, visit, path);
  }
}
