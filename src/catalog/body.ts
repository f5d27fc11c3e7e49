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
import type { MediaType, RequestBody } from '../spec/operation.ts';
import { annotationKeywords, type JsonSchema, plainValues, schemaMaps, withoutReference } from './json-schema.ts';
import { essence, type MediaKind, mediaKind } from './media-kind.ts';
import type { SchemaTranslator, Shape } from './schema.ts';

/** A way to send the body: what the tool offers and the request is built from. */
export interface BodyContent {
  /** The media type to send, a range replaced by a type in it. */
  readonly contentType: string;
  readonly kind: MediaKind;
  readonly media: MediaType;
  /** Properties of a form that are files, and whether they take several. */
  readonly files: Readonly<Record<string, 'one' | 'many'>>;
}

const rank: Record<MediaKind, number> = { json: 0, form: 2, multipart: 3, text: 4, xml: 5, binary: 6 };

/**
 * The media types a body is offered in, the best first: JSON before JSON's relatives, forms, text and binary. A type
 * with the same schema as a better one is no choice worth a model's attention; the patch formats are, since the same
 * value means something else in each.
 */
export function chooseContent(document: Document, body: RequestBody, report: Report): BodyContent[] {
  const contents = body.content.map((media) => toContent(document, media, report));
  if (contents.length < 2) return contents;
  const sorted = contents
    .map((content, index) => ({ content, index, weight: weigh(document, content, report) }))
    .sort((one, other) => one.weight - other.weight || one.index - other.index)
    .map(({ content }) => content);
  const offered: BodyContent[] = [];
  for (const content of sorted) {
    const same = offered.some(
      (better) => better.contentType === content.contentType || (!isPatch(content) && sameSchema(better, content)),
    );
    if (!same && !isBetterAsMultipart(content, sorted)) offered.push(content);
  }
  return offered;
}

function weigh(document: Document, { kind, contentType, media }: BodyContent, report: Report): number {
  if (kind !== 'json' || contentType === 'application/json')
    return kind === 'json' && isFile(schemaValue(document, media, report)) ? 7 : rank[kind];
  // A JSON Patch is a list; where the document says otherwise it is no default to offer.
  const isList = own(schemaValue(document, media, report), 'type') === 'array';
  return contentType.includes('json-patch') && !isList ? 1.5 : 1;
}

function schemaValue(document: Document, { schema }: MediaType, report: Report): unknown {
  return schema ? resolve(document, schema, report).value : undefined;
}

/** JSON Patch, JSON Merge Patch, and Kubernetes' own. */
function isPatch({ contentType }: BodyContent): boolean {
  return /[-./]patch(?:\+|$|;)/.test(contentType);
}

/** A form with files in it cannot be sent as JSON or as plain fields. */
function isBetterAsMultipart(content: BodyContent, contents: readonly BodyContent[]): boolean {
  return (
    (content.kind === 'json' || content.kind === 'form') &&
    contents.some((other) => Object.keys(other.files).length > 0 && sameSchema(other, content))
  );
}

function sameSchema(one: BodyContent, other: BodyContent): boolean {
  const [a, b] = [one.media.schema, other.media.schema];
  if (a === undefined || b === undefined) return a === b && one.kind === other.kind;
  return a.value === b.value || JSON.stringify(a.value) === JSON.stringify(b.value);
}

function toContent(document: Document, media: MediaType, report: Report): BodyContent {
  const plain = essence(media.type);
  const isRange = plain === '' || plain.includes('*');
  const kind = isRange && isFile(schemaValue(document, media, report)) ? 'binary' : mediaKind(media.type);
  const files = kind === 'multipart' && media.schema ? findFiles(document, media, report) : {};
  return { contentType: isRange ? concrete[kind] : media.type, kind, media, files };
}

/** What to send where the document gives a range. */
const concrete: Record<MediaKind, string> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
  text: 'text/plain',
  xml: 'application/xml',
  binary: 'application/octet-stream',
};

/** Properties of a multipart body that hold files: binary strings, and what its encoding says is no text. */
function findFiles(document: Document, media: MediaType, report: Report): Record<string, 'one' | 'many'> {
  const files: Record<string, 'one' | 'many'> = {};
  for (const [name, property] of propertiesOf(document, media.schema!, report)) {
    const type = media.encoding[name]?.contentType;
    const encodedAsFile = type !== undefined && ['binary', 'multipart'].includes(mediaKind(type.split(',')[0]!));
    const count = countFiles(document, property, encodedAsFile, report, 0);
    if (count !== undefined) define(files, name, count);
  }
  return files;
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
function isFile(value: unknown): boolean {
  if (!isObject(value)) return false;
  const types = [own(value, 'type')].flat();
  if (types.includes('file')) return true;
  if (types[0] !== undefined && !types.includes('string')) return false;
  return (
    own(value, 'format') === 'binary' ||
    (own(value, 'contentMediaType') !== undefined && own(value, 'contentEncoding') === undefined)
  );
}

const fileDescription = 'A file: its content as `text` or as `base64`.';

/** How a model hands over a file. */
const fileSchema: JsonSchema = {
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

/** The schema of the `body` argument: that of its content, or any of them where there are several. */
export function bodyShape(translator: SchemaTranslator, contents: readonly BodyContent[]): Shape {
  if (contents.length === 1) return contentShape(translator, contents[0]!);
  const shapes = contents.map((content) => contentShape(translator, content));
  const distinct = [...new Map(shapes.map((shape) => [JSON.stringify(shape.schema), shape])).values()];
  if (distinct.length === 1) return distinct[0]!;
  return { schema: { anyOf: distinct.map(({ schema }) => schema) }, refs: distinct.flatMap(({ refs }) => refs) };
}

function contentShape(translator: SchemaTranslator, { kind, media, files }: BodyContent): Shape {
  switch (kind) {
    case 'binary':
      return { schema: fileSchema, refs: [] };
    case 'text':
      return { schema: { type: 'string' }, refs: [] };
    case 'xml':
      return { schema: { type: 'string', description: 'XML, as text.' }, refs: [] };
    case 'json':
    case 'form':
      return media.schema ? translator.translate(media.schema) : { schema: {}, refs: [] };
    case 'multipart': {
      const shape = media.schema ? translator.translate(media.schema) : { schema: { type: 'object' }, refs: [] };
      return Object.keys(files).length === 0 ? shape : withFiles(translator, shape, files);
    }
  }
}

/** A form's schema with its binary strings replaced by files, wherever they are declared. */
function withFiles(translator: SchemaTranslator, shape: Shape, files: BodyContent['files']): Shape {
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

function collectReferences(schema: unknown, refs: string[]): void {
  if (Array.isArray(schema)) for (const item of schema) collectReferences(item, refs);
  else if (isObject(schema)) {
    for (const keyword of Object.keys(schema)) {
      const member = schema[keyword];
      if (keyword === '$ref' && typeof member === 'string') refs.push(member);
      else if (schemaMaps.has(keyword) && isObject(member)) collectReferences(Object.values(member), refs);
      else if (!plainValues.has(keyword)) collectReferences(member, refs);
    }
  }
}
