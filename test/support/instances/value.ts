import { define, isObject, type Json } from '../../../src/base/json.ts';
import type { JsonSchema } from '../../../src/catalog/json-schema.ts';
import { mergeSchemas } from './merge.ts';
import type { Random } from './random.ts';
import { generateText } from './text.ts';

export interface Generation {
  readonly random: Random;
  readonly $defs: Readonly<Record<string, JsonSchema>>;
  /** Optional properties are given as well. */
  readonly full: boolean;
  /** Null stands for a value that may be null now and then. */
  readonly nulls: boolean;
  /** Holds a value against a part of the schema. Where it is given, parts that are hard to meet are tried again. */
  readonly accepts?: (schema: JsonSchema, value: Json) => boolean;
  /** How many values are left to make before only required ones are. */
  readonly budget: { values: number };
}

/** Below this depth only what is required is given. */
const fullDepth = 5;
const deepest = 24;
const tries = 12;
const combinators = ['$ref', 'allOf', 'anyOf', 'oneOf'];
/** Keywords that a value made without looking at them may not meet. */
const hard = [
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'if',
  'contains',
  'uniqueItems',
  'dependentRequired',
  'dependentSchemas',
  'propertyNames',
  'unevaluatedProperties',
  'minProperties',
];

/** A value of a schema of this program: JSON Schema 2020-12 with local references. */
export function generateValue(given: JsonSchema, generation: Generation, depth = 0): Json {
  const schema = follow(given, generation);
  const { accepts } = generation;
  if (!accepts || !hard.some((keyword) => Object.hasOwn(schema, keyword))) return draw(schema, generation, depth);
  let value: Json = null;
  for (let attempt = 0; attempt < tries; attempt++) {
    // What cannot be met with everything in it is tried with little in it.
    const lean = attempt >= tries / 2 ? { ...generation, full: false } : generation;
    value = draw(schema, lean, depth, attempt);
    if (accepts(schema, value)) return value;
  }
  return value;
}

/** What a schema that is nothing but a reference leads to. */
function follow(schema: JsonSchema, { $defs }: Generation): JsonSchema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string' || hard.some((keyword) => Object.hasOwn(schema, keyword))) return schema;
  return $defs[reference.slice('#/$defs/'.length)] ?? schema;
}

function draw(schema: JsonSchema, generation: Generation, depth: number, attempt?: number): Json {
  generation.budget.values--;
  const flat = flatten(schema, generation, depth, attempt);
  const { random } = generation;
  if (Object.hasOwn(flat, 'const')) return flat['const'] as Json;
  const values = flat['enum'];
  if (Array.isArray(values)) {
    const telling = (values as Json[]).filter((value) => value !== null);
    return telling.length > 0 ? random.pick(telling) : null;
  }
  if (isFile(flat)) return { filename: 'notes.txt', text: 'The text of a file.' };
  switch (typeOf(flat, generation)) {
    case 'object':
      return drawObject(flat, generation, depth);
    case 'array':
      return drawArray(flat, generation, depth);
    case 'integer':
      return drawNumber(flat, random, true);
    case 'number':
      return drawNumber(flat, random, /^u?int\d+$/.test(String(flat['format'])));
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      return generateText(flat, random);
  }
}

/** One schema without combinators: references followed, alternatives chosen. */
function flatten(schema: JsonSchema, generation: Generation, depth: number, attempt = 0): JsonSchema {
  const parts: unknown[] = [];
  if (typeof schema['$ref'] === 'string') parts.push(generation.$defs[schema['$ref'].slice('#/$defs/'.length)]);
  if (Array.isArray(schema['allOf'])) parts.push(...(schema['allOf'] as unknown[]));
  for (const keyword of ['oneOf', 'anyOf'])
    if (Array.isArray(schema[keyword]))
      parts.push(chooseBranch(schema[keyword] as unknown[], generation, depth, attempt));
  let flat: JsonSchema = Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !combinators.includes(keyword)),
  );
  for (const part of parts) if (isObject(part)) flat = mergeSchemas(flat, flatten(part, generation, depth, attempt));
  return flat;
}

/** Deep down the shortest alternative, so that recursion ends. */
function chooseBranch(
  branches: readonly unknown[],
  { random, nulls }: Generation,
  depth: number,
  attempt: number,
): unknown {
  const telling = branches.filter((branch) => !isObject(branch) || branch['type'] !== 'null');
  if (telling.length === 0 || (nulls && telling.length < branches.length && random.chance(0.1))) return branches[0];
  if (depth > fullDepth)
    return [...telling].sort((one, other) => JSON.stringify(one).length - JSON.stringify(other).length)[0];
  return telling[(random.integer(0, telling.length - 1) + attempt) % telling.length];
}

