import { isObject, type Json } from '../../base/json.ts';
import { ArgumentError } from '../argument-error.ts';

/** A file as a model hands it over, in bytes. */
export interface FilePart {
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/** Reads `{filename?, contentType?, text | base64}`; plain text is a file's text. */
export function toFile(value: Json, path: string): FilePart {
  if (typeof value === 'string') return { filename: undefined, contentType: undefined, bytes: Buffer.from(value) };
  if (!isObject(value)) throw new ArgumentError(path, 'expected a file: an object with `text` or `base64`');
  const {
    text: givenText,
    base64: givenBase64,
    filename,
    contentType,
  } = value as Readonly<Record<string, Json | undefined>>;
  const [text, base64] = [givenText ?? undefined, givenBase64 ?? undefined];
  if ((text === undefined) === (base64 === undefined))
    throw new ArgumentError(path, 'a file needs `text` or `base64`, and not both');
  const head = {
    filename: optionalText(filename, `${path}.filename`),
    contentType: optionalText(contentType, `${path}.contentType`),
  };
  if (text !== undefined) {
    if (typeof text === 'object') throw new ArgumentError(`${path}.text`, 'expected a text');
    return { ...head, bytes: Buffer.from(String(text)) };
  }
  return { ...head, bytes: decodeBase64(base64!, `${path}.base64`) };
}

function optionalText(value: Json | undefined, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || /[\r\n\0]/.test(value)) throw new ArgumentError(path, 'expected a text on one line');
  return value;
}

/** Base64 of RFC 4648, 4 or 5; a data URL's prefix is taken off. */
function decodeBase64(value: Json, path: string): Uint8Array {
  const text = typeof value === 'string' ? value.replace(/^data:[^,]*,/, '').replace(/\s+/g, '') : '';
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(text))
    throw new ArgumentError(path, 'expected base64');
  return Buffer.from(text, 'base64');
}
