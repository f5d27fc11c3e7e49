import { isRecord } from '../../base/exact-number.ts';
import { type Json } from '../../base/json.ts';
import { type Encode, isEmpty, toText } from './encode.ts';
import { joinEntries, joinItems } from './simple.ts';

/** `.a.b` and `.k=v`, or `.a,b` and `.k,v`: style `label` (OpenAPI 3.2.0, 4.12.5; RFC 6570, 3.2.5). */
export function serializeLabel(value: Json, explode: boolean, encode: Encode): string {
  if (value === null || isEmpty(value)) return '';
  const separator = explode ? '.' : ',';
  if (Array.isArray(value)) return `.${joinItems(value as readonly Json[], separator, encode)}`;
  if (isRecord(value)) return `.${joinEntries(value as Record<string, Json>, explode ? '=' : ',', separator, encode)}`;
  return `.${encode(toText(value))}`;
}