function typeOf(schema: JsonSchema, { random, nulls }: Generation): unknown {
  const types = [schema['type'] ?? []].flat();
  const telling = types.filter((type) => type !== 'null');
  if (types.length > telling.length && (telling.length === 0 || (nulls && random.chance(0.1)))) return 'null';
  if (telling.length > 0) return random.pick(telling);
  if (['properties', 'required', 'additionalProperties', 'minProperties'].some((key) => schema[key] !== undefined))
    return 'object';
  if (schema['items'] !== undefined || schema['prefixItems'] !== undefined) return 'array';
  if (['minimum', 'maximum', 'multipleOf'].some((key) => schema[key] !== undefined)) return 'number';
  return 'string';
}

function isFile(schema: JsonSchema): boolean {
  const { properties } = schema;
  return isObject(properties) && Object.keys(properties).join() === 'filename,contentType,text,base64';
}

function drawObject(schema: JsonSchema, generation: Generation, depth: number): Json {
  const { random, full, budget } = generation;
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema | boolean>;
  const required = new Set((schema['required'] ?? []) as string[]);
  const rest = schema['additionalProperties'];
  const most = Number(schema['maxProperties'] ?? Number.POSITIVE_INFINITY);
  const least = Number(schema['minProperties'] ?? 0);
  const object: Record<string, Json> = {};
  const give = (name: string, part: unknown): void => {
    if (part === false || depth > deepest) return;
    define(object, name, generateValue(isObject(part) ? part : {}, generation, depth + 1));
  };
  for (const name of required) give(name, own(properties, name) ?? (isObject(rest) ? rest : {}));
  for (const [name, part] of Object.entries(properties)) {
    const count = Object.keys(object).length;
    const wanted = count < least || (full && depth < fullDepth && budget.values > 0 && count < most);
    if (wanted && !required.has(name)) give(name, part);
  }
  if (rest !== false) {
    const more = Math.max(least - Object.keys(object).length, full && isObject(rest) && depth < fullDepth ? 1 : 0);
    for (let index = 0; index < more && Object.keys(object).length < most; index++) {
      const names = isObject(schema['propertyNames'])
        ? generateText(schema['propertyNames'], random)
        : `key${index + 1}`;
      give(names, isObject(rest) ? rest : { type: 'string' });
    }
  }
  return object;
}

function own<Value>(map: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

function drawArray(schema: JsonSchema, generation: Generation, depth: number): Json {
  const { random, full } = generation;
  const prefix = Array.isArray(schema['prefixItems']) ? (schema['prefixItems'] as JsonSchema[]) : [];
  const item = schema['items'];
  const most = Math.min(Number(schema['maxItems'] ?? 1000), item === false ? prefix.length : 1000);
  // An empty list is no value in most places, so there is one thing in it where that may be.
  const usual = depth > fullDepth ? 0 : prefix.length > 0 ? prefix.length : full ? random.integer(1, 2) : 1;
  const length = Math.min(Math.max(Number(schema['minItems'] ?? 0), usual), most);
  const list: Json[] = [];
  const seen = new Set<string>();
  for (let index = 0; index < length; index++) {
    const part = prefix[index] ?? (isObject(item) ? item : { type: 'string' });
    let value = generateValue(part, generation, depth + 1);
    for (let attempt = 0; schema['uniqueItems'] === true && seen.has(JSON.stringify(value)) && attempt < 30; attempt++)
      value = generateValue(part, generation, depth + 1);
    if (schema['uniqueItems'] === true && seen.has(JSON.stringify(value)) && length > Number(schema['minItems'] ?? 0))
      break;
    seen.add(JSON.stringify(value));
    list.push(value);
  }
  return list;
}

function drawNumber(schema: JsonSchema, random: Random, isInteger: boolean): number {
  const step = Number(schema['multipleOf'] ?? (isInteger ? 1 : 0.25));
  const above = schema['exclusiveMinimum'] as number | undefined;
  const below = schema['exclusiveMaximum'] as number | undefined;
  const least = Math.max((schema['minimum'] as number | undefined) ?? -Infinity, above ?? -Infinity);
  const most = Math.min((schema['maximum'] as number | undefined) ?? Infinity, below ?? Infinity);
  const start = Number.isFinite(least) ? least : Number.isFinite(most) ? Math.min(most - 100, 0) : 0;
  const end = Number.isFinite(most) ? most : start + 100;
  const whole = isInteger && !Number.isInteger(step) ? 1 : step;
  const drawn = Math.round((start + random.next() * (end - start)) / whole) * whole;
  const inside = (value: number): boolean =>
    value >= least &&
    value <= most &&
    value !== above &&
    value !== below &&
    (!isInteger || Number.isSafeInteger(value));
  const near = [
    drawn,
    Math.ceil(least / whole) * whole,
    Math.ceil(least / whole) * whole + whole,
    (least + most) / 2,
    1,
  ];
  return near.find(inside) ?? (Number.isFinite(least) ? least : 0);
}
