import { define, isObject, own } from '../base/json.ts';
import {
  child,
  type Document,
  elements,
  follow,
  members,
  type Node,
  referenceOf,
  type Report,
  resolve,
} from '../spec/document.ts';
import { type Encoding, type MediaType, remainingItems } from '../spec/operation.ts';
import { annotationKeywords, type JsonSchema, withoutReference } from './json-schema.ts';
import { mediaKind } from './media-kind.ts';
import { collectReferences } from './references.ts';
import type { SchemaTranslator, Shape } from './schema.ts';

/** The fields of a multipart body that hold binary data: by property, or by position (see `MediaType.encoding`). */
export interface BinaryFields {
  /** Those that are files, and whether they take several. */
  readonly files: Readonly<Record<string, 'one' | 'many'>>;
  /** Those whose text is binary data in an encoding such as base64. */
  readonly base64: readonly string[];
  /** How many positions have a field of their own; the others share one. */
  readonly prefix: number;
}

export const noBinaryFields: BinaryFields = { files: {}, base64: [], prefix: 0 };

/** Finds files among the fields: binary strings, what has no type, and what its encoding says is no text. */
export function findBinaryFields(document: Document, { schema, encoding }: MediaType, report: Report): BinaryFields {
  const files: Record<string, 'one' | 'many'> = {};
  const base64: string[] = [];
  const positions = schema ? positionsOf(document, schema, report) : [];
  for (const [name, field] of [...(schema ? propertiesOf(document, schema, report) : []), ...positions]) {
    const given = own(encoding, name) ?? (positions.length > 0 ? own(encoding, remainingItems) : undefined);
    const { contentType: type, ...style } = (given ?? {}) as Partial<Encoding>;
    const encodedAsFile = type !== undefined && ['binary', 'multipart'].includes(mediaKind(type.split(',')[0]!));
    const isPlain = [type, style.style, style.explode, style.allowReserved].every((value) => value === undefined);
    const count =
      countFiles(document, field, encodedAsFile, report, 0) ??
      (isPlain ? countUntyped(document, field, report) : undefined);
    // At a position there is one part, so a list cannot be several.
    if (count === 'one' || (count === 'many' && positions.length === 0)) define(files, name, count);
    if (isBase64(document, field, report)) base64.push(name);
  }
  return { files, base64, prefix: positions.filter(([name]) => name !== remainingItems).length };
}

/** The elements of a list that is sent by position (OpenAPI 3.2.0, 4.14.5.2), under the names of their encodings. */
function positionsOf(document: Document, schema: Node, report: Report): [string, Node][] {
  const list = resolve(document, schema, report);
  const items = child(list, 'items');
  return [
    ...elements(child(list, 'prefixItems')).map((item, index): [string, Node] => [String(index), item]),
    ...(isObject(items.value) ? [[remainingItems, items] satisfies [string, Node]] : []),
  ].map(([name, item]) => [name, resolve(document, item, report)]);
}

/**
 * Since 3.1 `{}` is binary data by default (OpenAPI 3.2.0, 4.15.1.1 and 4.15.4.3). Only a schema that asserts nothing is
 * taken so, since many that leave out their type still mean something else.
 */
function countUntyped(document: Document, property: Node, report: Report): 'one' | 'many' | undefined {
  if (document.version === '2.0' || document.version === '3.0') return undefined;
  if (isUntyped(property.value)) return 'one';
  const items = child(property, 'items');
  return items.value !== undefined && isUntyped(resolve(document, items, report).value) ? 'many' : undefined;
}

/** Keywords of a schema that say nothing of its type. */
const remarks = new Set([
  ...annotationKeywords,
  'title',
  'example',
  '$comment',
  'externalDocs',
  'readOnly',
  'writeOnly',
]);

function isUntyped(schema: unknown): boolean {
  return isObject(schema) && Object.keys(schema).every((keyword) => remarks.has(keyword) || keyword.startsWith('x-'));
}

/** A string, or a list of strings, that holds encoded binary data: `contentEncoding`, or `format: byte` in 3.0. */
function isBase64(document: Document, property: Node, report: Report): boolean {
  const items = child(property, 'items');
  const { value } = items.value === undefined ? property : resolve(document, items, report);
  if (![own(value, 'type')].flat().includes('string')) return false;
  return document.version === '3.0' ? own(value, 'format') === 'byte' : isEncoded(value);
}

/** Whether text stands for the bytes: the encoding `binary` leaves them as they are (RFC 2045, 6.2). */
function isEncoded(value: unknown): boolean {
  const encoding = own(value, 'contentEncoding');
  return encoding !== undefined && encoding !== 'binary';
}

