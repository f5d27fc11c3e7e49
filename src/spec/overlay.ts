import type { Diagnostic } from '../base/diagnostic.ts';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { childPointer, formatPointer } from '../base/json-pointer.ts';
import { define, isObject, own } from '../base/json.ts';
import { locate } from '../base/locate.ts';
import { parseText, surveyTree, type TextLimits } from '../base/structured-text.ts';
import { readSpec, type ReadOptions } from './read.ts';
import { displayUri } from './uri.ts';

/**
 * A document with an OpenAPI Overlay 1.x applied: each action, in order, updates or removes what its JSONPath
 * (RFC 9535) target selects. The value given is left as it was. A target that selects nothing is a finding, since it
 * is nearly always a name that changed.
 *
 * @throws {RoutewrightError} OVERLAY_INVALID, and SPEC_* when the overlay cannot be read
 * @see https://spec.openapis.org/overlay/v1.1.0.html#action-object
 */
export async function applyOverlay(
  document: unknown,
  source: string,
  options: ReadOptions & { readonly limits?: TextLimits } = {},
): Promise<{ root: unknown; findings: Diagnostic[] }> {
  const { uri, text } = await readSpec(source, options);
  const overlay = await parseText(text, source, options.limits);
  surveyTree(overlay, source, options.limits);
  const version = String(own(overlay, 'overlay'));
  if (!isObject(overlay) || !/^1\./.test(version)) throw invalid(source, '`overlay: 1.1.0` is missing at its root');
  const actions = own(overlay, 'actions');
  if (!Array.isArray(actions) || actions.length === 0)
    throw invalid(source, '`actions` must be a list of at least one action');

  const root = cloneTree(document);
  const findings: Diagnostic[] = [];
  for (const [index, action] of actions.entries()) {
    const matched = await applyAction(root, action, version, `${source}, action ${index + 1}`);
    if (matched === 0) {
      findings.push({
        code: 'OVERLAY_NO_MATCH',
        severity: 'warning',
        message: `The target ${String(own(action, 'target'))} selects nothing in the document.`,
        fix: 'Mend the target: the part it meant may have been renamed.',
        uri,
        pointer: childPointer('/actions', index),
      });
    }
  }
  // The overlay is no resource of the document, so its findings are located here.
  const places =
    findings.length === 0
      ? undefined
      : await locate(
          text,
          findings.map(({ pointer }) => pointer),
        );
  const located = findings.map((finding) => ({
    ...finding,
    location: { file: displayUri(uri), ...places?.get(finding.pointer) },
  }));
  return { root, findings: located };
}

/** A copy in which nothing is shared: what YAML aliases have made one must be changed in one place only. */
function cloneTree(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneTree);
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) define(copy, key, cloneTree(value[key]));
  return copy;
}

/** Applies one action in place and tells how many nodes its target selected. */
async function applyAction(root: unknown, action: unknown, version: string, shown: string): Promise<number> {
  const target = own(action, 'target');
  if (typeof target !== 'string') throw invalid(shown, '`target` must be a JSONPath');
  const locations = await select(root, target, shown);
  const [copy, isOne] = [own(action, 'copy'), version.startsWith('1.0')];
  if (own(action, 'remove') === true) {
    // From the end, so that the removal of an element does not move those still to be removed.
    for (const location of locations.sort(compareLocations).reverse()) remove(root, location);
  } else if (own(action, 'update') !== undefined) {
    if (copy !== undefined && !isOne) throw invalid(shown, 'an action has `update` or `copy`, not both');
    for (const location of locations) update(root, location, own(action, 'update'), isOne, shown);
  } else if (copy !== undefined && !isOne) {
    const value = await valueToCopy(root, copy, shown);
    for (const location of locations) update(root, location, value, isOne, shown);
  } else throw invalid(shown, `an action needs ${isOne ? '' : '`copy`, '}\`update\` or \`remove: true\``);
  return locations.length;
}

/** The places that a JSONPath selects, each once, whatever the query: a change is made once. */
async function select(root: unknown, path: string, shown: string): Promise<(string | number)[][]> {
  const { jsonpath } = await import('../base/lazy/json-p3.ts');
  try {
    const places = jsonpath.query(path, root as never).nodes.map((node) => node.location);
    return [...new Map(places.map((place) => [formatPointer(place), place])).values()];
  } catch (error) {
    throw invalid(shown, `${path} is no JSONPath: ${messageOf(error)}`, error);
  }
}

/** What a `copy` selects, as it is before the action (Overlay 1.1.0, Action Object). */
async function valueToCopy(root: unknown, path: unknown, shown: string): Promise<unknown> {
  if (typeof path !== 'string') throw invalid(shown, '`copy` must be a JSONPath');
  const [location, ...others] = await select(root, path, shown);
  if (location && others.length === 0) return cloneTree(at(root, location));
  throw invalid(shown, `\`copy\` must select one node, and ${path} selects ${location ? others.length + 1 : 'none'}`);
}

/** By the indexes of the elements; the order of members does not matter. */
function compareLocations(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  for (const [index, step] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    if (step === against) continue;
    return typeof step === 'number' && typeof against === 'number'
      ? step - against
      : String(step) < String(against)
        ? -1
        : 1;
  }
  return one.length - other.length;
}

function remove(root: unknown, location: (string | number)[]): void {
  const key = location.at(-1);
  if (key === undefined) return;
  const parent = at(root, location.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (isObject(parent)) Reflect.deleteProperty(parent, key);
}

function update(root: unknown, location: (string | number)[], value: unknown, isOne: boolean, shown: string): void {
  const target = at(root, location);
  const key = location.at(-1);
  const isPrimitive = (target === null || typeof target !== 'object') && (typeof value !== 'object' || value === null);
  if (Array.isArray(target)) target.push(...(cloneTree(Array.isArray(value) ? value : [value]) as unknown[]));
  else if (isObject(target) && isObject(value)) merge(target, value);
  // Primitives can be updated since 1.1.
  else if (!isOne && isPrimitive && key !== undefined)
    define(at(root, location.slice(0, -1)) as Record<string, unknown>, String(key), value);
  else
    throw invalid(
      shown,
      isOne
        ? 'an update needs an object or a list as its target, and an object to merge into an object'
        : 'an object takes an object, a list what is added to it, and a primitive another primitive',
    );
}

/**
 * Objects are merged, lists joined, anything else replaced. A null for an object or list is the empty field that the
 * specification's structured example holds: nothing to merge.
 */
function merge(target: Record<string, unknown>, value: Readonly<Record<string, unknown>>): void {
  for (const [key, member] of Object.entries(value)) {
    const present = own(target, key);
    if (member === null && typeof present === 'object') continue;
    if (isObject(present) && isObject(member)) merge(present, member);
    else if (Array.isArray(present) && Array.isArray(member)) present.push(...(cloneTree(member) as unknown[]));
    else define(target, key, cloneTree(member));
  }
}

function at(root: unknown, location: readonly (string | number)[]): unknown {
  return location.reduce<unknown>((value, step) => own(value, String(step)), root);
}

function invalid(shown: string, reason: string, cause?: unknown): RoutewrightError {
  return new RoutewrightError('OVERLAY_INVALID', `${shown}: no valid Overlay: ${reason}`, {
    hint: 'See https://spec.openapis.org/overlay/v1.1.0.html: an action has a `target` and `update`, `copy` or `remove: true`.',
    cause,
  });
}
