import { isObject, own } from '../base/json.ts';
import { child, type Document, type Node, type Report, resolve } from '../spec/document.ts';
import type { MediaType, RequestBody } from '../spec/operation.ts';
import type { JsonSchema } from './json-schema.ts';
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
  const sorted = body.content
    .map((media, index) => ({ content: toContent(document, media, report), index }))
    .sort((one, other) => weigh(one.content) - weigh(other.content) || one.index - other.index)
    .map(({ content }) => content);
  const offered: BodyContent[] = [];
  for (const content of sorted) {
    const same = offered.some(
      (better) => better.contentType === content.contentType || (!isPatch(content) && sameSchema(better, content)),
    );
    if (!same) offered.push(content);
  }
  return offered;
}

function weigh({ kind, contentType }: BodyContent): number {
  return kind === 'json' && contentType !== 'application/json' ? 1 : rank[kind];
}

function isPatch({ contentType }: BodyContent): boolean {
  return contentType.includes('patch');
}

function sameSchema(one: BodyContent, other: BodyContent): boolean {
  const [a, b] = [one.media.schema, other.media.schema];
  if (a === undefined || b === undefined) return a === b && one.kind === other.kind;
  return (a.uri === b.uri && a.pointer === b.pointer) || JSON.stringify(a.value) === JSON.stringify(b.value);
}

function toContent(document: Document, media: MediaType, report: Report): BodyContent {
  const plain = essence(media.type);
  const kind = mediaKind(media.type);
  const files = kind === 'multipart' && media.schema ? findFiles(document, media, report) : {};
  return { contentType: concrete(plain, media.type), kind, media, files };
}

/** A type to send where the document gives a range. */
function concrete(plain: string, type: string): string {
  if (!plain.includes('*')) return type;
  if (plain === '*/*' || plain === 'application/*') return 'application/json';
  return plain === 'text/*' ? 'text/plain' : 'application/octet-stream';
}

/** Properties of a multipart body that hold files: binary strings, and what its encoding says is no text. */
function findFiles(document: Document, media: MediaType, report: Report): Record<string, 'one' | 'many'> {
  const files: Record<string, 'one' | 'many'> = {};
  for (const [name, property] of propertiesOf(document, media.schema!, report)) {
    const type = media.encoding[name]?.contentType;
    const encodedAsFile =
      type !== undefined &&
      ['binary', 'multipart'].includes(mediaKind(type.split(',')[0]!)) &&
      own(property.value, 'type') !== 'object';
    const item =
      own(property.value, 'type') === 'array' ? resolve(document, child(property, 'items'), report) : undefined;
    if (item && (isFile(item.value) || encodedAsFile)) files[name] = 'many';
    else if (isFile(property.value) || (encodedAsFile && !item)) files[name] = 'one';
  }
  return files;
}

/** The properties of an object schema, those of its `allOf` included, each with its reference followed. */
export function propertiesOf(document: Document, schema: Node, report: Report): [string, Node][] {
  const node = resolve(document, schema, report);
  const parts = Array.isArray(own(node.value, 'allOf'))
    ? (own(node.value, 'allOf') as unknown[]).map((_, index) => child(node, 'allOf', index))
    : [];
  const declared = child(node, 'properties');
  const here = isObject(declared.value)
    ? Object.keys(declared.value).map((name): [string, Node] => [
        name,
        resolve(document, child(declared, name), report),
      ])
    : [];
  return [...parts.flatMap((part) => propertiesOf(document, part, report)), ...here];
}

/** Binary content: `format: binary` (3.0), or a content media type that is not encoded as text (3.1, 4.8.14.1). */
function isFile(value: unknown): boolean {
  if (!isObject(value)) return false;
  const type = own(value, 'type');
  if (type === 'file') return true;
  if (type !== undefined && type !== 'string') return false;
  return (
    own(value, 'format') === 'binary' ||
    (own(value, 'contentMediaType') !== undefined && own(value, 'contentEncoding') === undefined)
  );
}

/** How a model hands over a file. */
export const fileSchema: JsonSchema = {
  type: 'object',
  description: 'A file: its content as `text` or as `base64`.',
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
    case 'xml':
      return { schema: { type: 'string' }, refs: [] };
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
  const refs: string[] = [];
  const replace = (schema: JsonSchema): JsonSchema => {
    const reference = schema['$ref'];
    if (typeof reference === 'string') {
      const { $ref: _, ...siblings } = schema;
      const target = replace(translator.shapeAt(reference).schema);
      return { ...target, ...siblings };
    }
    const copy = { ...schema };
    if (isObject(schema['properties'])) {
      copy['properties'] = Object.fromEntries(
        Object.entries(schema['properties'] as Record<string, JsonSchema>).map(([name, property]) => {
          const count = files[name];
          if (count === undefined) return [name, property];
          const description = property['description'];
          const file =
            typeof description === 'string'
              ? { ...fileSchema, description: `${description} (${fileSchema['description'] as string})` }
              : fileSchema;
          return [name, count === 'one' ? file : { type: 'array', items: file }];
        }),
      );
    }
    if (Array.isArray(schema['allOf'])) copy['allOf'] = (schema['allOf'] as JsonSchema[]).map(replace);
    return copy;
  };
  const schema = replace(shape.schema);
  collectReferences(schema, refs);
  return { schema, refs };
}

function collectReferences(value: unknown, refs: string[]): void {
  if (Array.isArray(value)) for (const item of value) collectReferences(item, refs);
  else if (isObject(value)) {
    if (typeof value['$ref'] === 'string') refs.push(value['$ref']);
    for (const key of Object.keys(value))
      if (!['enum', 'const', 'default', 'examples'].includes(key)) collectReferences(value[key], refs);
  }
}
