import { isRecord } from '../../base/exact-number.ts';
import { type Json } from '../../base/json.ts';
import type { BodyContent } from '../../catalog/body.ts';
import { noBinaryFields } from '../../catalog/files.ts';
import { essence, mediaKind } from '../../catalog/media-kind.ts';
import type { XmlShape } from '../../catalog/xml-shape.ts';
import { type Encoding, remainingItems } from '../../spec/operation.ts';
import { ArgumentError } from '../argument-error.ts';
import { stringifyExact } from '../../base/exact.ts';
import { toFieldValue } from '../header-value.ts';
import { asIs, toText } from '../serialize/encode.ts';
import { encodingOf, fieldsOf, hasStyle, isJsonType, typeOf } from '../serialize/fields.ts';
import { serializePlainPairs } from '../serialize/pairs.ts';
import { serializeSimple } from '../serialize/simple.ts';
import { type FilePart, toFile } from './file.ts';
import { joinParts, type Part } from './parts.ts';
import { buildXml } from './xml.ts';

/** What a part holds, before it has a name. */
interface PartContent {
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/**
 * multipart/form-data (RFC 7578): text for primitives, JSON for objects, one part for each element of a list
 * (OpenAPI 3.2.0, 4.14.5.1 and 4.15.1.1), files with their name and type. Null is no value. A list becomes parts by
 * position, which have no names (4.14.5.2).
 */
export function buildMultipart(value: Json, content: BodyContent): { body: Uint8Array; contentType: string } {
  const type = content.contentType.startsWith('multipart/')
    ? content.contentType.replace(/\s*;\s*boundary=("[^"]*"|[^;]*)/i, '')
    : 'multipart/form-data';
  if (Array.isArray(value) && essence(type) !== 'multipart/form-data')
    return joinParts(
      value.map((item: Json, index) => toPositioned(item, index, content)),
      type,
    );
  if (!isRecord(value)) throw new ArgumentError('body', 'expected an object with the fields of the form');
  return joinParts(
    fieldsOf(value).flatMap(([name, member]) => toParts(name, member, content)),
    type,
  );
}

/** The part at a position of a list; it may be multipart itself (OpenAPI 3.2.0, 4.15.2). */
function toPositioned(value: Json, index: number, content: BodyContent): Part {
  const field = index < content.prefix ? String(index) : remainingItems;
  const encoding = encodingOf(content.media, String(index)) ?? encodingOf(content.media, remainingItems);
  const type = typeOf(encoding);
  const headers = headerLines(encoding);
  if (type?.startsWith('multipart/') === true && isComposite(value)) {
    const media = { type, schema: undefined, encoding: encoding?.encoding ?? {} };
    const xml = content.xml && ((): XmlShape => content.xml!().item(index));
    const nested = buildMultipart(value, { ...content, contentType: type, media, ...noBinaryFields, xml });
    return { headers: [`Content-Type: ${nested.contentType}`, ...headers], bytes: nested.body };
  }
  if (Object.hasOwn(content.files, field)) {
    const file = toFile(value, `body[${index}]`);
    const attached =
      file.filename === undefined ? [] : [`Content-Disposition: attachment; ${filenameOf(file.filename)}`];
    return {
      headers: [...typeLine(file.contentType ?? type ?? 'application/octet-stream'), ...attached, ...headers],
      bytes: file.bytes,
    };
  }
  const isEncoded = content.base64.includes(field);
  const shape = xmlShapeOf(content, type)?.item(index);
  const written = shape && isComposite(value) ? buildXml(value, shape, `body[${index}]`) : value;
  const part = toContent(written, type ?? (isEncoded ? 'application/octet-stream' : undefined));
  return { headers: [...typeLine(part.contentType), ...headers], bytes: part.bytes };
}

/** How values are written in XML, where a part is in XML. */
function xmlShapeOf({ xml }: BodyContent, type: string | undefined): XmlShape | undefined {
  return type !== undefined && mediaKind(type) === 'xml' ? xml?.() : undefined;
}

function toParts(name: string, value: Json, content: BodyContent): Part[] {
  const { media, files, base64 } = content;
  const encoding = encodingOf(media, name);
  const type = typeOf(encoding);
  const named = (field: string, part: PartContent, filename?: string): Part => ({
    headers: [disposition(field, filename), ...typeLine(part.contentType), ...headerLines(encoding)],
    bytes: part.bytes,
  });
  if (Object.hasOwn(files, name)) return toFiles(name, value, type).map((file) => named(name, file, file.filename));
  if (encoding && hasStyle(encoding)) {
    const { style = 'form', explode = style === 'form', itemStyles = [] } = encoding;
    return serializePlainPairs({ name, style, explode, itemStyles }, value).map(([field, text]) =>
      named(field, toContent(text, undefined)),
    );
  }
  const declared = type ?? (base64.includes(name) ? 'application/octet-stream' : undefined);
  const isList = Array.isArray(value) && (encoding?.perItem === true || !isJsonType(type));
  const values: readonly Json[] = isList ? value.filter((item) => item !== null) : [value];
  const shape = xmlShapeOf(content, type)?.property(name);
  return values.map((item, index) => {
    const path = isList ? `body.${name}[${index}]` : `body.${name}`;
    const isValue = shape !== undefined && isComposite(item);
    return named(name, toContent(isValue ? buildXml(item, isList ? shape.item(index) : shape, path) : item, declared));
  });
}

function toFiles(name: string, value: Json, type: string | undefined): (FilePart & PartContent)[] {
  const files = Array.isArray(value)
    ? value.map((item: Json, index) => toFile(item, `body.${name}[${index}]`))
    : [toFile(value, `body.${name}`)];
  return files.map((file) => ({
    filename: file.filename ?? name,
    contentType: file.contentType ?? type ?? 'application/octet-stream',
    bytes: file.bytes,
  }));
}

function isComposite(value: Json): boolean {
  return Array.isArray(value) || isRecord(value);
}

function toContent(value: Json, type: string | undefined): PartContent {
  const isText = value !== null && !isComposite(value);
  return {
    contentType: type ?? (isText ? undefined : 'application/json'),
    bytes: Buffer.from(isText && !isJsonType(type) ? toText(value) : stringifyExact(value)),
  };
}

function typeLine(contentType: string | undefined): string[] {
  return contentType === undefined ? [] : [`Content-Type: ${contentType}`];
}

/** The headers of an encoding that can have only one value (OpenAPI 3.2.0, 4.15.1.1). */
function headerLines(encoding: Encoding | undefined): string[] {
  return Object.entries(encoding?.headers ?? {})
    .map(([name, value]): [string, string] => [name, serializeSimple(value, false, asIs)])
    .filter(([, text]) => toFieldValue(text) !== undefined)
    .map((field) => field.join(': '));
}

function disposition(name: string, filename: string | undefined): string {
  const file = filename === undefined ? '' : `; ${filenameOf(filename)}`;
  return `Content-Disposition: form-data; name="${escapeName(name)}"${file}`;
}

function filenameOf(filename: string): string {
  return `filename="${escapeName(filename)}"`;
}

/** RFC 7578, 4.2; names are escaped as browsers do (WHATWG HTML, 4.10.21.8). */
function escapeName(text: string): string {
  return text.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
