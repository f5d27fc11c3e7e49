import { isObject, type Json } from '../../base/json.ts';
import { mediaKind } from '../../catalog/media-kind.ts';
import type { Encoding, MediaType } from '../../spec/operation.ts';
import { ArgumentError } from '../argument-error.ts';
import { serializePairs } from '../serialize/parameter.ts';

/**
 * application/x-www-form-urlencoded: each property by the style its encoding gives, `form` with explode by default
 * (OpenAPI 3.1.1, 4.8.15.1.1); a property whose encoding names a media type is written in it. Null is no value.
 */
export function buildForm(value: Json, media: MediaType): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) throw new ArgumentError('body', 'expected an object with the fields of the form');
  return fieldsOf(value)
    .flatMap(([name, member]) => {
      const encoding = encodingOf(media, name);
      const { style = 'form', explode = style === 'form', allowReserved = false } = encoding ?? {};
      return serializePairs(
        { name, style, explode, allowReserved },
        isJsonField(member, encoding) ? JSON.stringify(member) : member,
      );
    })
    .map(([name, text]) => `${name}=${escapePlus(text)}`.replaceAll('%20', '+'))
    .join('&');
}

/** The fields that have a value. */
export function fieldsOf(value: Readonly<Record<string, unknown>>): [string, Json][] {
  return Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null);
}

export function encodingOf(media: MediaType, name: string): Encoding | undefined {
  return Object.hasOwn(media.encoding, name) ? media.encoding[name] : undefined;
}

/** Whether a field follows a style of parameters, which then decides over its media type (OpenAPI 3.1.1, 4.8.15.1.2). */
export function hasStyle(encoding: Encoding | undefined): boolean {
  return encoding?.style !== undefined || encoding?.explode !== undefined;
}

/** An object without a style is JSON, its default content type (OpenAPI 3.1.1, 4.8.15.1), and so is what says it is. */
function isJsonField(member: Json, encoding: Encoding | undefined): boolean {
  if (hasStyle(encoding)) return false;
  const type = encoding?.contentType?.split(',')[0];
  return (
    isObject(member) ||
    (Array.isArray(member) && type !== undefined && !type.includes('*') && mediaKind(type) === 'json')
  );
}

/** With allowReserved a `+` stays, which a form would read as a space. */
function escapePlus(text: string): string {
  return text.replaceAll('+', '%2B');
}
