import { define, type Json, own, text } from '../base/json.ts';
import { child, type Document, elements, members, type Node, type Report, resolve, withValue } from './document.ts';
import { type Encoding, type MediaType, remainingItems } from './operation.ts';
import { isStyle } from './style.ts';

/** The media types of a `content` map, in the order of the document. */
export function listMediaTypes(document: Document, content: Node, report: Report): MediaType[] {
  return members(content).map(([key, declared]) => {
    const node = resolve(document, declared, report);
    const schema = own(node.value, 'schema') !== undefined ? child(node, 'schema') : itemSchema(node);
    const type = normalizeType(key);
    return {
      type,
      schema,
      encoding: listEncodings(document, type, node, report),
    };
  });
}

/** `encoding`, or `prefixEncoding` and `itemEncoding`, which exclude it (OpenAPI 3.2.0, 4.14.1). */
function listEncodings(document: Document, type: string, node: Node, report: Report): Record<string, Encoding> {
  const remaining = child(node, 'itemEncoding');
  const encodings = [
    ...members(child(node, 'encoding')),
    ...elements(child(node, 'prefixEncoding')).map((encoding, index): [string, Node] => [String(index), encoding]),
    ...(remaining.value === undefined ? [] : [[remainingItems, remaining] satisfies [string, Node]]),
  ];
  const listed: Record<string, Encoding> = {};
  for (const [key, encoding] of encodings) define(listed, key, toEncoding(document, type, encoding, report));
  return listed;
}

/** Type and subtype do not depend on case; the values of parameters may (RFC 9110, 8.3.1). */
export function normalizeType(type: string): string {
  return type.trim().replace(/^[^;]*/, (plain) => plain.trimEnd().toLowerCase());
}

/** OpenAPI 3.2's `itemSchema`: a sequence of such items, so a list of them for whoever writes or reads it whole. */
function itemSchema(node: Node): Node | undefined {
  const item = child(node, 'itemSchema');
  return item.value === undefined ? undefined : withValue(item, { type: 'array', items: item.value });
}

function toEncoding(document: Document, type: string, node: Node, report: Report): Encoding {
  // In 3.0 parts have no style (OpenAPI 3.0.4, 4.7.15.1.2).
  const { style, explode, allowReserved } =
    document.version === '3.0' && type.startsWith('multipart/') ? {} : styleOf(node.value);
  const contentType = text(own(node.value, 'contentType'));
  return {
    contentType,
    style,
    explode,
    allowReserved,
    perItem: document.version === '3.2',
    encoding: contentType?.startsWith('multipart/') === true ? listEncodings(document, contentType, node, report) : {},
    headers: knownHeaders(document, child(node, 'headers'), report),
  };
}

function styleOf(value: unknown): Partial<Pick<Encoding, 'style' | 'explode' | 'allowReserved'>> {
  const [style, explode, allowReserved] = [own(value, 'style'), own(value, 'explode'), own(value, 'allowReserved')];
  return {
    style: isStyle(style) ? style : undefined,
    explode: typeof explode === 'boolean' ? explode : undefined,
    allowReserved: typeof allowReserved === 'boolean' ? allowReserved : undefined,
  };
}

/** What the body itself says of its parts; Content-Type is ignored here (OpenAPI 3.2.0, 4.15.1.1, headers). */
const ownHeaders = new Set(['content-type', 'content-disposition']);

/** The headers of a part whose schema leaves one value: `const`, an `enum` of one, or else a `default`. */
function knownHeaders(document: Document, headers: Node, report: Report): Record<string, Json> {
  const known: Record<string, Json> = {};
  for (const [name, declared] of members(headers)) {
    if (ownHeaders.has(name.toLowerCase()) || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) continue;
    const header = resolve(document, declared, report);
    const value = onlyValue(resolve(document, child(header, 'schema'), report).value);
    if (value !== undefined && value !== null) define(known, name, value);
  }
  return known;
}

function onlyValue(schema: unknown): Json | undefined {
  const constant = own(schema, 'const');
  if (constant !== undefined) return constant as Json;
  const values = own(schema, 'enum');
  return (Array.isArray(values) && values.length === 1 ? values[0] : own(schema, 'default')) as Json | undefined;
}
