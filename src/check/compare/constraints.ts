import { own } from '../../base/json.ts';
import type { JsonSchema } from '../../catalog/json-schema.ts';
import { listSome } from '../words.ts';

/** A difference in what one value must be, whatever is in it. */
interface ConstraintChange {
  readonly breaking: boolean;
  readonly message: string;
}

/** What two schemas demand of a value itself: its type, its values, its bounds. */
export function compareConstraints(a: JsonSchema, b: JsonSchema): ConstraintChange[] {
  return [
    ...compareTypes(a, b),
    ...compareValues(a, b),
    ...compareBounds(a, b),
    ...compareRest(a, b),
    ...compareWords(a, b),
  ];
}

const allTypes = ['string', 'number', 'boolean', 'object', 'array', 'null'];

function compareTypes(a: JsonSchema, b: JsonSchema): ConstraintChange[] {
  const [olds, nexts] = [typesOf(a), typesOf(b)];
  const covers = (types: readonly string[], type: string): boolean =>
    types.includes(type) || (type === 'integer' && types.includes('number'));
  const gone = olds.filter((type) => !covers(nexts, type));
  if (gone.length > 0) return [{ breaking: true, message: `was ${show(olds)} and is ${show(nexts)} now` }];
  const more = nexts.some((type) => !covers(olds, type));
  return more ? [{ breaking: false, message: `takes ${show(nexts)} now, and not only ${show(olds)}` }] : [];
}

/** The types that a schema takes; its values say them where it does not. */
function typesOf(schema: JsonSchema): readonly string[] {
  if (schema['type'] !== undefined) return [schema['type']].flat() as string[];
  const values = valuesOf(schema);
  return values ? [...new Set(values.map(typeOf))] : allTypes;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function show(types: readonly string[]): string {
  if (types.length === 0) return 'nothing';
  return types.length === allTypes.length ? 'any value' : types.join(' or ');
}

function compareValues(a: JsonSchema, b: JsonSchema): ConstraintChange[] {
  const [olds, nexts] = [valuesOf(a)?.map(toText), valuesOf(b)?.map(toText)];
  if (!nexts) return olds ? [{ breaking: false, message: `takes other values than ${listSome(olds)} now` }] : [];
  if (!olds) return [{ breaking: true, message: `takes only ${listSome(nexts)} now` }];
  const gone = olds.filter((value) => !nexts.includes(value));
  const added = nexts.filter((value) => !olds.includes(value));
  return [
    ...(gone.length > 0 ? [{ breaking: true, message: `no longer takes ${listSome(gone)}` }] : []),
    ...(added.length > 0 ? [{ breaking: false, message: `takes ${listSome(added)} too` }] : []),
  ];
}

/** `enum`, or `const` as a list of one. */
function valuesOf(schema: JsonSchema): unknown[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [schema['const']];
  return Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : undefined;
}

function toText(value: unknown): string {
  return JSON.stringify(value);
}

/** Bounds, the type they are about, and whether a larger number is the stricter one. */
const bounds: readonly (readonly [keyword: string, types: readonly string[], isLower: boolean])[] = [
  ['minimum', ['number', 'integer'], true],
  ['exclusiveMinimum', ['number', 'integer'], true],
  ['maximum', ['number', 'integer'], false],
  ['exclusiveMaximum', ['number', 'integer'], false],
  ['minLength', ['string'], true],
  ['maxLength', ['string'], false],
  ['minItems', ['array'], true],
  ['maxItems', ['array'], false],
  ['minProperties', ['object'], true],
  ['maxProperties', ['object'], false],
];

function compareBounds(a: JsonSchema, b: JsonSchema): ConstraintChange[] {
  const types = typesOf(a);
  return bounds.flatMap(([keyword, about, isLower]) => {
    if (!about.some((type) => types.includes(type))) return [];
    const loosest = keyword.startsWith('min') && keyword !== 'minimum' ? 0 : isLower ? -Infinity : Infinity;
    const [old, next] = [numberOf(a, keyword) ?? loosest, numberOf(b, keyword) ?? loosest];
    if (old === next) return [];
    const breaking = isLower ? next > old : next < old;
    // A bound that is written the other way, `minimum: 1` for `exclusiveMinimum: 0`, may be as strict.
    if (breaking && impliedBy(a, keyword, next)) return [];
    return [{ breaking, message: `has ${write(keyword, next)} now, before ${write(keyword, old)}` }];
  });
}

/** Whether the old schema keeps to the new bound by its other one. */
function impliedBy(a: JsonSchema, keyword: string, bound: number): boolean {
  const isInteger = typesOf(a).every((type) => type === 'integer' || type === 'null');
  const [exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity] = ['exclusiveMinimum', 'exclusiveMaximum'].map(
    (name) => numberOf(a, name),
  );
  const [minimum = -Infinity, maximum = Infinity] = ['minimum', 'maximum'].map((name) => numberOf(a, name));
  switch (keyword) {
    case 'minimum':
      return exclusiveMinimum >= (isInteger && Number.isInteger(bound) ? bound - 1 : bound);
    case 'exclusiveMinimum':
      return minimum > bound;
    case 'maximum':
      return exclusiveMaximum <= (isInteger && Number.isInteger(bound) ? bound + 1 : bound);
    case 'exclusiveMaximum':
      return maximum < bound;
    default:
      return false;
  }
}

function numberOf(schema: JsonSchema, keyword: string): number | undefined {
  const value = own(schema, keyword);
  return typeof value === 'number' ? value : undefined;
}

function write(keyword: string, bound: number): string {
  return Number.isFinite(bound) ? `${keyword} ${bound}` : `no ${keyword}`;
}

/** Keywords of which it can only be told whether they are the same. */
const opaque = [
  'pattern',
  'format',
  'multipleOf',
  'uniqueItems',
  'not',
  'if',
  'then',
  'else',
  'prefixItems',
  'contains',
  'minContains',
  'maxContains',
  'patternProperties',
  'propertyNames',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
];

function compareRest(a: JsonSchema, b: JsonSchema): ConstraintChange[] {
  return opaque.flatMap((keyword) => {
    const [old, next] = [own(a, keyword), own(b, keyword)];
    if (toText(old) === toText(next) || (keyword === 'multipleOf' && isMultiple(old, next))) return [];
    const message =
      old === undefined
        ? `has ${keyword} ${short(next)} now`
        : next === undefined
          ? `has no ${keyword} any more`
          : `has ${keyword} ${short(next)} now, before ${short(old)}`;
    return [{ breaking: next !== undefined, message }];
  });
}

function isMultiple(old: unknown, next: unknown): boolean {
  return typeof old === 'number' && typeof next === 'number' && Number.isInteger(old / next);
}

function short(value: unknown): string {
  const text = toText(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** What a model reads and nothing refuses. */
function compareWords(a: JsonSchema, b: JsonSchema): ConstraintChange[] {
  const changes: ConstraintChange[] = [];
  if (toText(a['default']) !== toText(b['default']))
    changes.push({
      breaking: false,
      message: `has ${b['default'] === undefined ? 'no default' : `the default ${short(b['default'])}`} now, before ${a['default'] === undefined ? 'none' : short(a['default'])}`,
    });
  if (a['description'] !== b['description']) changes.push({ breaking: false, message: 'is described in other words' });
  if (a['deprecated'] !== b['deprecated'])
    changes.push({
      breaking: false,
      message: b['deprecated'] === true ? 'is deprecated now' : 'is no longer deprecated',
    });
  return changes;
}
