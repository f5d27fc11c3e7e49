import { define, isObject } from '../base/json.ts';
import { type JsonSchema, plainValues, schemaMaps } from './json-schema.ts';
import { isStrict, loosen } from './loosen.ts';

/** A schema within a schema, and the keywords and names that lead to it. */
interface Place {
  readonly schema: JsonSchema;
  readonly path: readonly string[];
}

/** A schema of fewer characters goes with the one it is in: a stub would be no smaller. */
const leastWorth = 150;

/** A schema within a budget. */
export interface Pruned {
  readonly schema: JsonSchema;
  /** What was left open, by the names that lead to it. */
  readonly leftOut: readonly string[];
}

/**
 * A schema of at most about `budget` characters: what is written out in it farthest from the root becomes a stub, which
 * accepts whatever the schema in its place did, so that nothing is refused because of it.
 *
 * @param sizeOf - characters of a value as JSON
 * @param stub - what takes the place of a schema; it is told how that is called
 */
export function pruneInline(
  root: JsonSchema,
  budget: number,
  sizeOf: (value: unknown) => number,
  stub: (schema: JsonSchema, name: string) => JsonSchema,
): Pruned {
  const stubs = new Map<JsonSchema, JsonSchema>();
  const leftOut: string[] = [];
  let spent = 0;
  for (let level: Place[] = [{ schema: root, path: [] }]; level.length > 0;) {
    const below: Place[] = [];
    for (const { schema, path } of level) {
      const inside = subschemas(schema, path).filter((place) => sizeOf(place.schema) > leastWorth);
      const own = sizeOf(schema) - inside.reduce((sum, place) => sum + sizeOf(place.schema), 0);
      if (schema !== root && spent + own > budget && !stubs.has(schema)) {
        const name = path.join('.') || 'schema';
        const left = stub(schema, name);
        stubs.set(schema, left);
        leftOut.push(name);
        spent += sizeOf(left);
      } else {
        spent += own;
        below.push(...inside);
      }
    }
    level = below;
  }
  return { schema: leftOut.length === 0 ? root : replace(root, stubs), leftOut: [...new Set(leftOut)] };
}

/** The schemas directly in a schema; the path to each has the names of properties, not those of keywords. */
function subschemas(schema: JsonSchema, path: readonly string[]): Place[] {
  return Object.keys(schema).flatMap((keyword): Place[] => {
    const member = schema[keyword];
    if (plainValues.has(keyword)) return [];
    if (Array.isArray(member)) return member.filter(isObject).map((item) => ({ schema: item, path }));
    if (!isObject(member)) return [];
    if (!schemaMaps.has(keyword)) return [{ schema: member, path }];
    return Object.entries(member).flatMap(([name, item]) =>
      isObject(item) ? [{ schema: item, path: [...path, name] }] : [],
    );
  });
}

function replace(schema: JsonSchema, stubs: ReadonlyMap<JsonSchema, JsonSchema>): JsonSchema {
  const left = stubs.get(schema);
  if (left) return left;
  const copy: JsonSchema = { ...schema };
  const loose = new Set<string>();
  for (const keyword of Object.keys(schema)) {
    const member = schema[keyword];
    if (typeof member !== 'object' || member === null || plainValues.has(keyword)) continue;
    const replaced = replaceMember(keyword, member as JsonSchema, stubs);
    if (replaced === member) continue;
    copy[keyword] = replaced;
    loose.add(keyword);
  }
  if (loose.size === 0) return schema;
  return isStrict(copy) ? loosen(copy, (keyword) => loose.has(keyword)) : copy;
}

function replaceMember(keyword: string, member: JsonSchema, stubs: ReadonlyMap<JsonSchema, JsonSchema>): unknown {
  const inside = (value: unknown): unknown => (isObject(value) ? replace(value, stubs) : value);
  if (Array.isArray(member)) {
    const list = member.map(inside);
    return list.every((item, index) => item === (member as unknown[])[index]) ? member : list;
  }
  if (!schemaMaps.has(keyword)) return inside(member);
  const map: JsonSchema = {};
  for (const name of Object.keys(member)) define(map, name, inside(member[name]));
  return Object.keys(map).every((name) => map[name] === member[name]) ? member : map;
}
