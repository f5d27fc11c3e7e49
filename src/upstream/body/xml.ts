import { isRecord } from '../../base/exact-number.ts';
import { type Json } from '../../base/json.ts';
import type { XmlShape } from '../../catalog/xml-shape.ts';
import { ArgumentError } from '../argument-error.ts';
import { stringifyExact } from '../../base/exact.ts';

/** An element whose start tag is not written yet. */
interface OpenElement {
  readonly attributes: Map<string, string>;
  /** Namespaces by prefix, those of the elements around it too; the default one has the empty prefix. */
  readonly scope: Map<string, string>;
  readonly content: string[];
}

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * An XML document from a value (OpenAPI 3.2.0, 4.26), without a declaration: it is in UTF-8 (XML 1.0, 4.3.3). Elements
 * are in the order of the value. Null is an element with `xsi:nil`, and no attribute (4.26.5).
 *
 * @throws {ArgumentError} where something has no place in XML
 */
export function buildXml(value: Json, shape: XmlShape, path = 'body'): string {
  return buildElement(value, shape, new Map(), path);
}

function buildElement(value: Json, shape: XmlShape, around: ReadonlyMap<string, string>, path: string): string {
  const element: OpenElement = { attributes: new Map(), scope: new Map(around), content: [] };
  const name = qualify(element, shape, path);
  if (value === null) {
    declare(element, 'xsi', schemaInstance);
    element.attributes.set('xsi:nil', 'true');
  } else addContent(element, value, shape, path);
  const attributes = [...element.attributes].map(([key, text]) => ` ${key}="${escapeAttribute(text, path)}"`).join('');
  const content = element.content.join('');
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

function addContent(element: OpenElement, value: Json, shape: XmlShape, path: string): void {
  if (shape.inside) addNode(element, value, shape.inside, path);
  else if (Array.isArray(value))
    value.forEach((item: Json, index) => {
      addNode(element, item, shape.item(index), `${path}[${index}]`);
    });
  else if (isRecord(value)) {
    for (const [name, member] of Object.entries(value as Readonly<Record<string, Json | undefined>>))
      if (member !== undefined) addNode(element, member, shape.property(name), `${path}.${name}`);
  } else element.content.push(escapeText(toText(value, path), path));
}

/** Adds what a schema describes to the element that it belongs to (OpenAPI 3.2.0, 4.26.2). */
function addNode(element: OpenElement, value: Json, shape: XmlShape, path: string): void {
  const isList = Array.isArray(value) || (value === null && shape.isList);
  const nodeType = shape.nodeType ?? (isList && !shape.isWrapped ? 'none' : 'element');
  switch (nodeType) {
    case 'element':
      element.content.push(buildElement(value, shape, element.scope, path));
      break;
    case 'attribute':
      if (value !== null) addAttribute(element, toText(value, path), shape, path);
      break;
    case 'text':
      element.content.push(escapeText(toText(value, path), path));
      break;
    case 'cdata':
      element.content.push(toCharacterData(toText(value, path), path));
      break;
    case 'none':
      addContent(element, value, shape, path);
      break;
    default:
      nodeType satisfies never;
  }
}

function addAttribute(element: OpenElement, text: string, shape: XmlShape, path: string): void {
  // An attribute without a prefix is in no namespace (Namespaces in XML 1.0, 6.2).
  const name = qualify(element, shape.prefix === undefined ? { ...shape, namespace: undefined } : shape, path);
  if (element.attributes.has(name)) throw new ArgumentError(path, `the element has an attribute ${name} already`);
  element.attributes.set(name, text);
}

/** The name with its prefix, whose namespace is declared where it is not yet. */
function qualify(element: OpenElement, { name, prefix, namespace }: XmlShape, path: string): string {
  if (name === undefined) throw new ArgumentError(path, 'the API does not name its element: give the XML as text');
  const qualified = prefix === undefined || prefix === '' ? name : `${prefix}:${name}`;
  if (!nameOfXml.test(qualified)) throw new ArgumentError(path, `${JSON.stringify(qualified)} is no name in XML`);
  if (namespace !== undefined && namespace !== '') declare(element, prefix ?? '', namespace);
  return qualified;
}

function declare({ attributes, scope }: OpenElement, prefix: string, namespace: string): void {
  if (scope.get(prefix) === namespace) return;
  scope.set(prefix, namespace);
  attributes.set(prefix === '' ? 'xmlns' : `xmlns:${prefix}`, namespace);
}

/** Name (XML 1.0, 2.3). */
const nameOfXml = new RegExp(
  `^${nameCharacters('')}${nameCharacters('\\-.0-9\\xB7\\u0300-\\u036F\\u203F-\\u2040')}*$`,
  'u',
);

function nameCharacters(more: string): string {
  return `[:A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}${more}]`;
}

/** The text of a value that has no elements: a list as XML Schema writes one, its items with spaces between them. */
function toText(value: Json, path: string): string {
  if (value === null) return '';
  if (!Array.isArray(value) && !isRecord(value)) return typeof value === 'string' ? value : stringifyExact(value);
  if (!Array.isArray(value)) throw new ArgumentError(path, 'an object has no place in an attribute or a text of XML');
  return value.map((item: Json, index) => toText(item, `${path}[${index}]`)).join(' ');
}

/** What is no character of XML (XML 1.0, 2.2): nothing can stand for it. */
function check(text: string, path: string): string {
  if (!/^[\t\n\r\x20-\uFFFD]*$/.test(text) || !text.isWellFormed())
    throw new ArgumentError(path, 'XML cannot hold control characters');
  return text;
}

/** XML 1.0, 2.4; a carriage return would be read as a line feed (2.11). */
function escapeText(text: string, path: string): string {
  return check(text, path)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** White space in an attribute would be read as spaces (XML 1.0, 3.3.3). */
function escapeAttribute(text: string, path: string): string {
  return escapeText(text, path).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}

/** A CDATA section ends at the first `]]>` (XML 1.0, 2.7), so one in the text is shared by two sections. */
function toCharacterData(text: string, path: string): string {
  return `<![CDATA[${check(text, path).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
