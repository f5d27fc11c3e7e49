import type { Json } from '../../base/json.ts';
import { mediaKind } from '../../catalog/media-kind.ts';
import type { Parameter } from '../../spec/operation.ts';
import { serializeDeepObject } from './deep-object.ts';
import { asIs, type Encode, encodeReserved, encodeUnreserved } from './encode.ts';
import { type Pair, serializeForm } from './form.ts';
import { serializeLabel } from './label.ts';
import { serializeMatrix } from './matrix.ts';
import { serializeSimple } from './simple.ts';

type Serialized = Pick<Parameter, 'name' | 'style' | 'explode' | 'allowReserved'>;

/** The text that takes the place of `{name}` in a path. */
export function serializePath(parameter: Parameter, value: Json): string {
  const encode = parameter.allowReserved ? encodePathReserved : encodeUnreserved;
  if (parameter.contentType !== undefined) return encodeUnreserved(toContent(parameter.contentType, value));
  switch (parameter.style) {
    case 'label':
      return serializeLabel(value, parameter.explode, encode);
    case 'matrix':
      return serializeMatrix(parameter.name, value, parameter.explode, encode);
    case 'spaceDelimited':
      return delimited(value, '%20', encode) ?? serializeSimple(value, false, encode);
    case 'pipeDelimited':
      return delimited(value, '%7C', encode) ?? serializeSimple(value, false, encode);
    case 'tabDelimited':
      return delimited(value, '%09', encode) ?? serializeSimple(value, false, encode);
    default:
      return serializeSimple(value, parameter.explode, encode);
  }
}

/** What would end the path or a segment of it is encoded even where reserved characters are allowed (OpenAPI 3.2.0, 4.8.2). */
const encodePathReserved: Encode = (text) => encodeReserved(text).replace(/[/?]/g, encodeURIComponent);

/** The pairs a query parameter makes; a `querystring` is one pair without a name. */
export function serializeQuery(parameter: Parameter, value: Json): Pair[] {
  if (parameter.contentType !== undefined) {
    const content = toContent(parameter.contentType, value);
    return parameter.in === 'querystring'
      ? [['', mediaKind(parameter.contentType) === 'form' ? content : encodeUnreserved(content)]]
      : [[encodeUnreserved(parameter.name), encodeUnreserved(content)]];
  }
  return serializePairs(parameter, value);
}

/** A value by a style that makes pairs: query parameters, and the fields of forms. */
export function serializePairs(parameter: Serialized, value: Json): Pair[] {
  const { name, style, explode, allowReserved } = parameter;
  const encode = allowReserved ? encodeReserved : encodeUnreserved;
  switch (style) {
    case 'deepObject':
      return serializeDeepObject(name, value, encode);
    case 'spaceDelimited':
      return serializeForm(name, value, explode, encode, '%20');
    case 'pipeDelimited':
      return serializeForm(name, value, explode, encode, '%7C');
    case 'tabDelimited':
      return serializeForm(name, value, explode, encode, '%09');
    default:
      return serializeForm(name, value, explode, encode);
  }
}

/** The value of a header; not percent-encoded (OpenAPI 3.2.0, 4.12.5, and Appendix D). */
export function serializeHeader(parameter: Parameter, value: Json): string {
  if (parameter.contentType !== undefined) return toContent(parameter.contentType, value);
  const delimiter = { spaceDelimited: ' ', pipeDelimited: '|', tabDelimited: '\t' }[parameter.style as string];
  return (
    (delimiter === undefined ? undefined : delimited(value, delimiter, asIs)) ??
    serializeSimple(value, parameter.explode, asIs)
  );
}

/** The `name=value` pairs of a cookie. */
export function serializeCookie(parameter: Parameter, value: Json): string[] {
  const encode = parameter.style === 'cookie' ? asIs : encodeUnreserved;
  const pairs: Pair[] =
    parameter.contentType !== undefined
      ? [[parameter.name, encodeUnreserved(toContent(parameter.contentType, value))]]
      : serializeForm(parameter.name, value, parameter.explode, encode);
  return pairs.map(([name, text]) => `${name}=${text}`);
}

function delimited(value: Json, delimiter: string, encode: Encode): string | undefined {
  return Array.isArray(value)
    ? value.map((item: Json) => encode(typeof item === 'string' ? item : JSON.stringify(item))).join(delimiter)
    : undefined;
}

/** A value in the media type that `content` gives it. */
function toContent(contentType: string, value: Json): string {
  switch (mediaKind(contentType)) {
    case 'json':
      return JSON.stringify(value);
    case 'form':
      return typeof value === 'string'
        ? value
        : Object.entries(value as Record<string, Json>)
            .flatMap(([name, member]) => serializeForm(name, member, true, encodeUnreserved))
            .map(([name, text]) => `${name}=${text}`)
            .join('&');
    default:
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}
