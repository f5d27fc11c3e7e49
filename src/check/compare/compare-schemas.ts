import { isObject, own } from '../../base/json.ts';
import type { JsonSchema } from '../../catalog/json-schema.ts';
import { compareConstraints } from './constraints.ts';
import { FlatSchemas } from './flatten.ts';

/** One difference between two schemas of an input. */
export interface SchemaChange {
  /** Some value that was accepted is refused now, or that cannot be ruled out. */
  readonly breaking: boolean;
  /** `body.lines[].quantity`; empty at the root. */
  readonly path: string;
  readonly message: string;
}

/**
 * How the schema of an input has changed, seen from whoever fills it in: breaking is what refuses a value that was
 * accepted before (inputs are contravariant), compatible what accepts more or says more. References stay within their
 * schema; recursive ones are followed once. Where an object took anything and now describes a property, that counts as
 * compatible: documents grow that way.
 */
export function compareInputs(old: unknown, next: unknown): SchemaChange[] {
  const [before, after] = [new FlatSchemas(old), new FlatSchemas(next)];
  const known = new Map<JsonSchema, Map<JsonSchema, readonly SchemaChange[]>>();

  const compare = (one: unknown, other: unknown): readonly SchemaChange[] => {
    const [a, b] = [before.flatten(one), after.flatten(other)];
    const results = known.get(a) ?? new Map<JsonSchema, readonly SchemaChange[]>();
    known.set(a, results);
    const found = results.get(b);
    if (found) return found;
    results.set(b, []); // on the way back to itself nothing new is found
    const changes = compareAlternatives(before.alternatives(a), after.alternatives(b));
    results.set(b, changes);
    return changes;
  };

  const compareAlternatives = (olds: readonly JsonSchema[], nexts: readonly JsonSchema[]): readonly SchemaChange[] => {
    if (olds.length === 1 && nexts.length === 1) return compareOne(olds[0]!, nexts[0]!);
    const matched = new Set<JsonSchema>();
    const changes = olds.flatMap((alternative) => {
      // Several may take it; the nearest says best what has changed.
      const candidates = nexts.map((candidate) => ({ candidate, changes: compare(alternative, candidate) }));
      const best = candidates.reduce((one, other) => (badness(other.changes) < badness(one.changes) ? other : one));
      matched.add(best.candidate);
      // Where one schema takes the place of several it takes more than each of them.
      return nexts.length < olds.length
        ? best.changes.filter(({ breaking, path }) => breaking || path !== '')
        : best.changes;
    });
    const added = nexts.length - matched.size;
    return added > 0 && nexts.length > olds.length
      ? [...changes, { breaking: false, path: '', message: 'takes another form too' }]
      : changes;
  };

  const compareOne = (a: JsonSchema, b: JsonSchema): SchemaChange[] =>
    Object.hasOwn(a, 'anyOf') || Object.hasOwn(a, 'oneOf') || Object.hasOwn(b, 'anyOf') || Object.hasOwn(b, 'oneOf')
      ? [...compareAlternatives(before.alternatives(a), after.alternatives(b))]
      : [
          ...compareConstraints(a, b).map((change) => ({ ...change, path: '' })),
          ...compareProperties(a, b),
          ...compareElements(a, b),
        ];

  const compareProperties = (a: JsonSchema, b: JsonSchema): SchemaChange[] => {
    const changes: SchemaChange[] = [];
    const [olds, nexts] = [mapOf(a, 'properties'), mapOf(b, 'properties')];
    const [wasRequired, isRequired] = [listOf(a, 'required'), listOf(b, 'required')];
    const [oldRest, nextRest] = [a['additionalProperties'] ?? true, b['additionalProperties'] ?? true];
    for (const [name, schema] of Object.entries(olds)) {
      if (Object.hasOwn(nexts, name)) changes.push(...under(name, compare(schema, nexts[name])));
      else if (nextRest === false) changes.push({ breaking: true, path: name, message: 'is gone' });
      else if (nextRest === true) changes.push({ breaking: false, path: name, message: 'is no longer described' });
      else changes.push(...under(name, compare(schema, nextRest)));
    }
    for (const [name, schema] of Object.entries(nexts)) {
      if (Object.hasOwn(olds, name) || isRequired.includes(name)) continue;
      if (isObject(oldRest)) changes.push(...under(name, compare(oldRest, schema)));
      else changes.push({ breaking: false, path: name, message: oldRest === false ? 'is new' : 'is described now' });
    }
    for (const name of isRequired) {
      if (wasRequired.includes(name)) continue;
      const message = Object.hasOwn(olds, name) ? 'is required now' : 'is new and required';
      changes.push({ breaking: true, path: name, message });
    }
    for (const name of wasRequired)
      if (!isRequired.includes(name) && Object.hasOwn(nexts, name))
        changes.push({ breaking: false, path: name, message: 'is optional now' });
    if (!takes(a, 'object')) return changes;
    if (oldRest === false && nextRest !== false)
      changes.push({ breaking: false, path: '', message: 'takes other properties too' });
    else if (oldRest !== false && nextRest === false)
      changes.push({ breaking: true, path: '', message: 'refuses other properties now' });
    else if (oldRest !== false && isObject(nextRest)) changes.push(...under('*', compare(oldRest, nextRest)));
    return changes;
  };

  const compareElements = (a: JsonSchema, b: JsonSchema): SchemaChange[] => {
    if (!takes(a, 'array') || (a['items'] === undefined && b['items'] === undefined)) return [];
    return under('[]', compare(a['items'] ?? {}, b['items'] ?? {}));
  };

  return dedupe(compare(old, next));
}

function badness(changes: readonly SchemaChange[]): number {
  return changes.filter(({ breaking }) => breaking).length * 1000 + changes.length;
}

function under(step: string, changes: readonly SchemaChange[]): SchemaChange[] {
  return changes.map((change) => {
    const rest = change.path === '' || change.path.startsWith('[') ? change.path : `.${change.path}`;
    return { ...change, path: `${step}${rest}` };
  });
}

function dedupe(changes: readonly SchemaChange[]): SchemaChange[] {
  return [...new Map(changes.map((change) => [`${change.path} ${change.message}`, change])).values()];
}

function takes(schema: JsonSchema, type: string): boolean {
  return schema['type'] === undefined || [schema['type']].flat().includes(type);
}

function mapOf(schema: JsonSchema, keyword: string): Readonly<Record<string, unknown>> {
  const value = own(schema, keyword);
  return isObject(value) ? value : {};
}

function listOf(schema: JsonSchema, keyword: string): readonly string[] {
  const value = own(schema, keyword);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
