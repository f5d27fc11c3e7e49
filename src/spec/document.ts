import { childPointer, parsePointer } from '../base/json-pointer.ts';
import type { Diagnostic } from '../base/diagnostic.ts';
import { groupBy } from '../base/group-by.ts';
import { isObject, own, type JsonObject } from '../base/json.ts';
import type { Location } from '../base/errors.ts';
import { locate } from '../base/locate.ts';
import { baseOf, type Names } from './names.ts';
import type { SpecText } from './read.ts';
import { displayUri } from './uri.ts';

export type SpecVersion = '2.0' | '3.0' | '3.1' | '3.2';

/** A value of a document and its address: what references are resolved against and findings point to. */
export interface Node {
  readonly value: unknown;
  /** The file or URL it is in. */
  readonly uri: string;
  /** JSON pointer (RFC 6901) inside it. */
  readonly pointer: string;
}

/** A file or URL that was read. */
export interface Resource extends SpecText {
  readonly root: unknown;
}

/** Why another file or URL could not be read, told where a reference needs it. */
export type ResourceFailure = Pick<Diagnostic, 'code' | 'message' | 'fix'>;

/** Why a reference leads nowhere, and the file or URL that is missing where that is why. */
export interface Unresolved extends ResourceFailure {
  readonly unread?: string;
}

/** An OpenAPI description as it was written: nothing is dereferenced, every `$ref` is followed on demand. */
export interface Document {
  readonly uri: string;
  readonly version: SpecVersion;
  readonly root: JsonObject;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly failures: ReadonlyMap<string, ResourceFailure>;
  /** What loading found, such as an overlay that selects nothing. */
  readonly findings: readonly Diagnostic[];
  /** What `$id`, `$anchor` and `$self` call parts of it. */
  readonly names: Names;
  /** Where references led, by absolute reference; filled as they are followed. */
  readonly resolved: Map<string, Node | Unresolved>;
}

/** Called with what is wrong; the place that the finding is about is known to the caller. */
export type Report = (finding: Diagnostic) => void;

/** The root of a document as a node. */
export function rootNode(document: Document): Node {
  return { value: document.root, uri: document.uri, pointer: '' };
}

/**
 * A node below another, whose pointer is put together only when somebody asks. Hardly anybody does: pointers are for
 * findings and for the addresses of schemas, and writing all of them out costs more than reading the operations.
 */
class NodeBelow implements Node {
  readonly value: unknown;
  readonly uri: string;
  readonly #above: Node;
  readonly #steps: readonly (string | number)[];

  constructor(value: unknown, above: Node, steps: readonly (string | number)[]) {
    this.value = value;
    this.uri = above.uri;
    this.#above = above;
    this.#steps = steps;
  }

