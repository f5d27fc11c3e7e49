import { isRecord } from '../../base/exact-number.ts';
import { type Json } from '../../base/json.ts';
import { type Encode, entries, toText } from './encode.ts';
import type { Pair } from './form.ts';

/**
 * `n[k]=v`: style `deepObject` (OpenAPI 3.2.0, 4.12.5). Deeper levels, which the specification leaves undefined, take
 * the form that APIs with such parameters expect: `n[a][b]=1`, `n[a][0]=x`.
 */
export function serializeDeepObject(name: string, value: Json, encode: Encode, encodeName: Encode = encode): Pair[] {
  const below = (key: string | number, member: Json): Pair[] =>
    serializeDeepObject(`${name}[${key}]`, member, encode, encodeName);
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => (item === null ? [] : below(index, item)));
  if (isRecord(value)) return entries(value as Record<string, Json>).flatMap(([key, member]) => below(key, member));
  return [[encodeName(name), encode(toText(value))]];
}
