import { isObject, type Json } from '../../base/json.ts';
import { type Encode, toText } from './encode.ts';
import { joinEntries } from './simple.ts';

/** `.a.b` and `.k=v`, or `.a,b` and `.k,v`: style `label` (OpenAPI 3.2.0, 4.12.5; RFC 6570, 3.2.5). */
export function serializeLabel(value: Json, explode: boolean, encode: Encode): string {
  if (Array.isArray(value)) return `.${value.map((item: Json) => encode(toText(item))).join(explode ? '.' : ',')}`;
  if (isObject(value))
    return `.${joinEntries(value as Record<string, Json>, explode ? '=' : ',', explode ? '.' : ',', encode)}`;
  return `.${encode(toText(value))}`;
}
