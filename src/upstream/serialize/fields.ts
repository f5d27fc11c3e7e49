import { isRecord } from '../../base/exact-number.ts';
import { type Json, type JsonObject } from '../../base/json.ts';
import { mediaKind } from '../../catalog/media-kind.ts';
import type { Encoding, MediaType } from '../../spec/operation.ts';
import { stringifyExact } from '../../base/exact.ts';
import { items } from './encode.ts';
import type { Pair } from './form.ts';
import { serializePairs } from './pairs.ts';

/**
 * The pairs of application/x-www-form-urlencoded, in a body as in a query: each property by the style its encoding
 * gives, `form` with explode by default (OpenAPI 3.2.0, 4.15.1.2), or else as text or JSON by its media type (4.15.1.1).
 * Null is no value.
 */
export function serializeFields(value: JsonObject, media: MediaType): Pair[] {
  return fieldsOf(value)
    .flatMap(([name, member]) => {
      const encoding = encodingOf(media, name);
      if (!encoding || !hasStyle(encoding))
        return serializePairs(
          { name, style: 'form', explode: true, allowReserved: false },
          toContentValue(member, encoding),
        );
      const { style = 'form', explode = style === 'form', allowReserved = false, itemStyles = [] } = encoding;
      return serializePairs({ name, style, explode, allowReserved, itemStyles }, member);
    })
    .map(([name, text]): Pair => [name, escapePlus(text)]);
}

/** The fields that have a value. */
export function fieldsOf(value: JsonObject): [string, Json][] {
  return Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null);
}

export function encodingOf(media: MediaType, name: string): Encoding | undefined {
  return Object.hasOwn(media.encoding, name) ? media.encoding[name] : undefined;
}

/**
 * Whether a field follows a style of parameters, which then decides over its media type: one of the three fields is
 * enough (OpenAPI 3.2.0, 4.15.1.2).
 */
export function hasStyle({ style, explode, allowReserved }: Encoding): boolean {
  return [style, explode, allowReserved].some((field) => field !== undefined);
}

/** The first media type that an encoding names; none where it is a range. */
export function typeOf(encoding: Encoding | undefined): string | undefined {
  const type = encoding?.contentType?.split(',')[0]?.trim();
  return type === undefined || type === '' || type.includes('*') ? undefined : type;
}

export function isJsonType(type: string | undefined): boolean {
  return type !== undefined && mediaKind(type) === 'json';
}

/** An object is JSON by default, and so is what its encoding says is JSON: strings get their quotes (4.15.3.1). */
function toContentValue(member: Json, encoding: Encoding | undefined): Json {
  if (!isJsonType(typeOf(encoding))) return isRecord(member) ? stringifyExact(member) : member;
  if (Array.isArray(member) && encoding?.perItem === true)
    return items(member as readonly Json[]).map((item) => stringifyExact(item));
  return stringifyExact(member);
}

/** With allowReserved a `+` stays, which a form would read as a space. */
function escapePlus(text: string): string {
  return text.replaceAll('+', '%2B');
}
