import { isRecord } from '../../../base/exact-number.ts';
import { own, type Json } from '../../../base/json.ts';
import type { JsonSchema } from '../../../catalog/json-schema.ts';
import { omit } from './omit.ts';
import { valueText } from './value-text.ts';

/** What a field is made for. */
type Kind = 'choice' | 'flags' | 'boolean' | 'number' | 'text' | 'file' | 'object' | 'map' | 'list' | 'union' | 'any';

/** A schema as a form sees it: references followed, `allOf` put together, `null` apart. */
export interface Shape {
  readonly kind: Kind;
  readonly schema: JsonSchema;
  readonly isNullable: boolean;
  /** Of a union. */
  readonly branches: readonly JsonSchema[];
}

export type Defs = Readonly<Record<string, JsonSchema>>;

/** References within references; more is a circle. */
const deepest = 16;

export function shapeOf(given: JsonSchema, defs: Defs): Shape {
  const schema = merge(given, defs, 0);
  const types = [schema['type'] ?? []].flat() as string[];
  const branches = (['oneOf', 'anyOf'] as const).flatMap((keyword) => schemas(schema[keyword]));
  const solid = branches.filter((branch) => !isNull(merge(branch, defs, 0)));
  const isNullable = types.includes('null') || solid.length < branches.length || choicesOf(schema).includes(null);
  const left = types.filter((type) => type !== 'null');
  if (solid.length === 1)
    return { ...shapeOf(combine(omit(schema, 'oneOf', 'anyOf', 'title'), solid[0]!), defs), isNullable };
  if (solid.length > 1)
    return {
      kind: 'union',
      schema,
      isNullable,
      branches: solid.map((branch) => combine(omit(schema, 'oneOf', 'anyOf', 'title'), branch)),
    };
  if (left.length > 1)
    return { kind: 'union', schema, isNullable, branches: left.map((type) => ({ ...schema, type, title: type })) };
  return { kind: kindOf(schema, left[0], defs), schema, isNullable, branches: [] };
}

function kindOf(schema: JsonSchema, type: string | undefined, defs: Defs): Kind {
  if (schema['const'] !== undefined || schema['enum'] !== undefined) return 'choice';
  const properties = schema['properties'];
  if (type === 'object' || (type === undefined && properties !== undefined)) {
    if (isRecord(properties) && properties['base64'] && properties['text'] && properties['filename']) return 'file';
    return isRecord(properties) && Object.keys(properties).length > 0 ? 'object' : 'map';
  }
  switch (type) {
    case 'array': {
      const items = schema['items'];
      const isSet = isRecord(items) && schema['prefixItems'] === undefined && schemas([items]).length === 1;
      const item = isSet ? merge(items, defs, 0) : {};
      return Array.isArray(item['enum']) &&
        item['enum'].length <= 24 &&
        item['enum'].every((one) => typeof one === 'string')
        ? 'flags'
        : 'list';
    }
    case 'boolean':
      return 'boolean';
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    default:
      return 'any';
  }
}

/** Values to choose from; none where any will do. */
export function choicesOf(schema: JsonSchema): Json[] {
  if (schema['const'] !== undefined) return [schema['const'] as Json];
  return Array.isArray(schema['enum']) ? (schema['enum'] as Json[]) : [];
}

/** A name for an alternative: its title, the value that tells it apart, or its type. */
export function nameOfBranch(branch: JsonSchema, defs: Defs, index: number): string {
  const schema = merge(branch, defs, 0);
  if (typeof schema['title'] === 'string') return schema['title'];
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  for (const [name, property] of Object.entries(properties)) {
    const choices = choicesOf(merge(property as JsonSchema, defs, 0));
    if (choices.length === 1) return `${name}: ${valueText(choices[0]!)}`;
  }
  const names = (schema['required'] as string[] | undefined) ?? Object.keys(properties);
  if (names.length > 0) return names.slice(0, 3).join(', ');
  const reference = branch['$ref'];
  if (typeof reference === 'string') return reference.slice(reference.lastIndexOf('/') + 1);
  if (schema['type'] === 'array' && isRecord(schema['items'])) {
    const type = merge(schema['items'], defs, 0)['type'];
    return typeof type === 'string' ? `list of ${type}` : 'list';
  }
  const format = typeof schema['format'] === 'string' ? ` (${schema['format']})` : '';
  return typeof schema['type'] === 'string' ? `${schema['type']}${format}` : `Alternative ${index + 1}`;
}

