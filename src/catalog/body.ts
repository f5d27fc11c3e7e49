import { own } from '../base/json.ts';
import { type Document, type Report, resolve } from '../spec/document.ts';
import type { MediaType, RequestBody } from '../spec/operation.ts';
import { type BinaryFields, fileSchema, findBinaryFields, isFile, noBinaryFields, withFiles } from './files.ts';
import { essence, type MediaKind, mediaKind } from './media-kind.ts';
import type { SchemaTranslator, Shape } from './schema.ts';
import { readXmlShape, type XmlShape } from './xml-shape.ts';

/** A way to send the body: what the tool offers and the request is built from. */
export interface BodyContent extends BinaryFields {
  /** The media type to send, a range replaced by a type in it. */
  readonly contentType: string;
  readonly kind: MediaKind;
  readonly media: MediaType;
  /** How values are written in XML, where the body or a part of it is in XML and has a schema. */
  readonly xml: (() => XmlShape) | undefined;
}

const rank: Record<MediaKind, number> = { json: 0, form: 2, multipart: 3, sequence: 3.5, text: 4, xml: 5, binary: 6 };

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
  const fields = kind === 'multipart' ? findBinaryFields(document, media, report) : noBinaryFields;
  const { schema } = media;
  const xml = schema && hasXml(kind, media) ? () => readXmlShape(document, schema) : undefined;
  return { contentType: isRange ? concrete[kind] : media.type, kind, media, ...fields, xml };
}

/** Whether XML is made of a value of the body, or of a part of it. */
function hasXml(kind: MediaKind, { encoding }: Pick<MediaType, 'encoding'>): boolean {
  if (kind !== 'multipart') return kind === 'xml';
  return Object.values(encoding).some(
    (part) => part.contentType !== undefined && hasXml(mediaKind(part.contentType), part),
  );
}

/** What to send where the document gives a range. */
const concrete: Record<MediaKind, string> = {
  json: 'application/json',
  sequence: 'application/x-ndjson',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
  text: 'text/plain',
  xml: 'application/xml',
  binary: 'application/octet-stream',
};

/** The schema of the `body` argument: that of its content, or any of them where there are several. */
export function bodyShape(translator: SchemaTranslator, contents: readonly BodyContent[]): Shape {
  if (contents.length === 1) return contentShape(translator, contents[0]!);
  const shapes = contents.map((content) => contentShape(translator, content));
  const distinct = [...new Map(shapes.map((shape) => [JSON.stringify(shape.schema), shape])).values()];
  if (distinct.length === 1) return distinct[0]!;
  return { schema: { anyOf: distinct.map(({ schema }) => schema) }, refs: distinct.flatMap(({ refs }) => refs) };
}

function contentShape(translator: SchemaTranslator, { kind, media, files, xml }: BodyContent): Shape {
  switch (kind) {
    case 'binary':
      return { schema: fileSchema, refs: [] };
    case 'text':
      return { schema: { type: 'string' }, refs: [] };
    case 'xml':
      // Without a name for its root element no document can be made of a value.
      return media.schema && xml?.().name !== undefined
        ? orText(translator.translate(media.schema), xmlDescription, '^\\s*<')
        : { schema: { type: 'string', description: xmlDescription }, refs: [] };
    case 'sequence':
      return orText(
        media.schema ? listOf(translator, translator.translate(media.schema)) : { schema: { type: 'array' }, refs: [] },
        'The values as text, each in JSON on a line.',
      );
    case 'json':
    case 'form':
      return media.schema ? translator.translate(media.schema) : { schema: {}, refs: [] };
    case 'multipart': {
      const shape = media.schema ? translator.translate(media.schema) : { schema: { type: 'object' }, refs: [] };
      return Object.keys(files).length === 0 ? shape : withFiles(translator, shape, files);
    }
  }
}

const xmlDescription = 'XML, as text.';

/** A value, or the text that is sent for it; by its start it is told from a value that was put into a text. */
function orText(shape: Shape, description: string, start?: string): Shape {
  const text = { type: 'string', description };
  if (shape.schema['type'] === 'string') return { ...shape, schema: text };
  return { ...shape, schema: { anyOf: [shape.schema, start === undefined ? text : { ...text, pattern: start }] } };
}

/** The schema of a whole sequence; before 3.2 many give that of its items. */
function listOf(translator: SchemaTranslator, shape: Shape): Shape {
  const reference = shape.schema['$ref'];
  const { type } = typeof reference === 'string' ? translator.shapeAt(reference).schema : shape.schema;
  const isWhole = ['array', 'string'].some((name) => [type].flat().includes(name));
  return isWhole ? shape : { ...shape, schema: { type: 'array', items: shape.schema } };
}
