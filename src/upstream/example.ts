import { define, isObject, type Json } from '../base/json.ts';
import type { JsonSchema } from '../catalog/json-schema.ts';
import type { Tool } from '../catalog/tool.ts';

interface Context {
  readonly $defs: Readonly<Record<string, JsonSchema>>;
  /** Examples of the document are not taken: they do not always follow its schemas. */
  readonly own: boolean;
}

const deepest = 8;

/** Arguments that a call of the tool could have: the required ones, with values of the right kind. */
export function exampleArguments(tool: Tool, { own = false }: { readonly own?: boolean } = {}): Json {
  const { properties, required = [], $defs = {} } = tool.inputSchema;
  return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {}, { $defs, own }, 0)]));
}

function exampleOf(schema: JsonSchema, context: Context, depth: number): Json {
  if (depth > deepest) return {};
  const known = [
    ...(context.own ? [] : [firstOf(schema['examples']), schema['default']]),
    schema['const'],
    firstOf(schema['enum']),
  ].find((value) => value !== undefined);
  if (known !== undefined) return known as Json;
  const reference = schema['$ref'];
  const target =
    typeof reference === 'string'
      ? context.$defs[reference.slice('#/$defs/'.length).replaceAll('~1', '/').replaceAll('~0', '~')]
      : undefined;
  const branches = ['oneOf', 'anyOf'].map((keyword) => firstOf(schema[keyword]));
  const all = Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]) : [];
  const parts = [target, ...branches, ...all].filter(isObject).map((part) => exampleOf(part, context, depth + 1));
  const type = typeOf(schema);
  if (type === 'object' || parts.some(isObject)) return exampleObject(schema, parts, context, depth);
  if (parts.length > 0 && type === undefined) return parts[0]!;
  switch (type) {
    case 'array':
      return exampleArray(schema, context, depth);
    case 'integer':
    case 'number':
      return exampleNumber(schema, type === 'integer');
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return exampleText(schema);
  }
}

function typeOf(schema: JsonSchema): unknown {
  const declared = schema['type'];
  const type = Array.isArray(declared) ? (declared as unknown[]).find((name) => name !== 'null') : declared;
  if (type !== undefined) return type;
  if (isObject(schema['properties']) || Array.isArray(schema['required'])) return 'object';
  return isObject(schema['items']) || Array.isArray(schema['prefixItems']) ? 'array' : undefined;
}

function exampleObject(schema: JsonSchema, parts: readonly Json[], context: Context, depth: number): Json {
  const properties = isObject(schema['properties']) ? (schema['properties'] as Record<string, JsonSchema>) : {};
  if (isFile(properties)) return { filename: 'example.txt', text: 'The text of the file' };
  const required = Array.isArray(schema['required']) ? (schema['required'] as string[]) : [];
  const object: Record<string, Json> = {};
  for (const part of parts.filter(isObject))
    for (const [name, value] of Object.entries(part as object)) define(object, name, value);
  const wanted = [...required, ...Object.keys(properties)].slice(
    0,
    Math.max(required.length, Number(schema['minProperties'] ?? 0)),
  );
  for (const name of wanted) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property || !Object.hasOwn(object, name)) define(object, name, exampleOf(property ?? {}, context, depth + 1));
  }
  return object;
}

/** A file as tools take it: nothing in it is required, yet something must be there. */
function isFile(properties: Readonly<Record<string, JsonSchema>>): boolean {
  return (
    Object.keys(properties).length === 4 &&
    ['filename', 'contentType', 'text', 'base64'].every((name) => name in properties)
  );
}

function exampleArray(schema: JsonSchema, context: Context, depth: number): Json {
  const first = Array.isArray(schema['prefixItems']) ? (schema['prefixItems'] as JsonSchema[]) : [];
  const item = isObject(schema['items']) ? schema['items'] : {};
  const length = Math.min(
    Math.max(Number(schema['minItems'] ?? 1), first.length),
    Number(schema['maxItems'] ?? 100),
    100,
  );
  const values = Array.isArray(item['enum']) ? (item['enum'] as Json[]) : [];
  return Array.from({ length }, (_, index) => {
    if (first[index]) return exampleOf(first[index], context, depth + 1);
    const value = values[index] ?? exampleOf(item, context, depth + 1);
    // Lists whose elements must differ get some that do.
    if (schema['uniqueItems'] !== true || index === 0 || values[index] !== undefined) return value;
    return typeof value === 'number' ? value + index : typeof value === 'string' ? `${value}${index}` : value;
  });
}

function exampleNumber(schema: JsonSchema, isInteger: boolean): number {
  const step = Number(schema['multipleOf'] ?? (isInteger ? 1 : 0));
  const above = schema['exclusiveMinimum'];
  const below = schema['exclusiveMaximum'];
  const least = Number(schema['minimum'] ?? (typeof above === 'number' ? above : Number.NEGATIVE_INFINITY));
  const most = Number(schema['maximum'] ?? (typeof below === 'number' ? below : Number.POSITIVE_INFINITY));
  const inside = (value: number): boolean =>
    value >= least &&
    value <= most &&
    value !== above &&
    value !== below &&
    (step === 0 || Number.isInteger(value / step));
  const near = step === 0 ? 0.5 : step;
  const from = Math.ceil(least / near) * near;
  const to = Math.floor(most / near) * near;
  return [1, step, from, from + near, to, to - near, (least + most) / 2, 0].find(inside) ?? 1;
}

const texts: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00Z',
  uuid: '123e4567-e89b-12d3-a456-426614174000',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  byte: 'dGV4dA==',
};

/** Texts that usual patterns accept, beside runs of one character. */
const common = [
  'USD',
  'en',
  'en-US',
  'DE',
  'a1',
  'abc-1',
  'v1.0.0',
  '1.0',
  '+14155550100',
  '#aabbcc',
  '12:00',
  '/',
  'a@b.example',
];

function exampleText(schema: JsonSchema): string {
  const least = Math.min(Number(schema['minLength'] ?? 0), 1000);
  const most = Number(schema['maxLength'] ?? Number.POSITIVE_INFINITY);
  const plain = texts[String(schema['format'])] ?? 'text';
  const candidates = [plain, plain.padEnd(least, 'x').slice(0, most)];
  const pattern = schema['pattern'];
  if (typeof pattern === 'string') {
    const expression = new RegExp(pattern, 'u');
    const runs = ['a', 'A', '1', 'f'].flatMap((character) =>
      Array.from({ length: 40 }, (_, index) => character.repeat(index + 1)),
    );
    const accepted = [...candidates, ...Object.values(texts), ...common, ...runs].find(
      (text) => text.length >= least && text.length <= most && expression.test(text),
    );
    if (accepted !== undefined) return accepted;
  }
  return candidates.find((text) => text.length >= least && text.length <= most) ?? plain;
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value[0] as unknown) : undefined;
}
