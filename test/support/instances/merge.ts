import { isObject } from '../../../src/base/json.ts';
import type { JsonSchema } from '../../../src/catalog/json-schema.ts';

const larger = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']);
const smaller = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']);

/** A schema that asks for what two ask for, as far as a generator needs to know it. */
export function mergeSchemas(one: JsonSchema, other: JsonSchema): JsonSchema {
  const merged: JsonSchema = { ...one };
  for (const [keyword, value] of Object.entries(other)) {
    const present = merged[keyword];
    if (present === undefined) merged[keyword] = value;
    else if (larger.has(keyword)) merged[keyword] = Math.max(present as number, value as number);
    else if (smaller.has(keyword)) merged[keyword] = Math.min(present as number, value as number);
    else if (keyword === 'type') merged[keyword] = commonTypes([present].flat(), [value].flat());
    else if (keyword === 'enum') merged[keyword] = common(present as unknown[], value as unknown[]);
    else if (keyword === 'required' || keyword === 'pattern') merged[keyword] = [...new Set([present, value].flat())];
    else if (keyword === 'properties' || keyword === 'patternProperties')
      merged[keyword] = mergeMaps(present as JsonSchema, value as JsonSchema);
    else if (keyword === 'items' || keyword === 'additionalProperties') merged[keyword] = both(present, value);
  }
  for (const [closed, open] of [
    [one, other],
    [other, one],
  ] as const)
    if (closed['additionalProperties'] === false) keepOnly(merged, closed, open);
  return merged;
}

/** What a closed object does not name, its neighbour cannot add. */
function keepOnly(merged: JsonSchema, closed: JsonSchema, open: JsonSchema): void {
  const named = isObject(closed['properties']) ? closed['properties'] : {};
  if (closed['patternProperties'] !== undefined || !isObject(open['properties'])) return;
  merged['properties'] = Object.fromEntries(
    Object.entries(merged['properties'] as JsonSchema).filter(([name]) => Object.hasOwn(named, name)),
  );
}

function mergeMaps(one: JsonSchema, other: JsonSchema): JsonSchema {
  const merged = { ...one };
  for (const [name, schema] of Object.entries(other))
    merged[name] = Object.hasOwn(one, name) && one[name] !== schema ? both(one[name], schema) : schema;
  return merged;
}

function both(one: unknown, other: unknown): unknown {
  if (one === false || other === false) return false;
  if (!isObject(one)) return other;
  return isObject(other) ? { allOf: [one, other] } : one;
}

function common(one: readonly unknown[], other: readonly unknown[]): unknown[] {
  const known = new Set(other.map((value) => JSON.stringify(value)));
  return one.filter((value) => known.has(JSON.stringify(value)));
}

function commonTypes(one: readonly unknown[], other: readonly unknown[]): unknown[] {
  const shared = one.filter((type) => other.includes(type));
  if (one.includes('integer') && other.includes('number') && !shared.includes('integer')) shared.push('integer');
  if (other.includes('integer') && one.includes('number') && !shared.includes('integer')) shared.push('integer');
  return shared;
}
