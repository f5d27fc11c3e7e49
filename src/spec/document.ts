import { childPointer, parsePointer } from '../base/json-pointer.ts';
import type { Diagnostic } from '../base/diagnostic.ts';
import { isObject, own, type JsonObject } from '../base/json.ts';
import { locate } from '../base/locate.ts';
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

/** An OpenAPI description as it was written: nothing is dereferenced, every `$ref` is followed on demand. */
export interface Document {
  readonly uri: string;
  readonly version: SpecVersion;
  readonly root: JsonObject;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly failures: ReadonlyMap<string, ResourceFailure>;
  /** What loading found, such as an overlay that selects nothing. */
  readonly findings: readonly Diagnostic[];
  /** Where references led, by absolute reference; filled as they are followed. */
  readonly resolved: Map<string, Node | ResourceFailure>;
}

/** Called with what is wrong; the place that the finding is about is known to the caller. */
export type Report = (finding: Diagnostic) => void;

/** The root of a document as a node. */
export function rootNode(document: Document): Node {
  return { value: document.root, uri: document.uri, pointer: '' };
}

/** A member of a node: `child(operation, 'responses', '200')`. The value is undefined where there is none. */
export function child(node: Node, ...steps: (string | number)[]): Node {
  let value = node.value;
  for (const step of steps) value = own(value, String(step));
  return { value, uri: node.uri, pointer: childPointer(node.pointer, ...steps) };
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
 * Follows the reference of a node, and those that it leads to, to a value. Without a reference it is the node itself.
 * `summary` and `description` beside a `$ref` override those of its target (OpenAPI 3.1.1, 4.8.23); the siblings of a
 * reference in a schema are the affair of the schema translation, which asks for {@link follow} instead.
 * A reference that leads nowhere is reported and yields an undefined value.
 */
export function resolve(document: Document, node: Node, report: Report): Node {
  const reference = referenceOf(node.value);
  if (reference === undefined) return node;
  const target = follow(document, reference, node, report);
  if (!isObject(target.value) || !isObject(node.value)) return target;
  const { $ref: _, ...siblings } = node.value;
  return Object.keys(siblings).length === 0 ? target : { ...target, value: { ...target.value, ...siblings } };
}

/** Follows a reference made at a node to a value that is no reference itself; broken ones are reported. */
export function follow(document: Document, reference: string, from: Node, report: Report): Node {
  const seen = new Set<string>();
  let next: string | undefined = reference;
  let node = from;
  while (next !== undefined) {
    const key: string = absoluteReference(next, node.uri);
    if (seen.has(key)) {
      return broken(
        from,
        {
          code: 'REF_LOOP',
          message: `$ref ${reference} leads back to itself.`,
          fix: 'Break the circle: one of the references must hold a value.',
        },
        report,
      );
    }
    seen.add(key);
    let target = document.resolved.get(key);
    if (!target) document.resolved.set(key, (target = lookUp(document, key, next, seen)));
    if ('code' in target) return broken(from, target, report);
    node = target;
    // A schema may hold a `$ref` with siblings; it is a value then, and whoever reads it follows on.
    next = isObject(node.value) && Object.keys(node.value).length === 1 ? referenceOf(node.value) : undefined;
  }
  return node;
}

function broken(from: Node, failure: ResourceFailure, report: Report): Node {
  report(findingAt(from, { ...failure, severity: 'warning' }));
  return { value: undefined, uri: from.uri, pointer: from.pointer };
}

function absoluteReference(reference: string, base: string): string {
  if (reference.startsWith('#')) return base + reference;
  return URL.canParse(reference, base) ? new URL(reference, base).href : `${base}#${reference}`;
}

function lookUp(document: Document, key: string, shown: string, seen: Set<string>): Node | ResourceFailure {
  const hash = key.indexOf('#');
  const uri = hash < 0 ? key : key.slice(0, hash);
  const fragment = decodeFragment(hash < 0 ? '' : key.slice(hash + 1));
  const resource = document.resources.get(uri);
  if (!resource) {
    return (
      findByAnchor(document, uri, fragment) ??
      document.failures.get(uri) ?? {
        code: 'REF_UNREADABLE',
        message: `$ref ${shown}: ${displayUri(uri)} was not read.`,
        fix: 'Check that the reference names a file of the description.',
      }
    );
  }
  if (fragment !== '' && !fragment.startsWith('/')) {
    return findByAnchor(document, uri, fragment) ?? notFound(shown, `there is no anchor ${fragment}`);
  }
  let node: Node = { value: resource.root, uri, pointer: '' };
  for (const step of parsePointer(fragment)) {
    let next = child(node, step);
    // The way may lead through another reference: `#/paths/~1pets/get` where the path item is one.
    const through = next.value === undefined ? referenceOf(node.value) : undefined;
    if (through !== undefined) {
      const place = absoluteReference(through, node.uri);
      if (seen.has(place)) return notFound(shown, 'it leads back to itself');
      seen.add(place);
      const target = document.resolved.get(place) ?? lookUp(document, place, through, seen);
      if ('code' in target) return target;
      next = child(target, step);
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

/** JSON Schema 2020-12, 8.2.1 and 8.2.2: `$id` gives a schema an address of its own, `$anchor` a name in it. */
function findByAnchor(document: Document, uri: string, fragment: string): Node | undefined {
  for (const resource of document.resources.values()) {
    const stack: { node: Node; base: string }[] = [
      { node: { value: resource.root, uri: resource.uri, pointer: '' }, base: resource.uri },
    ];
    for (let entry = stack.pop(); entry; entry = stack.pop()) {
      const { node } = entry;
      const id = own(node.value, '$id');
      const base = typeof id === 'string' && URL.canParse(id, entry.base) ? new URL(id, entry.base).href : entry.base;
      if (base === uri) {
        if (fragment === '' && base !== resource.uri) return node;
        if (
          fragment !== '' &&
          (own(node.value, '$anchor') === fragment || own(node.value, '$dynamicAnchor') === fragment)
        )
          return node;
        if (fragment.startsWith('/') && base !== entry.base) {
          const target = child(node, ...parsePointer(fragment));
          if (target.value !== undefined) return target;
        }
      }
      for (const below of Array.isArray(node.value) ? elements(node) : members(node).map(([, member]) => member)) {
        if (typeof below.value === 'object' && below.value !== null) stack.push({ node: below, base });
      }
    }
  }
  return undefined;
}

function decodeFragment(fragment: string): string {
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** The same findings with file, line and column. Reads the texts again, so it is for findings somebody will look at. */
export async function locateDiagnostics(document: Document, diagnostics: readonly Diagnostic[]): Promise<Diagnostic[]> {
  const byUri = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const list = byUri.get(diagnostic.uri);
    if (list) list.push(diagnostic);
    else byUri.set(diagnostic.uri, [diagnostic]);
  }
  const places = new Map<string, Awaited<ReturnType<typeof locate>>>();
  for (const [uri, list] of byUri) {
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