  get pointer(): string {
    return childPointer(this.#above.pointer, ...this.#steps);
  }
}

/** A member of a node: `child(operation, 'responses', '200')`. The value is undefined where there is none. */
export function child(node: Node, ...steps: (string | number)[]): Node {
  let value = node.value;
  for (const step of steps) value = own(value, String(step));
  return new NodeBelow(value, node, steps);
}

/** Where a node is, in one text: its file or URL, and the pointer as a fragment. */
export function placeOf({ uri, pointer }: Node): string {
  return `${uri}#${pointer}`;
}

/** A node at the same place with another value, such as one that was translated or completed. */
export function withValue(node: Node, value: unknown): Node {
  return new NodeBelow(value, node, []);
}

/** The members of an object as nodes by key; nothing when it is no object. */
export function members(node: Node): [string, Node][] {
  return isObject(node.value) ? Object.keys(node.value).map((key) => [key, child(node, key)]) : [];
}

/** The elements of a list as nodes; nothing when it is no list. */
export function elements(node: Node): Node[] {
  return Array.isArray(node.value) ? node.value.map((_, index) => child(node, index)) : [];
}

/** A finding about a node. */
export function findingAt(
  node: Node,
  finding: ResourceFailure & Pick<Diagnostic, 'severity'>,
  operation?: string,
): Diagnostic {
  return { ...finding, uri: node.uri, pointer: node.pointer, ...(operation === undefined ? {} : { operation }) };
}

/** The reference an object makes, or nothing. */
export function referenceOf(value: unknown): string | undefined {
  const reference = own(value, '$ref');
  return typeof reference === 'string' ? reference : undefined;
}

/**
 * A node and what its references lead to, one after the other: each keeps its own address, which what is relative in it
 * depends on. A reference that leads nowhere is reported and ends the list with an undefined value.
 */
export function layersOf(document: Document, node: Node, report: Report): Node[] {
  const layers = [node];
  const seen = new Set<string>();
  let current = node;
  for (let next = referenceOf(node.value); next !== undefined; next = referenceOf(current.value)) {
    const target = follow(document, next, current, report);
    const place = placeOf(target);
    if (target.value !== undefined && seen.has(place)) {
      layers.push(broken(current, node, loop(next), report));
      return layers;
    }
    seen.add(place);
    layers.push(target);
    current = target;
  }
  return layers;
}

/**
 * Follows the reference of a node, and those that it leads to, to a value. Without a reference it is the node itself.
 * `summary` and `description` beside a `$ref` override those of its target (OpenAPI 3.1.1, 4.8.23), and so does what
 * else is there; the siblings of a reference in a schema are the affair of the schema translation, which asks for
 * {@link follow} instead. A reference that leads nowhere is reported and yields an undefined value.
 */
export function resolve(document: Document, node: Node, report: Report): Node {
  if (referenceOf(node.value) === undefined) return node;
  const layers = layersOf(document, node, report);
  const target = layers.pop()!;
  if (!isObject(target.value)) return target;
  let value = target.value;
  for (const layer of layers.reverse()) {
    const siblings = Object.entries(layer.value as JsonObject).filter(([key]) => key !== '$ref');
    if (siblings.length > 0) value = { ...value, ...Object.fromEntries(siblings) };
  }
  return value === target.value ? target : withValue(target, value);
}

/** Follows a reference made at a node to a value that is no reference itself; broken ones are reported. */
export function follow(document: Document, reference: string, from: Node, report: Report): Node {
  const seen = new Set<string>();
  let next: string | undefined = reference;
  let node = from;
  while (next !== undefined) {
    const target = lookUp(document, next, node);
    if ('code' in target) return broken(node, from, target, report);
    const place = placeOf(target);
    if (seen.has(place)) return broken(from, from, loop(reference), report);
    seen.add(place);
    node = target;
    // A schema may hold a `$ref` with siblings; it is a value then, and whoever reads it follows on.
    next = isObject(node.value) && Object.keys(node.value).length === 1 ? referenceOf(node.value) : undefined;
  }
  return node;
}

function broken(at: Node, from: Node, { code, message, fix }: ResourceFailure, report: Report): Node {
  report(findingAt(at, { code, message, ...(fix === undefined ? {} : { fix }), severity: 'warning' }));
  return { value: undefined, uri: from.uri, pointer: from.pointer };
}

function loop(reference: string): ResourceFailure {
  return {
    code: 'REF_LOOP',
    message: `$ref ${reference} leads back to itself.`,
    fix: 'Break the circle: one of the references must hold a value.',
  };
}

/** Other references that the way of one may lead through; more are a circle. */
const mostDetours = 100;

/** Where a reference leads in one step: a value that may be a reference again, or why there is none. */
export function lookUp(
  document: Document,
  reference: string,
  from: Node,
  detours = { left: mostDetours },
): Node | Unresolved {
  const address = addressOf(document, reference, from);
  const found = lookAt(document, address, reference, detours);
  if (!('code' in found)) return found;
  // Many write `#/components/…` in a schema that has an `$id`, or `./pet.json` in a file that has one, and mean the file.
  const besideFile = resolveUri(reference, from.uri);
  if (besideFile === address) return found;
  const inFile = lookAt(document, besideFile, reference, detours);
  if (!('code' in inFile)) return inFile;
  // Neither is known yet: a file of ours may be the one that is called so, and is read before the network is asked.
  const isNext = inFile.unread !== undefined && (found.unread === undefined || besideFile.startsWith('file:'));
  return isNext ? inFile : found;
}

/** The absolute URI that a reference at a node means. */
export function addressOf(document: Document, reference: string, from: Node): string {
  return resolveUri(reference, baseOf(document.names, from));
}

function resolveUri(reference: string, base: string): string {
  if (reference.startsWith('#')) return base + reference;
  return URL.canParse(reference, base) ? new URL(reference, base).href : `${base}#${reference}`;
}

function lookAt(document: Document, address: string, shown: string, detours: { left: number }): Node | Unresolved {
  const known = document.resolved.get(address);
  if (known) return known;
  const hash = address.indexOf('#');
  const uri = hash < 0 ? address : address.slice(0, hash);
  const raw = hash < 0 ? '' : address.slice(hash + 1);
  let found = findIn(document, uri, decodeFragment(raw), shown, detours);
  // A key that holds a percent sign, written as it is.
  if ('code' in found && raw.includes('%')) {
    const literal = findIn(document, uri, raw, shown, detours);
    if (!('code' in literal)) found = literal;
  }
  if (detours.left > 0) document.resolved.set(address, found);
  return found;
}

function findIn(
  document: Document,
  uri: string,
  fragment: string,
  shown: string,
  detours: { left: number },
): Node | Unresolved {
  const { names, resources, failures } = document;
  if (fragment !== '' && !fragment.startsWith('/')) {
    const named = names.targets.get(`${uri}#${fragment}`);
    if (named) return named;
    if (resources.has(uri) || names.targets.has(uri)) return notFound(shown, `there is no anchor ${fragment}`);
  }
  const resource = resources.get(uri);
  const root = names.targets.get(uri) ?? (resource && { value: resource.root, uri: resource.uri, pointer: '' });
  if (!root) {
    return (
      failures.get(uri) ?? {
        code: 'REF_UNREADABLE',
        message: `$ref ${shown}: ${displayUri(uri)} was not read.`,
        fix: 'Check that the reference names a file of the description.',
        unread: uri,
      }
    );
  }
  let node: Node = root;
  for (const step of parsePointer(fragment)) {
    let next = child(node, step);
    // The way may lead through another reference: `#/paths/~1pets/get` where the path item is one.
    for (let via = referenceOf(node.value); next.value === undefined && via !== undefined;) {
      if (detours.left-- <= 0) return notFound(shown, 'it leads back to itself');
      const target = lookUp(document, via, node, detours);
      if ('code' in target) return target;
      node = target;
      next = child(node, step);
      via = referenceOf(node.value);
    }
    if (next.value === undefined) return notFound(shown, `there is no ${next.pointer} in ${displayUri(next.uri)}`);
    node = next;
  }
  return node;
}

function notFound(shown: string, reason: string): ResourceFailure {
  return {
    code: 'REF_NOT_FOUND',
    message: `$ref ${shown} leads nowhere: ${reason}.`,
    fix: 'Mend the reference; until then any value is accepted there.',
  };
}

function decodeFragment(fragment: string): string {
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** Where a part of a document is written. Reads the text again. */
export async function locateNode(document: Document, { uri, pointer }: Node): Promise<Location> {
  const resource = document.resources.get(uri);
  const position = resource && (await locate(resource.text, [pointer])).get(pointer);
  return { file: displayUri(uri), ...position };
}

/** The same findings with file, line and column. Reads the texts again, so it is for findings somebody will look at. */
export async function locateDiagnostics(document: Document, diagnostics: readonly Diagnostic[]): Promise<Diagnostic[]> {
  const places = new Map<string, Awaited<ReturnType<typeof locate>>>();
  for (const [uri, list] of groupBy(diagnostics, (diagnostic) => diagnostic.uri)) {
    const resource = document.resources.get(uri);
    if (resource)
      places.set(
        uri,
        await locate(
          resource.text,
          list.map(({ pointer }) => pointer),
        ),
      );
  }
  return diagnostics.map((diagnostic) => {
    const position = places.get(diagnostic.uri)?.get(diagnostic.pointer);
    return position ? { ...diagnostic, location: { file: displayUri(diagnostic.uri), ...position } } : diagnostic;
  });
}
