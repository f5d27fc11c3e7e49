import { isObject, type Json } from '../../base/json.ts';
import { mediaKind } from '../../catalog/media-kind.ts';
import type { Parameter } from '../../spec/operation.ts';
import { serializeDeepObject } from './deep-object.ts';
import { asIs, type Encode, encodeReserved, encodeReservedName, encodeUnreserved } from './encode.ts';
import { type Pair, serializeForm } from './form.ts';
import { serializeLabel } from './label.ts';
import { serializeMatrix } from './matrix.ts';
import { joinItems, serializeSimple } from './simple.ts';

type Serialized = Pick<Parameter, 'name' | 'style' | 'explode' | 'allowReserved'>;

/** What separates the values of the delimited styles, before it is encoded. */
const delimiters: Readonly<Partial<Record<Parameter['style'], string>>> = {
  spaceDelimited: ' ',
  pipeDelimited: '|',
  tabDelimited: '\t',
};

/** The text that takes the place of `{name}` in a path. */
export function serializePath(parameter: Parameter, value: Json): string {
  const { name, style, explode, allowReserved } = parameter;
  if (parameter.contentType !== undefined) return encodeUnreserved(toContent(parameter.contentType, value));
  const encode = allowReserved ? encodePathReserved : encodeUnreserved;
  if (style === 'label') return serializeLabel(value, explode, encode);
  if (style === 'matrix') return serializeMatrix(name, value, explode, encode);
  const delimiter = delimiters[style];
  if (delimiter === undefined || !Array.isArray(value)) return serializeSimple(value, explode, encode);
  return joinItems(value as readonly Json[], encodeURIComponent(delimiter), encode);
}

/** What would end the path or a segment of it is encoded even where reserved characters are allowed (OpenAPI 3.2.0, 4.8.2). */
const encodePathReserved: Encode = (text) => encodeReserved(text).replace(/[/?]/g, encodeURIComponent);

/** The pairs a query parameter makes; a `querystring` is one pair without a name. */
export function serializeQuery(parameter: Parameter, value: Json): Pair[] {
  if (parameter.contentType === undefined) return serializePairs(parameter, value);
  const content = toContent(parameter.contentType, value);
  if (parameter.in === 'querystring')
    return [['', mediaKind(parameter.contentType) === 'form' ? content : encodeUnreserved(content)]];
  return [[encodeUnreserved(parameter.name), encodeUnreserved(content)]];
}

/** A value by a style that makes pairs: query parameters, and the fields of forms. */
export function serializePairs({ allowReserved, ...parameter }: Serialized, value: Json): Pair[] {
  const encode = allowReserved ? encodeReserved : encodeUnreserved;
  return toPairs(parameter, value, encode, allowReserved ? encodeReservedName : encode, encodeURIComponent);
}

/** The same without percent-encoding, for the parts of multipart/form-data (OpenAPI 3.2.0, 4.15.1.2). */
export function serializePlainPairs(parameter: Omit<Serialized, 'allowReserved'>, value: Json): Pair[] {
  return toPairs(parameter, value, asIs, asIs, asIs);
}

function toPairs(
  { name, style, explode }: Omit<Serialized, 'allowReserved'>,
  value: Json,
  encode: Encode,
  encodeName: Encode,
  encodeDelimiter: Encode,
): Pair[] {
  if (style === 'deepObject') return serializeDeepObject(name, value, encode, encodeName);
  const delimiter = delimiters[style];
  return serializeForm(name, value, explode, encode, {
    encodeName,
    delimiter: delimiter === undefined ? ',' : encodeDelimiter(delimiter),
  });
}

/** The value of a header; not percent-encoded (OpenAPI 3.2.0, 4.12.5, and Appendix D). */
export function serializeHeader(parameter: Parameter, value: Json): string {
  if (parameter.contentType !== undefined) return toContent(parameter.contentType, value);
  const delimiter = delimiters[parameter.style];
  if (delimiter === undefined || !Array.isArray(value)) return serializeSimple(value, parameter.explode, asIs);
  return joinItems(value as readonly Json[], delimiter, asIs);
}

/** The pairs of a cookie. */
export function serializeCookie(parameter: Parameter, value: Json): Pair[] {
  if (parameter.contentType !== undefined)
    return [[parameter.name, encodeUnreserved(toContent(parameter.contentType, value))]];
  return serializeForm(
    parameter.name,
    value,
    parameter.explode,
    parameter.style === 'cookie' ? asIs : encodeUnreserved,
  );
}

/** A value in the media type that `content` gives it. */
function toContent(contentType: string, value: Json): string {
  const kind = mediaKind(contentType);
  if (kind === 'json') return JSON.stringify(value);
  if (typeof value === 'string') return value;
  if (kind !== 'form' || !isObject(value)) return JSON.stringify(value);
  return Object.entries(value as Record<string, Json>)
    .flatMap(([name, member]) => serializeForm(name, member, true, encodeUnreserved))
    .map(([name, text]) => `${name}=${text}`)
    .join('&');
}
