import { isObject } from '../base/json.ts';
import { plainValues, schemaMaps } from './json-schema.ts';

/** Adds what the references in a schema lead to, as often as they are there. */
export function collectReferences(schema: unknown, refs: string[]): void {
  if (Array.isArray(schema)) for (const item of schema) collectReferences(item, refs);
  else if (isObject(schema)) {
    for (const keyword of Object.keys(schema)) {
      const member = schema[keyword];
      if (keyword === '$ref' && typeof member === 'string') refs.push(member);
      else if (schemaMaps.has(keyword) && isObject(member)) collectReferences(Object.values(member), refs);
      else if (!plainValues.has(keyword)) collectReferences(member, refs);
    }
  }
}
