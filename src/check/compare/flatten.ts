import { isObject, own } from '../../base/json.ts';
import { parsePointer } from '../../base/json-pointer.ts';
import type { JsonSchema } from '../../catalog/json-schema.ts';

/**
 * Schemas of one root with references followed and `allOf` merged, and the alternatives of each with what stands beside
 * them. Whoever asks twice for the same schema gets the same object, so that a walk over a recursive one can end.
 */
export class FlatSchemas {
  readonly #root: unknown;
  readonly #flat = new Map<object, JsonSchema>();
  readonly #alternatives = new Map<JsonSchema, readonly JsonSchema[]>();

  constructor(root: unknown) {
    this.#root = root;
  }

  flatten(schema: unknown, open: ReadonlySet<object> = new Set()): JsonSchema {
    if (schema === false) return nothing;
    if (!isObject(schema) || open.has(schema)) return anything;
    const known = this.#flat.get(schema);
    if (known) return known;
    const below = new Set([...open, schema]);
    const { $ref, allOf, ...rest } = schema;
    const parts: unknown[] = [
      ...(typeof $ref === 'string' ? [this.#target($ref)] : []),
      ...(Array.isArray(allOf) ? (allOf as unknown[]) : []),
    ];
    const [only] = parts;
    // What is nothing but a reference is what it leads to: so a circle comes back to the same object.
    const isReference = parts.length === 1 && Object.keys(rest).length === 0;
    const flat = isReference
      ? this.flatten(only, below)
      : parts.reduce<JsonSchema>((merged, part) => merge(merged, this.flatten(part, below)), rest);
    this.#flat.set(schema, flat);
    return flat;
  }

  /** The schemas of which a value must fit one: those of `anyOf` or `oneOf`, else the schema alone. */
  alternatives(flat: JsonSchema): readonly JsonSchema[] {
    const known = this.#alternatives.get(flat);
    if (known) return known;
    const keyword = Array.isArray(flat['anyOf']) ? 'anyOf' : 'oneOf';
    const list = flat[keyword];
    let found: readonly JsonSchema[] = [flat];
    if (Array.isArray(list)) {
      const beside = { ...flat };
      Reflect.deleteProperty(beside, keyword);
      found = list.map((item) => merge(beside, this.flatten(item)));
    }
    this.#alternatives.set(flat, found);
    return found;
  }

  #target(reference: string): unknown {
    if (!reference.startsWith('#')) return {};
    return parsePointer(decodeURIComponent(reference.slice(1))).reduce<unknown>(
      (at, step) => own(at, step),
      this.#root,
    );
  }
}

const anything: JsonSchema = {};
const nothing: JsonSchema = { not: {} };

/** What fits both schemas, as one. */
function merge(one: JsonSchema, other: JsonSchema): JsonSchema {
  const merged: JsonSchema = { ...one };
  for (const [keyword, value] of Object.entries(other)) {
    const present = own(merged, keyword);
    merged[keyword] = present === undefined ? value : (mergers[keyword]?.(present, value) ?? value);
  }
  return merged;
}

const larger = (one: unknown, other: unknown): unknown => Math.max(Number(one), Number(other));
const smaller = (one: unknown, other: unknown): unknown => Math.min(Number(one), Number(other));
const both = (one: unknown, other: unknown): unknown => (one === other ? one : { allOf: [one, other] });

const mergers: Readonly<Record<string, (one: unknown, other: unknown) => unknown>> = {
  type: (one, other) => {
    const allowed = [other].flat();
    return [one].flat().filter((type) => allowed.includes(type) || (type === 'integer' && allowed.includes('number')));
  },
  enum: (one, other) =>
    (one as unknown[]).filter((value) =>
      (other as unknown[]).some((item) => JSON.stringify(item) === JSON.stringify(value)),
    ),
  required: (one, other) => [...new Set([...(one as string[]), ...(other as string[])])],
  properties: (one, other) => {
    const properties = { ...(one as JsonSchema) };
    for (const [name, schema] of Object.entries(other as JsonSchema))
      properties[name] = Object.hasOwn(properties, name) ? both(properties[name], schema) : schema;
    return properties;
  },
  items: both,
  additionalProperties: (one, other) =>
    one === false || other === false ? false : one === true ? other : other === true ? one : both(one, other),
  minimum: larger,
  exclusiveMinimum: larger,
  minLength: larger,
  minItems: larger,
  minProperties: larger,
  maximum: smaller,
  exclusiveMaximum: smaller,
  maxLength: smaller,
  maxItems: smaller,
  maxProperties: smaller,
};
