import { isRecord } from '../../base/exact-number.ts';
import { type Json } from '../../base/json.ts';
import { type Encode, entries, isEmpty, items, toText } from './encode.ts';
import { joinEntries, joinItems } from './simple.ts';

/** `;n=a;n=b` and `;k=v`, or `;n=a,b` and `;n=k,v`: style `matrix` (OpenAPI 3.2.0, 4.12.5; RFC 6570, 3.2.7). */
export function serializeMatrix(name: string, value: Json, explode: boolean, encode: Encode): string {
  const pair = (key: string, member: Json): string => {
    const encoded = encode(toText(member));
    return encoded === '' ? `;${encode(key)}` : `;${encode(key)}=${encoded}`;
  };
  if (isEmpty(value)) return '';
  if (Array.isArray(value)) {
    const list = items(value as readonly Json[]);
    if (explode) return list.map((item) => pair(name, item)).join('');
    return `;${encode(name)}=${joinItems(list, ',', encode)}`;
  }
  if (isRecord(value)) {
    const object = value as Record<string, Json>;
    if (explode)
      return entries(object)
        .map(([key, member]) => pair(key, member))
        .join('');
    return `;${encode(name)}=${joinEntries(object, ',', ',', encode)}`;
  }
  return pair(name, value);
}
