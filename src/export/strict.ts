import { isObject, type JsonObject, text } from '../base/json.ts';
import type { JsonSchema } from '../catalog/json-schema.ts';

/** Limits of strict mode (https://platform.openai.com/docs/guides/structured-outputs, Supported schemas). */
const mostProperties = 5_000;
const deepest = 10;
const mostEnumValues = 1_000;

const keywords = new Set(
  (
    'type properties required additionalProperties items enum const anyOf $ref $defs title description default examples ' +
    'deprecated oneOf pattern format multipleOf maximum exclusiveMaximum minimum exclusiveMinimum minItems maxItems'
  ).split(' '),
);
/** Strict mode does not know these: they are told in words, and the call itself still checks them. */
const told: Readonly<Record<string, (value: unknown) => string>> = {
  minLength: (value) => `at least ${String(value)} characters`,
  maxLength: (value) => `at most ${String(value)} characters`,
  minProperties: (value) => `at least ${String(value)} properties`,
  maxProperties: (value) => `at most ${String(value)} properties`,
  uniqueItems: () => 'no value twice',
  contentEncoding: (value) => String(value),
  contentMediaType: (value) => String(value),
};
const formats = new Set(['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid']);
const notes = ['title', 'default', 'examples', 'deprecated'];

/** A schema that strict mode takes, or the first reason why there is none. */
export type Strict = { readonly schema: JsonSchema } | { readonly reason: string };

/**
 * A tool's input schema for OpenAI's strict mode: every object is closed and requires all its properties; what was
 * optional takes null instead, which a call of the tool understands as left out. Formats and bounds that strict mode does
 * not know are told in the description. A schema that would refuse what the tool takes is not made: then there is a
 * reason.
 */
export function toStrict(schema: JsonSchema): Strict {
  const count = { properties: 0, values: 0 };
  try {
    return { schema: translate(schema, '', 0, count) };
  } catch (error) {
    if (error instanceof NotStrict) return { reason: error.message };
    throw error;
  }
}

class NotStrict extends Error {}

function translate(
  schema: unknown,
  at: string,
  depth: number,
  count: { properties: number; values: number },
): JsonSchema {
  const refuse = (why: string): never => {
    throw new NotStrict(`${at === '' ? 'the arguments' : at}: ${why}`);
  };
  if (!isObject(schema)) return refuse('any value is allowed');
  if (depth > deepest) refuse(`nested deeper than ${deepest} levels`);
  const unknown = Object.keys(schema).find((keyword) => !keywords.has(keyword) && !Object.hasOwn(told, keyword));
  if (unknown !== undefined) refuse(`\`${unknown}\` is not supported`);
  const below = (part: unknown, name: string): JsonSchema =>
    translate(part, at === '' ? name : `${at}.${name}`, depth + 1, count);
  const result: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).filter(
      ([keyword]) => !notes.includes(keyword) && keyword !== 'oneOf' && !Object.hasOwn(told, keyword),
    ),
  );
  if (Array.isArray(schema['enum']) && (count.values += schema['enum'].length) > mostEnumValues)
    refuse(`more than ${mostEnumValues} values of enums`);
  const format = text(schema['format']);
  const isUnknownFormat = format !== undefined && !formats.has(format);
  if (isUnknownFormat) delete result['format'];
  const words = [
    ...(isUnknownFormat ? [format] : []),
    ...Object.keys(told).flatMap((keyword) => (schema[keyword] === undefined ? [] : [told[keyword]!(schema[keyword])])),
  ];
  if (words.length > 0) result['description'] = `${text(schema['description']) ?? ''} (${words.join(', ')})`.trim();
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices)) result['anyOf'] = choices.map((part, index) => below(part, `anyOf/${index}`));
  if (isObject(schema['$defs'])) {
    result['$defs'] = Object.fromEntries(
      Object.entries(schema['$defs']).map(([name, part]) => [name, translate(part, name, depth, count)]),
    );
  }
  const types = [schema['type']].flat();
  if (types.includes('object')) Object.assign(result, closeObject(schema, below, refuse, count));
  if (types.includes('array')) {
    if (schema['items'] === undefined) refuse('a list of any values');
    result['items'] = below(schema['items'], '[]');
  }
  const says = ['type', 'enum', 'const', 'anyOf', 'oneOf', '$ref'].some((keyword) => schema[keyword] !== undefined);
  return says ? result : refuse('any value is allowed');
}

function closeObject(
  schema: JsonObject,
  below: (part: unknown, name: string) => JsonSchema,
  refuse: (why: string) => never,
  count: { properties: number },
): JsonObject {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  if (schema['additionalProperties'] !== false) refuse('properties of any name are allowed');
  const names = Object.keys(properties);
  if ((count.properties += names.length) > mostProperties) refuse(`more than ${mostProperties} properties`);
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return {
    properties: Object.fromEntries(
      names.map((name) => {
        const part = below(properties[name], name);
        return [name, required.has(name) ? part : orNull(part)];
      }),
    ),
    required: names,
    additionalProperties: false,
  };
}

/** What was optional may be null. */
function orNull(schema: JsonSchema): JsonSchema {
  const types = [schema['type']].flat();
  if (types.includes('null')) return schema;
  const isPlain = typeof schema['type'] === 'string' && schema['enum'] === undefined && schema['const'] === undefined;
  if (isPlain) return { ...schema, type: [schema['type'] as string, 'null'] };
  const { description, ...rest } = schema;
  return { anyOf: [rest, { type: 'null' }], ...(description === undefined ? {} : { description }) };
}
