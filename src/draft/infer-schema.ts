import { define, isObject, type JsonObject } from '../base/json.ts';
import { looksLikeValue } from './looks-like-value.ts';

/** Formats that are told where all texts have them (JSON Schema 2020-12, Validation 7.3). */
const formats: readonly (readonly [string, RegExp])[] = [
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ['date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['uri', /^[a-z][a-z0-9+.-]*:\/\/\S+$/i],
  ['ipv4', /^(\d{1,3}\.){3}\d{1,3}$/],
];

/** An object with more different keys is a map from something to something. */
const mostProperties = 200;

/** What was seen in one place of all samples. */
export interface Seen {
  nulls: number;
  booleans: number;
  integers: number;
  fractions: number;
  texts: number;
  /** Formats that all texts so far have. */
  formats: readonly string[];
  arrays: number;
  items: Seen | undefined;
  objects: number;
  readonly properties: Map<string, { times: number; seen: Seen }>;
}

export function seenNothing(): Seen {
  return {
    nulls: 0,
    booleans: 0,
    integers: 0,
    fractions: 0,
    texts: 0,
    formats: formats.map(([name]) => name),
    arrays: 0,
    items: undefined,
    objects: 0,
    properties: new Map(),
  };
}

/** Adds a value to what was seen. A placeholder of a collection, such as `{{id}}` or `<string>`, is no text. */
export function look(seen: Seen, value: unknown): void {
  if (value === null) seen.nulls++;
  else if (typeof value === 'boolean') seen.booleans++;
  else if (typeof value === 'number') {
    if (Number.isInteger(value)) seen.integers++;
    else seen.fractions++;
  } else if (typeof value === 'string') lookAtText(seen, value);
  else if (Array.isArray(value)) {
    seen.arrays++;
    seen.items ??= seenNothing();
    for (const item of value) look(seen.items, item);
  } else if (isObject(value)) {
    seen.objects++;
    for (const [key, part] of Object.entries(value)) {
      const property = seen.properties.get(key) ?? { times: 0, seen: seenNothing() };
      property.times++;
      look(property.seen, part);
      seen.properties.set(key, property);
    }
  }
}

function lookAtText(seen: Seen, value: string): void {
  if (/^\{\{.*\}\}$/.test(value)) return;
  const placeholder = /^<(\w+)>$/.exec(value)?.[1];
  if (placeholder === 'integer' || placeholder === 'long') seen.integers++;
  else if (placeholder === 'number' || placeholder === 'float' || placeholder === 'double') seen.fractions++;
  else if (placeholder === 'boolean') seen.booleans++;
  else {
    seen.texts++;
    const told = placeholder === 'dateTime' ? 'date-time' : placeholder;
    seen.formats = seen.formats.filter(
      (name) => told === name || formats.some(([known, shape]) => known === name && shape.test(value)),
    );
  }
}

/**
 * The schema of all that was seen: a property is required where every object had it, null is allowed where it was seen,
 * a format is told where all texts have it. No value of a sample is in it.
 */
export function toSchema(seen: Seen): JsonObject {
  const kinds: JsonObject[] = [];
  if (seen.booleans > 0) kinds.push({ type: 'boolean' });
  if (seen.fractions > 0) kinds.push({ type: 'number' });
  else if (seen.integers > 0) kinds.push({ type: 'integer' });
  if (seen.texts > 0) {
    const [format] = seen.formats;
    kinds.push({ type: 'string', ...(format === undefined ? {} : { format }) });
  }
  if (seen.arrays > 0) kinds.push({ type: 'array', items: seen.items ? toSchema(seen.items) : {} });
  if (seen.objects > 0) kinds.push(toObjectSchema(seen));
  if (kinds.length === 0) return {};
  const [first] = kinds;
  const isNullable = seen.nulls > 0;
  if (kinds.length === 1) return isNullable ? { ...first!, type: [first!['type'], 'null'] } : first!;
  return { anyOf: isNullable ? [...kinds, { type: 'null' }] : kinds };
}

function toObjectSchema({ objects, properties }: Seen): JsonObject {
  const keys = [...properties.keys()];
  // Keys that are values may be anybody's: the schema says what they lead to, and leaves them out.
  if (keys.length > mostProperties || keys.some((key) => looksLikeValue(key))) {
    const all = seenNothing();
    for (const { seen } of properties.values()) merge(all, seen);
    return { type: 'object', additionalProperties: toSchema(all) };
  }
  const shown: Record<string, unknown> = {};
  for (const [key, { seen }] of properties) define(shown, key, toSchema(seen));
  const required = keys.filter((key) => properties.get(key)!.times === objects);
  return { type: 'object', properties: shown, ...(required.length > 0 ? { required } : {}) };
}

function merge(into: Seen, from: Seen): void {
  for (const kind of ['nulls', 'booleans', 'integers', 'fractions', 'texts', 'arrays', 'objects'] as const)
    into[kind] += from[kind];
  into.formats = into.formats.filter((name) => from.formats.includes(name));
  if (from.items) merge((into.items ??= seenNothing()), from.items);
  for (const [key, { times, seen }] of from.properties) {
    const property = into.properties.get(key) ?? { times: 0, seen: seenNothing() };
    property.times += times;
    merge(property.seen, seen);
    into.properties.set(key, property);
  }
}

/** What a text in a query, a path or a form means: `7` is an integer there, `true` a boolean. */
export function readTyped(text: string): unknown {
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && text.length <= 15) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}
