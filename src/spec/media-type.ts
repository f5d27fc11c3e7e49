import { isObject, own, text } from '../base/json.ts';
import { child, type Document, members, type Node, type Report, resolve } from './document.ts';
import type { Encoding, MediaType } from './operation.ts';
import { isStyle } from './style.ts';

/** The media types of a `content` map, in the order of the document. */
export function listMediaTypes(document: Document, content: Node, report: Report): MediaType[] {
  return members(content).map(([type, declared]) => {
    const node = resolve(document, declared, report);
    const schema = own(node.value, 'schema') !== undefined ? child(node, 'schema') : itemSchema(node);
    return {
      type: type.trim().toLowerCase(),
      schema,
      encoding: Object.fromEntries(
        members(child(node, 'encoding')).map(([property, encoding]) => [property, toEncoding(encoding.value)]),
      ),
    };
  });
}

/** OpenAPI 3.2's `itemSchema`: a sequence of such items, so a list of them for whoever writes or reads it whole. */
function itemSchema(node: Node): Node | undefined {
  const item = child(node, 'itemSchema');
  return item.value === undefined ? undefined : { ...item, value: { type: 'array', items: item.value } };
}

function toEncoding(value: unknown): Encoding {
  const explode = own(value, 'explode');
  const style = own(value, 'style');
  return {
    contentType: text(own(value, 'contentType')),
    style: isStyle(style) ? style : undefined,
    explode: typeof explode === 'boolean' ? explode : undefined,
    allowReserved: isObject(value) && own(value, 'allowReserved') === true,
  };
}
