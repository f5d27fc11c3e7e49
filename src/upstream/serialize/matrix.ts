import { isObject, type Json } from '../../base/json.ts';
import { type Encode, entries, toText } from './encode.ts';
import { joinEntries } from './simple.ts';

/** `;n=a;n=b` and `;k=v`, or `;n=a,b` and `;n=k,v`: style `matrix` (OpenAPI 3.2.0, 4.12.5; RFC 6570, 3.2.7). */
export function serializeMatrix(name: string, value: Json, explode: boolean, encode: Encode): string {
  const pair = (key: string, member: Json): string => {
    const encoded = encode(toText(member));
    return encoded === '' ? `;${encode(key)}` : `;${encode(key)}=${encoded}`;
  };
  if (Array.isArray(value)) {
    if (explode) return value.map((item: Json) => pair(name, item)).join('');
    return `;${encode(name)}=${value.map((item: Json) => encode(toText(item))).join(',')}`;
  }
  if (isObject(value)) {
    if (explode)
      return entries(value as Record<string, Json>)
        .map(([key, member]) => pair(key, member))
        .join('');
    return `;${encode(name)}=${joinEntries(value as Record<string, Json>, ',', ',', encode)}`;
  }
  return pair(name, value);
}
