import { isRecord } from '../../base/exact-number.ts';
import { type Json } from '../../base/json.ts';
import { mediaKind } from '../../catalog/media-kind.ts';
import type { MediaType, Parameter } from '../../spec/operation.ts';
import { stringifyExact } from '../../base/exact.ts';
import { asIs, type Encode, encodeReserved, encodeUnreserved } from './encode.ts';
import { serializeFields } from './fields.ts';
import { type Pair, serializeForm } from './form.ts';
import { serializeLabel } from './label.ts';
import { serializeMatrix } from './matrix.ts';
import { delimiters, serializePairs, writeInnerLists } from './pairs.ts';
import { joinItems, serializeSimple } from './simple.ts';

/** The text that takes the place of `{name}` in a path. */
export function serializePath(parameter: Parameter, value: Json): string {
  const { name, style, explode, allowReserved, content } = parameter;
  if (content) return encodeUnreserved(toContent(content, value));
  const encode = allowReserved ? encodePathReserved : encodeUnreserved;
  if (style === 'label') return serializeLabel(value, explode, encode);
  if (style === 'matrix') return serializeMatrix(name, value, explode, encode);
  return serializeSegment(parameter, value, encode, encodeURIComponent);
}

/** What would end the path or a segment of it is encoded even where reserved characters are allowed (OpenAPI 3.2.0, 4.8.2). */
const encodePathReserved: Encode = (text) => encodeReserved(text).replace(/[/?]/g, encodeURIComponent);

/** The pairs a query parameter makes; a `querystring` is one pair without a name. */
export function serializeQuery(parameter: Parameter, value: Json): Pair[] {
  const { name, content } = parameter;
  if (!content) return serializePairs(parameter, value);
  const text = toContent(content, value);
  if (parameter.in === 'querystring') return [['', mediaKind(content.type) === 'form' ? text : encodeUnreserved(text)]];
  return [[encodeUnreserved(name), encodeUnreserved(text)]];
}

/** The value of a header; not percent-encoded (OpenAPI 3.2.0, 4.12.5, and Appendix D). */
export function serializeHeader(parameter: Parameter, value: Json): string {
  return parameter.content ? toContent(parameter.content, value) : serializeSegment(parameter, value, asIs, asIs);
}

/** Style `simple`, or one of the delimited styles that Swagger 2.0 allows in paths and headers. */
function serializeSegment(
  { style, explode, itemStyles }: Parameter,
  value: Json,
  encode: Encode,
  encodeDelimiter: Encode,
): string {
  const written = writeInnerLists(value, itemStyles, encode, encodeDelimiter);
  const delimiter = delimiters[style];
  if (delimiter === undefined || !Array.isArray(written.value))
    return serializeSimple(written.value, explode, written.encode);
  return joinItems(written.value as readonly Json[], encodeDelimiter(delimiter), written.encode);
}

/**
 * The pairs of a cookie. A text is what the caller has assembled, escapes included, since a cookie is no URI
 * (OpenAPI 3.1.1, Appendix D).
 */
export function serializeCookie({ name, style, explode, allowReserved, content }: Parameter, value: Json): Pair[] {
  if (content) {
    const text = toContent(content, value);
    return [[name, mediaKind(content.type) === 'text' ? text : encodeUnreserved(text)]];
  }
  const encode = allowReserved ? encodeCookieReserved : encodeUnreserved;
  return serializeForm(name, value, explode, style === 'cookie' ? asIs : encode);
}

/** What would begin another cookie is encoded even where reserved characters are allowed (RFC 6265, 4.2.1). */
const encodeCookieReserved: Encode = (text) => encodeReserved(text).replaceAll(';', '%3B');

/** A value in the media type that `content` gives it. */
function toContent(media: MediaType, value: Json): string {
  const kind = mediaKind(media.type);
  if (kind === 'json') return stringifyExact(value);
  if (typeof value === 'string') return value;
  if (kind !== 'form' || !isRecord(value)) return stringifyExact(value);
  return serializeFields(value, media)
    .map((pair) => pair.join('='))
    .join('&');
}
