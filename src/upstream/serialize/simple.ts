import { isRecord } from '../../base/exact-number.ts';
import { type Json } from '../../base/json.ts';
import { type Encode, entries, items, toText } from './encode.ts';

/** `a,b` and `k,v` or `k=v`: style `simple` (OpenAPI 3.2.0, 4.12.5; RFC 6570, 3.2.2). */
export function serializeSimple(value: Json, explode: boolean, encode: Encode): string {
  if (Array.isArray(value)) return joinItems(value as readonly Json[], ',', encode);
  if (isRecord(value)) return joinEntries(value as Record<string, Json>, explode ? '=' : ',', ',', encode);
  return encode(toText(value));
}

/** The members of a list, joined. */
export function joinItems(value: readonly Json[], separator: string, encode: Encode): string {
  return items(value)
    .map((item) => encode(toText(item)))
    .join(separator);
}

/** The members of an object, key and value joined by one separator, the pairs by another. */
export function joinEntries(
  value: Readonly<Record<string, Json>>,
  inner: string,
  outer: string,
  encode: Encode,
): string {
  return entries(value)
    .map(([key, member]) => `${encode(key)}${inner}${encode(toText(member))}`)
    .join(outer);
}