/** Whether a value could be meant by a schema: by its type, its constants and what it must have. */
export function fits(value: unknown, given: JsonSchema, defs: Defs): boolean {
  const { kind, schema, isNullable, branches } = shapeOf(given, defs);
  if (value === null) return isNullable;
  switch (kind) {
    case 'union':
      return branches.some((branch) => fits(value, branch, defs));
    case 'choice':
      return choicesOf(schema).some((choice) => choice === value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' || (typeof value === 'object' && !isRecord(value) && !Array.isArray(value));
    case 'text':
      return typeof value === 'string';
    case 'list':
    case 'flags':
      return Array.isArray(value);
    case 'any':
      return true;
    case 'object':
    case 'file': {
      if (!isRecord(value)) return false;
      const properties = schema['properties'] as Record<string, JsonSchema>;
      const required = (schema['required'] as string[] | undefined) ?? [];
      return (
        required.every((name) => own(value, name) !== undefined) &&
        Object.entries(value).every(([name, member]) => {
          const property = own(properties, name) as JsonSchema | undefined;
          return property
            ? choicesOf(merge(property, defs, 0)).length !== 1 || fits(member, property, defs)
            : schema['additionalProperties'] !== false;
        })
      );
    }
    case 'map':
      return isRecord(value);
    default:
      return kind satisfies never;
  }
}

/** What a new value begins with. */
export function startOf(given: JsonSchema, defs: Defs, depth = 0): Json {
  const { kind, schema, branches } = shapeOf(given, defs);
  if (schema['default'] !== undefined) return schema['default'] as Json;
  switch (kind) {
    case 'choice':
      return choicesOf(schema)[0]!;
    case 'boolean':
      return false;
    case 'number':
    case 'text':
    case 'any':
      return '';
    case 'flags':
      return [];
    case 'list':
      return depth < deepest && Number(schema['minItems']) > 0 && isRecord(schema['items'])
        ? [startOf(schema['items'], defs, depth + 1)]
        : [];
    case 'union':
      return startOf(branches[0]!, defs, depth + 1);
    case 'object': {
      const properties = schema['properties'] as Record<string, JsonSchema>;
      const required = (schema['required'] as string[] | undefined) ?? [];
      // What has only one value is that; the rest is for the person to say.
      return Object.fromEntries(
        required.flatMap((name) => {
          const property = own(properties, name) as JsonSchema | undefined;
          if (!property || depth > deepest) return [];
          const shape = shapeOf(property, defs);
          const isGiven = shape.kind === 'object' || shape.kind === 'list' || choicesOf(shape.schema).length === 1;
          return isGiven ? [[name, startOf(property, defs, depth + 1)]] : [];
        }),
      );
    }
    case 'map':
    case 'file':
      return {};
    default:
      return kind satisfies never;
  }
}

function merge(schema: JsonSchema, defs: Defs, depth: number): JsonSchema {
  const reference = schema['$ref'];
  let merged = schema;
  if (typeof reference === 'string' && depth < deepest) {
    const name = reference.slice('#/$defs/'.length).replaceAll('~1', '/').replaceAll('~0', '~');
    merged = combine(merge((own(defs, name) ?? {}) as JsonSchema, defs, depth + 1), omit(schema, '$ref'));
  }
  const parts = schemas(merged['allOf']);
  if (parts.length === 0 || depth >= deepest) return merged;
  return parts.map((part) => merge(part, defs, depth + 1)).reduce(combine, omit(merged, 'allOf'));
}

/** Two schemas that both hold, as far as a form has to know. */
function combine(one: JsonSchema, other: JsonSchema): JsonSchema {
  const [a, b] = [one['properties'], other['properties']];
  const required = [
    ...((one['required'] as string[] | undefined) ?? []),
    ...((other['required'] as string[] | undefined) ?? []),
  ];
  return {
    ...one,
    ...other,
    ...(isRecord(a) || isRecord(b) ? { properties: { ...(a as object), ...(b as object) } } : {}),
    ...(required.length > 0 ? { required: [...new Set(required)] } : {}),
  };
}

function schemas(list: unknown): JsonSchema[] {
  return Array.isArray(list) ? list.filter((item): item is JsonSchema => isRecord(item)) : [];
}

function isNull(schema: JsonSchema): boolean {
  return schema['type'] === 'null' || schema['const'] === null;
}
