import { isObject } from '../base/json.ts';
import type { JsonSchema } from './json-schema.ts';

export interface TypeTextOptions {
  /** Schemas that `#/$defs/…` leads to; one that holds itself is named where it comes again. */
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  /** Levels of objects that are written out. @default 4 */
  readonly depth?: number;
  /** Most characters; beyond it fewer levels are written out. @default no bound */
  readonly length?: number;
}

/**
 * A schema as a type of TypeScript writes it, `{ id: number; tags?: string[] }`: about a third of the tokens of the
 * JSON Schema. It leaves out descriptions, formats and bounds, so it tells what comes back rather than what may be sent.
 */
export function writeType(schema: JsonSchema, { $defs = {}, depth = 4, length }: TypeTextOptions = {}): string {
  const most = length ?? Number.POSITIVE_INFINITY;
  for (let levels = depth; levels > 0; levels--) {
    const text = typeOf(schema, { $defs, open: new Set() }, levels);
    if (text.length <= most || levels === 1) return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
  }
  return 'unknown';
}

interface Context {
  readonly $defs: Readonly<Record<string, JsonSchema>>;
  /** Names of the schemas that are being written. */
  readonly open: ReadonlySet<string>;
}

function typeOf(schema: unknown, context: Context, levels: number): string {
  if (!isObject(schema)) return schema === false ? 'never' : 'unknown';
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const name = reference.slice('#/$defs/'.length);
    const target = context.$defs[name];
    if (!target || context.open.has(name)) return name === '' ? 'unknown' : name;
    return typeOf(target, { ...context, open: new Set([...context.open, name]) }, levels);
  }
  if (Array.isArray(schema['enum'])) return union(schema['enum'].map((value) => JSON.stringify(value)));
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  for (const keyword of ['oneOf', 'anyOf']) {
    const branches = schema[keyword];
    if (Array.isArray(branches)) return union(branches.map((branch) => typeOf(branch, context, levels)));
  }
  const all = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
  if (all.length > 0) {
    const own = isObject(schema['properties']) ? [typeOf({ ...schema, allOf: [] }, context, levels)] : [];
    return [...all.map((part) => typeOf(part, context, levels)), ...own].join(' & ');
  }
  const types = schema['type'] === undefined ? [guess(schema)] : [schema['type']].flat();
  return union(types.map((type) => ofType(type, schema, context, levels)));
}

function guess(schema: JsonSchema): string | undefined {
  if (isObject(schema['properties'])) return 'object';
  return schema['items'] === undefined ? undefined : 'array';
}

function ofType(type: unknown, schema: JsonSchema, context: Context, levels: number): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
    case 'number':
      return type;
    case 'integer':
      return 'number';
    case 'array': {
      const item = typeOf(schema['items'], context, levels);
      return / [|&] /.test(item) && !/^\{.*\}$/.test(item) ? `(${item})[]` : `${item}[]`;
    }
    case 'object':
      return objectType(schema, context, levels);
    default:
      return 'unknown';
  }
}

function objectType(schema: JsonSchema, context: Context, levels: number): string {
  const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  const rest = schema['additionalProperties'];
  if (properties.length === 0) return isObject(rest) ? `Record<string, ${typeOf(rest, context, levels)}>` : 'object';
  if (levels === 0) return 'object';
  const required = new Set(Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : []);
  const fields = properties.map(([name, property]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    return `${key}${required.has(name) ? '' : '?'}: ${typeOf(property, context, levels - 1)}`;
  });
  return `{ ${fields.join('; ')} }`;
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}
