import { isObject } from '../base/json.ts';
import { cutText } from './describe.ts';
import { annotationKeywords, type JsonSchema, plainValues, schemaMaps } from './json-schema.ts';

/**
 * The same schema in fewer words: what is said twice is said once, choices of one are none, and `null` stands beside
 * the type. It accepts what the given one accepts.
 */
export function simplifySchema<Schema extends JsonSchema>(schema: Schema): Schema {
  return mapSchema(schema, simplifyKeywords) as Schema;
}

/** The same schema with descriptions of at most so many characters, cut after a sentence where there is one; none where that is 0. */
export function shortenDescriptions<Schema extends JsonSchema>(schema: Schema, length: number): Schema {
  return mapSchema(schema, (part) => {
    const words = part['description'];
    if (typeof words !== 'string' || words.length <= length) return part;
    return length === 0 ? without(part, 'description') : { ...part, description: firstSentences(words, length) };
  }) as Schema;
}

/** The first sentences of a text that fit into a length; the beginning of the first where that alone is longer. */
export function firstSentences(text: string, length: number): string {
  if (text.length <= length) return text;
  const ends = [...text.slice(0, length).matchAll(/[.!?](?=\s)|\n/g)].map(({ index }) => index + 1);
  const end = ends.findLast((place) => place > 20);
  return end === undefined ? cutText(text.split('\n', 1)[0]!, length) : text.slice(0, end).trimEnd();
}

/** Rewrites a schema from its leaves to its root; values that are no schemas stay. */
function mapSchema(schema: JsonSchema, rewrite: (part: JsonSchema) => JsonSchema): JsonSchema {
  let copy: JsonSchema | undefined;
  for (const keyword of Object.keys(schema)) {
    const member = schema[keyword];
    if (typeof member !== 'object' || member === null || plainValues.has(keyword)) continue;
    const mapped = mapMember(member, schemaMaps.has(keyword), rewrite);
    if (mapped !== member) (copy ??= { ...schema })[keyword] = mapped;
  }
  return rewrite(copy ?? schema);
}

function mapMember(member: object, isMap: boolean, rewrite: (part: JsonSchema) => JsonSchema): unknown {
  if (Array.isArray(member)) {
    const mapped = member.map((part: unknown) => (isObject(part) ? mapSchema(part, rewrite) : part));
    return mapped.some((part, index) => part !== member[index]) ? mapped : member;
  }
  if (!isMap) return mapSchema(member as JsonSchema, rewrite);
  const entries = Object.entries(member as Record<string, unknown>);
  const mapped = entries.map(([name, part]) => [name, isObject(part) ? mapSchema(part, rewrite) : part] as const);
  return mapped.some(([, part], index) => part !== entries[index]![1]) ? Object.fromEntries(mapped) : member;
}

function simplifyKeywords(schema: JsonSchema): JsonSchema {
  let simple = schema;
  const rest = simple['additionalProperties'];
  if (rest === true || (isObject(rest) && Object.keys(rest).length === 0))
    simple = without(simple, 'additionalProperties');
  for (const keyword of ['anyOf', 'oneOf', 'allOf'])
    if (Array.isArray(simple[keyword])) simple = simplifyChoice(simple, keyword);
  return simple;
}

function simplifyChoice(schema: JsonSchema, keyword: string): JsonSchema {
  const given = schema[keyword] as unknown[];
  // Of two equal branches of `oneOf` neither accepts anything, so only `anyOf` and `allOf` lose one.
  const branches = keyword === 'oneOf' ? given : distinct(given);
  const outside = without(schema, keyword);
  if (branches.length === 1) return merge(outside, branches[0]) ?? { ...outside, [keyword]: branches };
  const nullable = keyword === 'allOf' ? undefined : withNull(branches);
  if (nullable) return merge(outside, nullable) ?? { ...outside, [keyword]: branches };
  return branches.length === given.length ? schema : { ...outside, [keyword]: branches };
}

/** A choice between a schema of one type and `null`, as that schema with both types. */
function withNull(branches: readonly unknown[]): JsonSchema | undefined {
  if (branches.length !== 2) return undefined;
  const isNull = (branch: unknown): boolean =>
    isObject(branch) && branch['type'] === 'null' && Object.keys(branch).length === 1;
  const other = branches.find((branch) => !isNull(branch));
  if (!branches.some(isNull) || !isObject(other) || typeof other['type'] !== 'string' || other['type'] === 'null')
    return undefined;
  const values = other['enum'];
  if (Object.hasOwn(other, 'const') || ['anyOf', 'oneOf', 'allOf', 'not', 'if', '$ref'].some((key) => key in other))
    return undefined;
  return {
    ...other,
    type: [other['type'], 'null'],
    ...(Array.isArray(values) && !values.includes(null) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}

/** Two schemas that must both hold as one, or nothing where one says how the other is to be read. */
function merge(outside: JsonSchema, inside: unknown): JsonSchema | undefined {
  if (!isObject(inside) || Object.keys(inside).some((key) => Object.hasOwn(outside, key))) return undefined;
  const isPlain = (schema: JsonSchema): boolean => Object.keys(schema).every((key) => annotationKeywords.has(key));
  if (!isPlain(outside) && !isPlain(inside) && [outside, inside].some(dependsOnNeighbours)) return undefined;
  return { ...inside, ...outside };
}

const neighbourly =
  /^(additional|unevaluated|pattern|prefix|contains|minContains|maxContains|items|if|then|else|\$ref)/;

/** What some keywords say depends on those beside them (2020-12, 10.2 and 10.3). */
function dependsOnNeighbours(schema: JsonSchema): boolean {
  return Object.keys(schema).some((key) => neighbourly.test(key));
}

function distinct(branches: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return branches.filter((branch) => {
    const key = JSON.stringify(branch);
    return !seen.has(key) && seen.add(key);
  });
}

function without(schema: JsonSchema, keyword: string): JsonSchema {
  const copy = { ...schema };
  Reflect.deleteProperty(copy, keyword);
  return copy;
}
