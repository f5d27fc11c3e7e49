import { createHash } from 'node:crypto';
import { isObject, type Json } from '../../base/json.ts';
import type { BodyContent } from '../../catalog/body.ts';
import { ArgumentError } from '../argument-error.ts';
import { type FilePart, toFile } from './file.ts';

interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/**
 * multipart/form-data (RFC 7578): text for primitives, JSON for objects, one part for each element of a list
 * (OpenAPI 3.1.1, 4.8.15.1), files with their name and type. The boundary is a hash of the parts, so equal arguments
 * make equal requests.
 */
export function buildMultipart(value: Json, content: BodyContent): { body: Uint8Array; contentType: string } {
  if (!isObject(value)) throw new ArgumentError('body', 'expected an object with the fields of the form');
  const parts = Object.entries(value as Record<string, Json | undefined>).flatMap(([name, member]) =>
    member === undefined ? [] : toParts(name, member, content),
  );
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part.name).update('\0').update(part.bytes).update('\0');
  const boundary = `routewright-${hash.digest('hex').slice(0, 32)}`;
  const chunks: Uint8Array[] = [];
  for (const part of parts)
    chunks.push(Buffer.from(`--${boundary}\r\n${partHeaders(part)}\r\n\r\n`), part.bytes, Buffer.from('\r\n'));
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  const type = content.contentType.startsWith('multipart/')
    ? content.contentType.split(';')[0]!
    : 'multipart/form-data';
  return { body: Buffer.concat(chunks), contentType: `${type}; boundary=${boundary}` };
}

function toParts(name: string, value: Json, content: BodyContent): Part[] {
  const declared = content.media.encoding[name]?.contentType?.split(',')[0]?.trim();
  const type = declared === undefined || declared.includes('*') ? undefined : declared;
  if (content.files[name] !== undefined) {
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
  if (Array.isArray(value) && (type === undefined || !type.includes('json')))
    return value.map((item: Json) => toPart(name, item, type));
  return [toPart(name, value, type)];
}

function toPart(name: string, value: Json, type: string | undefined): Part {
  const isText = typeof value !== 'object';
  return {
    name,
    filename: undefined,
    contentType: type ?? (isText ? undefined : 'application/json'),
    bytes: Buffer.from(isText && !(type?.includes('json') ?? false) ? String(value) : JSON.stringify(value)),
  };
}

/** RFC 7578, 4.2; names are escaped as browsers do (WHATWG HTML, 4.10.21.8). */
function partHeaders({ name, filename, contentType }: Part): string {
  const escape = (text: string): string => text.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
  const disposition = `Content-Disposition: form-data; name="${escape(name)}"${filename === undefined ? '' : `; filename="${escape(filename)}"`}`;
  return contentType === undefined ? disposition : `${disposition}\r\nContent-Type: ${contentType}`;
}
