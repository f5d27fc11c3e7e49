import { isObject } from '../../../src/base/json.ts';
import type { Part } from './documents.ts';

/**
 * A document without what ajv stops at, so that the judges built on it say something of the rest: `nullable` without a
 * type, which says nothing (OpenAPI 3.0.4, 4.7.24.1), patterns that are no expressions, enums with nothing in them, and
 * bounds in the words of another version.
 */
export function readable(document: Part): Part {
  const isOld = /^3\.0/.test(String(document['openapi']));
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([keyword, member]) => !stops(keyword, member, value, isOld))
        .map(([key, member]) => [key, walk(member)]),
    );
  };
  return walk(document) as Part;
}

function stops(keyword: string, member: unknown, schema: Part, isOld: boolean): boolean {
  switch (keyword) {
    case 'nullable':
      return typeof member === 'boolean' && schema['type'] === undefined;
    case 'pattern':
      return typeof member === 'string' && !compiles(member);
    case 'enum':
      return Array.isArray(member) && member.length === 0;
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return typeof member === 'boolean' && !isOld;
    default:
      return false;
  }
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
