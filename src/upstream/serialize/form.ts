import { isRecord } from '../../base/exact-number.ts';
import { type Json } from '../../base/json.ts';
import { type Encode, entries, isEmpty, items, toText } from './encode.ts';
import { joinEntries, joinItems } from './simple.ts';

/** A name and a value, both written for their place. */
export type Pair = readonly [name: string, value: string];

/**
 * `n=a&n=b` and `k=v`, or `n=a,b` and `n=k,v`: style `form` (OpenAPI 3.2.0, 4.12.5; RFC 6570, 3.2.8). The delimited
 * styles are the same with another delimiter (`%20`, `%7C`, `%09`).
 */
export function serializeForm(
  name: string,
  value: Json,
  explode: boolean,
  encode: Encode,
  { delimiter = ',', encodeName = encode }: { delimiter?: string; encodeName?: Encode } = {},
): Pair[] {
  if (isEmpty(value)) return []; // undefined (RFC 6570, 2.3)
  const encodedName = encodeName(name);
  if (Array.isArray(value)) {
    const list = items(value as readonly Json[]);
    if (explode) return list.map((item): Pair => [encodedName, encode(toText(item))]);
    return [[encodedName, joinItems(list, delimiter, encode)]];
  }
  if (isRecord(value)) {
    const object = value as Record<string, Json>;
    if (explode) return entries(object).map(([key, member]): Pair => [encodeName(key), encode(toText(member))]);
    return [[encodedName, joinEntries(object, delimiter, delimiter, encode)]];
  }
  return [[encodedName, encode(toText(value))]];
}
