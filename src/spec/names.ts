import { childPointer } from '../base/json-pointer.ts';
import { isObject, own, text } from '../base/json.ts';
import type { Node, Resource } from './document.ts';
import { mapFields } from './grammar.ts';

/** What schemas are called beside their place: by `$id`, `$anchor` and `$dynamicAnchor`, and a document by `$self`. */
export interface Names {
  /** What is called so, by absolute URI. */
  readonly targets: Map<string, Node>;
  /** The places in a file that have a base URI of their own, which the references in them are relative to. */
  readonly bases: Map<string, { readonly pointer: string; readonly base: string }[]>;
}

/** Fields that hold data and not descriptions: an `$id` in them means something to the API alone. */
const dataFields = new Set(['example', 'examples', 'default', 'enum', 'const']);

/**
 * Adds the names in a file (JSON Schema 2020-12, core, 8.2.1 and 8.2.2; OpenAPI 3.2.0, 4.1.1).
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2
 */
export function addNames(names: Names, { uri, root }: Resource): void {
  const bases: { pointer: string; base: string }[] = [];
  const name = (address: string, node: Node): void => {
    if (!names.targets.has(address)) names.targets.set(address, node);
  };
  const self = text(own(root, '$self'));
  let base = uri;
  if (self !== undefined && URL.canParse(self, uri)) {
    base = new URL(self, uri).href.replace(/#.*$/, '');
    name(base, { value: root, uri, pointer: '' });
    bases.push({ pointer: '', base });
  }

  const visit = (value: unknown, pointer: string, outer: string, isMap: boolean): void => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, childPointer(pointer, index), outer, false));
      return;
    }
    if (!isObject(value)) return;
    let inner = outer;
    if (!isMap) {
      const node: Node = { value, uri, pointer };
      const id = text(own(value, '$id'));
      if (id?.startsWith('#') === true)
        name(inner + id, node); // how draft 7 wrote an anchor
      else if (id !== undefined && URL.canParse(id, inner)) {
        inner = new URL(id, inner).href.replace(/#.*$/, '');
        bases.push({ pointer, base: inner });
        name(inner, node);
      }
      for (const field of ['$anchor', '$dynamicAnchor']) {
        const anchor = text(own(value, field));
        if (anchor !== undefined) name(`${inner}#${anchor}`, node);
      }
    }
    for (const [key, member] of Object.entries(value)) {
      if (!isMap && (dataFields.has(key) || key.startsWith('x-'))) continue;
      visit(member, childPointer(pointer, key), inner, !isMap && mapFields.has(key));
    }
  };
  visit(root, '', base, false);
  if (bases.length > 0) names.bases.set(uri, bases);
}

/** What the references at a node are relative to: the nearest `$id` around it, else the `$self` of its
 * document (OpenAPI 3.2.0, 4.1.2.2.1), else its file. */
export function baseOf(names: Names, { uri, pointer }: Node): string {
  let nearest = { pointer: '', base: uri };
  for (const entry of names.bases.get(uri) ?? []) {
    const isAround = pointer === entry.pointer || pointer.startsWith(`${entry.pointer}/`);
    if (isAround && entry.pointer.length >= nearest.pointer.length) nearest = entry;
  }
  return nearest.base;
}
