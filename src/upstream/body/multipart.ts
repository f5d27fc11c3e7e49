import { createHash } from 'node:crypto';
import { isObject, type Json } from '../../base/json.ts';
import type { BodyContent } from '../../catalog/body.ts';
import { mediaKind } from '../../catalog/media-kind.ts';
import { ArgumentError } from '../argument-error.ts';
import { serializePlainPairs } from '../serialize/parameter.ts';
import { type FilePart, toFile } from './file.ts';
import { encodingOf, fieldsOf, hasStyle } from './form.ts';

interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/**
 * multipart/form-data (RFC 7578): text for primitives, JSON for objects, one part for each element of a list
 * (OpenAPI 3.1.1, 4.8.15.1), files with their name and type. Null is no value. The boundary is a hash of the parts, so
 * equal arguments make equal requests.
 */
export function buildMultipart(value: Json, content: BodyContent): { body: Uint8Array; contentType: string } {
  if (!isObject(value)) throw new ArgumentError('body', 'expected an object with the fields of the form');
  const parts = fieldsOf(value).flatMap(([name, member]) => toParts(name, member, content));
  const hash = createHash('sha256');
  for (const part of parts) hash.update(partHeaders(part)).update('\0').update(part.bytes).update('\0');
  const boundary = `routewright-${hash.digest('hex').slice(0, 32)}`;
  const chunks: Uint8Array[] = [];
  for (const part of parts)
    chunks.push(Buffer.from(`--${boundary}\r\n${partHeaders(part)}\r\n\r\n`), part.bytes, Buffer.from('\r\n'));
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  const type = content.contentType.startsWith('multipart/')
    ? content.contentType.split(';')[0]!.trim()
    : 'multipart/form-data';
  return { body: Buffer.concat(chunks), contentType: `${type}; boundary=${boundary}` };
}

function toParts(name: string, value: Json, content: BodyContent): Part[] {
  const encoding = encodingOf(content.media, name);
  const declared = encoding?.contentType?.split(',')[0]?.trim();
  const type = declared === undefined || declared.includes('*') ? undefined : declared;
  if (Object.hasOwn(content.files, name)) return toFileParts(name, value, type);
  if (hasStyle(encoding)) {
    const { style = 'form', explode = style === 'form' } = encoding!;
    return serializePlainPairs({ name, style, explode }, value).map(([field, text]) => toPart(field, text, undefined));
  }
  if (Array.isArray(value) && !isJsonType(type))
    return value.filter((item) => item !== null).map((item: Json) => toPart(name, item, type));
  return [toPart(name, value, type)];
}

function toFileParts(name: string, value: Json, type: string | undefined): Part[] {
  const files = Array.isArray(value)
    ? value.map((item: Json, index) => toFile(item, `body.${name}[${index}]`))
    : [toFile(value, `body.${name}`)];
  return files.map((file: FilePart) => ({
    name,
    filename: file.filename ?? name,
    contentType: file.contentType ?? type ?? 'application/octet-stream',
    bytes: file.bytes,
  }));
}

function toPart(name: string, value: Json, type: string | undefined): Part {
  const isText = typeof value !== 'object';
  return {
    name,
    filename: undefined,
    contentType: type ?? (isText ? undefined : 'application/json'),
    bytes: Buffer.from(isText && !isJsonType(type) ? String(value) : JSON.stringify(value)),
  };
}

function isJsonType(type: string | undefined): boolean {
  return type !== undefined && mediaKind(type) === 'json';
}

/** RFC 7578, 4.2; names are escaped as browsers do (WHATWG HTML, 4.10.21.8). */
function partHeaders({ name, filename, contentType }: Part): string {
  const escape = (text: string): string => text.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
  const file = filename === undefined ? '' : `; filename="${escape(filename)}"`;
  const disposition = `Content-Disposition: form-data; name="${escape(name)}"${file}`;
  return contentType === undefined ? disposition : `${disposition}\r\nContent-Type: ${contentType}`;
}
