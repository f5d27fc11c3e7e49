import { isRecord } from '../../base/exact-number.ts';
import type { Json } from '../../base/json.ts';
import { stringifyExact } from '../../base/exact.ts';

/** Writes one value or name for its place. */
export type Encode = (text: string) => string;

/** Percent-encodes all but the unreserved characters of RFC 3986, 2.3 (RFC 6570, 3.2.1). */
export const encodeUnreserved: Encode = (text) => encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, percent);

const passing = /^(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~:/?@!$&'()*+,;=])$/;

/**
 * RFC 6570's reserved expansion (3.2.3): reserved characters and percent-encoded triples stay, save `#`, `[` and `]`,
 * which neither a path nor a query may hold. Each place encodes what would end its value besides (OpenAPI 3.2.0,
 * 4.12.2.2, allowReserved).
 */
export const encodeReserved: Encode = (text) =>
  text.toWellFormed().replace(/%[0-9A-Fa-f]{2}|[^]/gu, (part) => (passing.test(part) ? part : encodeUnreserved(part)));

/** In a query `&` would begin another parameter. */
export const encodeQueryReserved: Encode = (text) => encodeReserved(text).replaceAll('&', '%26');

/** A name where reserved characters are allowed: what would end it is encoded all the same. */
export const encodeReservedName: Encode = (text) => encodeQueryReserved(text).replace(/[=+]/g, encodeURIComponent);

/** Headers and cookies of style `cookie` carry values as they are. */
export const asIs: Encode = (text) => text;

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * A value inside a parameter as text: what is no primitive is undefined by every style, and travels as JSON. Null is
 * RFC 6570's undefined value, written like the empty string where it has to be written (OpenAPI 3.2.0, 4.12.6).
 */
export function toText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : stringifyExact(value);
}

/** The members of a list that have a value (RFC 6570, 2.3). */
export function items(value: readonly Json[]): Json[] {
  return value.filter((item) => item !== null);
}

/** The entries of an object that have a value. RFC 6570, 2.3: an undefined member is left out. */
export function entries(value: Readonly<Record<string, Json | undefined>>): [string, Json][] {
  return Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null);
}

/** Whether a list or an object has nothing in it, which makes it undefined (RFC 6570, 2.3). */
export function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return items(value as readonly Json[]).length === 0;
  return isRecord(value) && entries(value).length === 0;
}
