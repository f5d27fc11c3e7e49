import { isRecord } from '../../base/exact-number.ts';
import { type Json } from '../../base/json.ts';
import type { MediaType } from '../../spec/operation.ts';
import { ArgumentError } from '../argument-error.ts';
import { serializeFields } from '../serialize/fields.ts';

/** application/x-www-form-urlencoded, spaces written as `+` (OpenAPI 3.2.0, 4.12.4 and 4.15.3). */
export function buildForm(value: Json, media: MediaType): string {
  if (typeof value === 'string') return value;
  if (!isRecord(value)) throw new ArgumentError('body', 'expected an object with the fields of the form');
  return serializeFields(value, media)
    .map((pair) => pair.join('=').replaceAll('%20', '+'))
    .join('&');
}
