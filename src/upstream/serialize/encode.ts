import type { Json } from '../../base/json.ts';

/** Writes one value or name for its place. */
export type Encode = (text: string) => string;

/** Percent-encodes all but the unreserved characters of RFC 3986, 2.3 (RFC 6570, 3.2.1). */
export const encodeUnreserved: Encode = (text) => encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, percent);

/**
 * RFC 6570's reserved expansion (3.2.3) as far as a query allows it: reserved characters and percent-encoded triples
 * stay, save `#`, `[`, `]` and `&`, which would end the query or begin another parameter (OpenAPI 3.2.0, 4.12.2.2,
 * allowReserved).
 */
export const encodeReserved: Encode = (text) =>
  text
    .toWellFormed()
    .replace(/%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~:/?@!$'()*+,;=]|[^]/gu, (part) =>
      part.length === 3 && part.startsWith('%')
        ? part
        : /^[A-Za-z0-9\-._~:/?@!$'()*+,;=]$/.test(part)
          ? part
          : encodeUnreserved(part),
    );

/** Headers and cookies of style `cookie` carry values as they are. */
export const asIs: Encode = (text) => text;

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A value inside a parameter as text: what is no primitive is undefined by every style, and travels as JSON. */
export function toText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

/** The entries of an object that have a value. RFC 6570, 2.3: an undefined member is left out. */
export function entries(value: Readonly<Record<string, Json | undefined>>): [string, Json][] {
  return Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null);
}