/** Whether a property is a file or a list of them, looking through references and alternatives such as null. */
function countFiles(
  document: Document,
  property: Node,
  encodedAsFile: boolean,
  report: Report,
  depth: number,
): 'one' | 'many' | undefined {
  const node = resolve(document, property, report);
  const { value } = node;
  if (isFile(value)) return 'one';
  const type = own(value, 'type');
  const items = own(value, 'items');
  if (items !== undefined) {
    const item = resolve(document, child(node, 'items'), report);
    return encodedAsFile || isFile(item.value) ? 'many' : undefined;
  }
  for (const part of depth < 4 ? partsOf(node) : []) {
    const count = countFiles(document, part, false, report, depth + 1);
    if (count !== undefined) return count;
  }
  return encodedAsFile && (type === undefined || [type].flat().includes('string')) ? 'one' : undefined;
}

const combinators = ['allOf', 'anyOf', 'oneOf'] as const;

function partsOf(node: Node): Node[] {
  return combinators.flatMap((keyword) => elements(child(node, keyword)));
}

/**
 * The properties of an object schema, those of what it refers to or is combined from included, each with its reference
 * followed.
 */
function propertiesOf(document: Document, node: Node, report: Report, seen = new Set<unknown>()): [string, Node][] {
  if (seen.has(node.value)) return [];
  seen.add(node.value);
  const reference = referenceOf(node.value);
  return [
    ...(reference === undefined ? [] : propertiesOf(document, follow(document, reference, node, report), report, seen)),
    ...partsOf(node).flatMap((part) => propertiesOf(document, part, report, seen)),
    ...members(child(node, 'properties')).map(([name, property]): [string, Node] => [
      name,
      resolve(document, property, report),
    ]),
  ];
}

/** Binary content: `format: binary` (3.0), or a content media type that is not encoded as text (3.1, 4.8.14.1). */
export function isFile(value: unknown): boolean {
  if (!isObject(value)) return false;
  const types = [own(value, 'type')].flat();
  if (types.includes('file')) return true;
  if (types[0] !== undefined && !types.includes('string')) return false;
  return (
    own(value, 'format') === 'binary' ||
    own(value, 'contentEncoding') === 'binary' ||
    (own(value, 'contentMediaType') !== undefined && !isEncoded(value))
  );
}

const fileDescription = 'A file: its content as `text` or as `base64`.';

/** How a model hands over a file. */
export const fileSchema: JsonSchema = {
  type: 'object',
  description: fileDescription,
  properties: {
    filename: { type: 'string' },
    contentType: { type: 'string', description: 'Media type, such as image/png.' },
    text: { type: 'string' },
    base64: { type: 'string', contentEncoding: 'base64' },
  },
  additionalProperties: false,
};

/** A form's schema with its binary strings replaced by files, wherever they are declared. */
export function withFiles(translator: SchemaTranslator, shape: Shape, files: BinaryFields['files']): Shape {
  const open = new Set<string>();
  const replace = (schema: JsonSchema): JsonSchema => {
    const reference = schema['$ref'];
    if (typeof reference === 'string') {
      if (open.has(reference)) return withoutReference(schema); // a circle adds nothing to itself
      open.add(reference);
      const siblings = withoutReference(schema);
      const target = replace(translator.shapeAt(reference).schema);
      open.delete(reference);
      if (Object.keys(siblings).every((keyword) => annotationKeywords.has(keyword))) return { ...target, ...siblings };
      const parts = Array.isArray(siblings['allOf']) ? (siblings['allOf'] as JsonSchema[]) : [];
      return { ...replace({ ...siblings, allOf: parts }), allOf: [target, ...parts.map(replace)] };
    }
    const copy = { ...schema };
    const declared = schema['properties'];
    if (isObject(declared)) {
      const properties: JsonSchema = {};
      for (const name of Object.keys(declared))
        define(properties, name, replaceFile(declared[name] as JsonSchema, own(files, name)));
      copy['properties'] = properties;
    }
    const prefix = schema['prefixItems'];
    if (Array.isArray(prefix))
      copy['prefixItems'] = prefix.map((item, index) => replaceFile(item as JsonSchema, own(files, String(index))));
    if (isObject(schema['items'])) copy['items'] = replaceFile(schema['items'], own(files, remainingItems));
    for (const keyword of combinators) {
      const parts = schema[keyword];
      if (Array.isArray(parts)) copy[keyword] = (parts as JsonSchema[]).map(replace);
    }
    return copy;
  };
  const schema = replace(shape.schema);
  const refs: string[] = [];
  collectReferences(schema, refs);
  return { schema, refs };
}

function replaceFile(property: JsonSchema, count: unknown): JsonSchema {
  if (count === undefined) return property;
  const words = property['description'];
  const description = typeof words === 'string' ? `${words} (${fileDescription})` : fileDescription;
  return count === 'one' ? { ...fileSchema, description } : { type: 'array', description, items: fileSchema };
}
