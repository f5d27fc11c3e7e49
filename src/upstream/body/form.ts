import { isObject, type Json } from '../../base/json.ts';
import type { MediaType } from '../../spec/operation.ts';
import { ArgumentError } from '../argument-error.ts';
import { serializePairs } from '../serialize/parameter.ts';

/**
 * application/x-www-form-urlencoded: each property by the style its encoding gives, `form` with explode by default
 * (OpenAPI 3.1.1, 4.8.15.1.1); a property whose encoding names a media type is written in it.
 */
export function buildForm(value: Json, media: MediaType): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) throw new ArgumentError('body', 'expected an object with the fields of the form');
  return Object.entries(value as Record<string, Json | undefined>)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .flatMap(([name, member]) => {
      const encoding = media.encoding[name];
      const style = encoding?.style ?? 'form';
      const explode = encoding?.explode ?? style === 'form';
      const plain = encoding?.style === undefined && encoding?.explode === undefined && isObject(member);
      // Without a style an object is JSON (OpenAPI 3.1.1, 4.8.15.1.2: the default content type of an object).
      return serializePairs(
        { name, style, explode, allowReserved: encoding?.allowReserved ?? false },
        plain ? JSON.stringify(member) : member,
      );
    })
    .map(([name, text]) => `${name}=${text}`.replaceAll('%20', '+'))
    .join('&');
}
