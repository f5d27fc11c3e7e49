import { own } from '../base/json.ts';
import { child, type Document, elements, follow, type Node, placeOf, referenceOf } from '../spec/document.ts';

const ignore = (): void => undefined;

/** Keywords whose subschemas look at the same value as the schema they stand in (JSON Schema 2020-12 core, 10.2). */
const lists = ['allOf', 'anyOf', 'oneOf'];
const singles = ['not', 'if', 'then', 'else'];

/**
 * Finds references that lead from a schema to itself without ever going down into the value, as in
 * `A: { allOf: [{ $ref: A }] }`: no validator comes to an end on them (JSON Schema 2020-12 core, 9.4.1), so the
 * reference that closes such a circle says nothing.
 */
export class EndlessCircles {
  readonly #document: Document;
  readonly #known = new Map<string, boolean>();

  constructor(document: Document) {
    this.#document = document;
  }

  /** Whether a reference at a place inside the schema `home` closes a circle around it. */
  isClosedBy(target: Node, at: Node, home: Node): boolean {
    if (!this.#isOnCircle(target) || at.uri !== home.uri) return false;
    if (!isInPlace(at.pointer.slice(home.pointer.length))) return false;
    return placeOf(target) === placeOf(home) || this.#leadsTo(target, placeOf(home));
  }

  #isOnCircle(target: Node): boolean {
    const address = placeOf(target);
    let known = this.#known.get(address);
    if (known === undefined) this.#known.set(address, (known = this.#leadsTo(target, address)));
    return known;
  }

  #leadsTo(start: Node, address: string): boolean {
    const seen = new Set<string>();
    const open = [start];
    for (let node = open.pop(); node; node = open.pop()) {
      const reference = referenceOf(node.value);
      const target = reference === undefined ? undefined : follow(this.#document, reference, node, ignore);
      if (target && target.value !== undefined) {
        const reached = placeOf(target);
        if (reached === address) return true;
        if (!seen.has(reached)) open.push(target);
        seen.add(reached);
      }
      for (const keyword of lists) open.push(...elements(child(node, keyword)));
      for (const keyword of singles) if (typeof own(node.value, keyword) === 'object') open.push(child(node, keyword));
    }
    return false;
  }
}

/** Whether a pointer leads from a schema to a subschema that looks at the same value. */
function isInPlace(pointer: string): boolean {
  return /^(\/(allOf|anyOf|oneOf)\/\d+|\/(not|if|then|else))*$/.test(pointer);
}
