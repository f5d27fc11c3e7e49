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
 * @see https://spec.openapis.org/overlay/v1.0.0.html#action-object
 */
export async function applyOverlay(
  document: unknown,
  source: string,
  options: ReadOptions & { readonly limits?: TextLimits } = {},
): Promise<{ root: unknown; findings: Diagnostic[] }> {
  const { uri, text } = await readSpec(source, options);
  const overlay = await parseText(text, source, options.limits);
  surveyTree(overlay, source, options.limits);
  if (!isObject(overlay) || !/^1\./.test(String(own(overlay, 'overlay'))))
    throw invalid(source, '`overlay: 1.0.0` is missing at its root');
  const actions = own(overlay, 'actions');
  if (!Array.isArray(actions) || actions.length === 0)
    throw invalid(source, '`actions` must be a list of at least one action');

  const root = cloneTree(document);
  const findings: Diagnostic[] = [];
  for (const [index, action] of actions.entries()) {
    const matched = await applyAction(root, action, `${source}, action ${index + 1}`);
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
async function applyAction(root: unknown, action: unknown, shown: string): Promise<number> {
  const target = own(action, 'target');
  if (typeof target !== 'string') throw invalid(shown, '`target` must be a JSONPath');
  const { jsonpath } = await import('../base/lazy/json-p3.ts');
  let locations: (string | number)[][];
  try {
    const { nodes } = jsonpath.query(target, root as never);
    // A query may select a node twice; a change is made once.
    const places = nodes.map((node) => node.location);
    locations = [...new Map(places.map((place) => [formatPointer(place), place])).values()];
  } catch (error) {
    throw invalid(shown, `the target ${target} is no JSONPath: ${messageOf(error)}`, error);
  }
  if (own(action, 'remove') === true) {
    // From the end, so that the removal of an element does not move those still to be removed.
    for (const location of locations.sort(compareLocations).reverse()) remove(root, location);
  } else if (own(action, 'update') !== undefined) {
    for (const location of locations) update(root, location, own(action, 'update'), shown);
  } else throw invalid(shown, 'an action needs `update` or `remove: true`');
  return locations.length;
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

function update(root: unknown, location: (string | number)[], value: unknown, shown: string): void {
  const target = at(root, location);
  if (Array.isArray(target)) target.push(...(cloneTree(Array.isArray(value) ? value : [value]) as unknown[]));
  else if (isObject(target) && isObject(value)) merge(target, value);
  else throw invalid(shown, 'an update needs an object or a list as its target, and an object to merge into an object');
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
    hint: 'See https://spec.openapis.org/overlay/v1.0.0.html: an action has a `target` and `update` or `remove: true`.',
    cause,
  });
}
