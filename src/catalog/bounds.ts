import type { JsonSchema } from './json-schema.ts';

/** In 2.0 and 3.0 `exclusiveMaximum: true` qualifies `maximum`; since 3.1 it is a bound of its own. */
export function writeNumber(
  schema: JsonSchema,
  keyword: string,
  member: unknown,
  value: Readonly<Record<string, unknown>>,
): void {
  const bound = typeof member === 'string' && member.trim() !== '' ? Number(member) : member;
  if (typeof bound !== 'number' || !Number.isFinite(bound)) return;
  if (keyword === 'maximum' && value['exclusiveMaximum'] === true) schema['exclusiveMaximum'] = bound;
  else if (keyword === 'minimum' && value['exclusiveMinimum'] === true) schema['exclusiveMinimum'] = bound;
  else if (keyword !== 'multipleOf' || bound > 0) schema[keyword] = bound;
}

/** A length or number of things; one that is no whole number from 0 says nothing. */
export function writeCount(schema: JsonSchema, keyword: string, member: unknown): void {
  const count = typeof member === 'string' && /^\d+$/.test(member.trim()) ? Number(member) : member;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0) schema[keyword] = count;
}
