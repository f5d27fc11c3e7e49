import { isObject, type Json } from '../../base/json.ts';
import { type Encode, entries, toText } from './encode.ts';
import { joinEntries } from './simple.ts';

/** A name and a value, both written for their place. */
export type Pair = readonly [name: string, value: string];

/**
 * `n=a&n=b` and `k=v`, or `n=a,b` and `n=k,v`: style `form` (OpenAPI 3.2.0, 4.12.5; RFC 6570, 3.2.8). The delimited
 * styles are the same with another delimiter (`%20`, `%7C`, `%09`).
 */
export function serializeForm(name: string, value: Json, explode: boolean, encode: Encode, delimiter = ','): Pair[] {
  const encodedName = encode(name);
  if (Array.isArray(value)) {
    if (value.length === 0) return []; // an empty list is undefined (RFC 6570, 2.3)
    if (explode) return value.map((item: Json): Pair => [encodedName, encode(toText(item))]);
    return [[encodedName, value.map((item: Json) => encode(toText(item))).join(delimiter)]];
  }
  if (isObject(value)) {
    const object = value as Record<string, Json>;
    if (entries(object).length === 0) return [];
    if (explode) return entries(object).map(([key, member]): Pair => [encode(key), encode(toText(member))]);
    return [[encodedName, joinEntries(object, delimiter, delimiter, encode)]];
  }
  return [[encodedName, encode(toText(value))]];
}
