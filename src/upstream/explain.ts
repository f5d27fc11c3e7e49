import type { ErrorObject } from 'ajv';
import { ExactNumber } from '../base/exact-number.ts';
import { isObject, own } from '../base/json.ts';
import { parsePointer } from '../base/json-pointer.ts';
import { nearest } from '../base/nearest.ts';
import type { JsonSchema } from '../catalog/json-schema.ts';
import { expectation, withArticle } from './expectation.ts';
import type { Validator } from './validator.ts';

const mostProblems = 8;
const mostBranches = 40;
const deepest = 5;

/** Errors as sentences: where, what was expected, what came, and what was probably meant. Unions make one. */
export function explain(validator: Validator, errors: readonly ErrorObject[]): string[] {
  const distinct = [...new Set(explainAll(validator, errors, 0))];
  return distinct.length > mostProblems
    ? [...distinct.slice(0, mostProblems), `… and ${distinct.length - mostProblems} more.`]
    : distinct;
}

function explainAll(validator: Validator, errors: readonly ErrorObject[], depth: number): string[] {
  const unions = errors.flatMap((error, index) => (isUnion(error) ? [{ error, index }] : [])).slice(0, mostBranches);
  const own = errors.filter(
    (error, index) =>
      error.keyword !== 'if' && !unions.some((union) => index < union.index && isWithin(error, union.error)),
  );
  return own.flatMap((error) => (isUnion(error) ? explainUnion(validator, error, depth) : [explainOne(error)]));
}

function isUnion({ keyword }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

/** Whether an error comes from a branch of a union, be it by reference, and not from what stands beside the union. */
function isWithin(error: ErrorObject, union: ErrorObject): boolean {
  if (error.instancePath !== union.instancePath && !error.instancePath.startsWith(`${union.instancePath}/`))
    return false;
  const schema = union.schemaPath.slice(0, union.schemaPath.lastIndexOf('/') + 1);
  return !error.schemaPath.startsWith(schema) || error.schemaPath.startsWith(`${union.schemaPath}/`);
}

/**
 * Of the alternatives the one that was probably meant: of the right type, with the right discriminator, and then the one
 * that came nearest. Where none is of the right type, what each of them takes.
 */
function explainUnion(validator: Validator, union: ErrorObject, depth: number): string[] {
  const path = formatPath(parsePointer(union.instancePath));
  const passing = (union.params as { passingSchemas?: readonly number[] | null }).passingSchemas;
  if (passing) return [`${path}: matches ${passing.length} alternatives at once; it must match exactly one.`];
  if (depth > deepest) return [`${path}: matches none of the alternatives.`];
  const branches = (union.schema as (JsonSchema | boolean)[]).slice(0, mostBranches).map((schema) =>
    validator.validatePart(schema, union.data).map((error): ErrorObject => ({
      ...error,
      instancePath: union.instancePath + error.instancePath,
    })),
  );
  const rankOf = (branch: readonly ErrorObject[]): number[] => [
    refusesWhole(branch, union) ? 1 : 0,
    discriminators(branch, union).length,
    branch.length,
  ];
  const [best] = branches
    .map((branch) => ({ branch, rank: rankOf(branch) }))
    .sort((one, other) => compare(one.rank, other.rank));
  if (!best || best.rank[0] === 1) {
    const wanted = new Set(
      branches
        .flat()
        .filter(({ instancePath }) => instancePath === union.instancePath)
        .flatMap(expectationOf),
    );
    const words = wanted.size === 0 ? 'one of the alternatives' : [...wanted].slice(0, 6).join(', or ');
    return [`${path}: expected ${words}; got ${describe(union.data)}.`];
  }
  const [mismatch] = discriminators(best.branch, union);
  if (mismatch) {
    const same = branches
      .flatMap((branch) => discriminators(branch, union))
      .filter(({ instancePath }) => instancePath === mismatch.instancePath);
    const allowed = [...new Set(same.flatMap(allowedValues).map((value) => JSON.stringify(value)))];
    return [
      `${formatPath(parsePointer(mismatch.instancePath))}: expected ${listed(allowed)}; got ${describe(mismatch.data)}.${guessOf(mismatch.data, same.flatMap(allowedValues))}`,
    ];
  }
  return explainAll(validator, best.branch, depth + 1);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((number, at) => number !== other[at]);
  return index < 0 ? 0 : one[index]! - other[index]!;
}

/** A branch that refuses the very type or value is no candidate while another one does not. */
function refusesWhole(branch: readonly ErrorObject[], { instancePath }: ErrorObject): boolean {
  return branch.some(
    (error) => ['type', 'const', 'enum', 'false schema'].includes(error.keyword) && error.instancePath === instancePath,
  );
}

/** Constants directly below the value that are not what came: `kind`, `type`. */
function discriminators(branch: readonly ErrorObject[], { instancePath }: ErrorObject): ErrorObject[] {
  const depth = instancePath.split('/').length + 1;
  return branch.filter(
    (error) =>
      (error.keyword === 'const' || (error.keyword === 'enum' && allowedValues(error).length === 1)) &&
      error.instancePath.split('/').length === depth,
  );
}

function allowedValues({ keyword, params }: ErrorObject): readonly unknown[] {
  const { allowedValue, allowedValues: list } = params as {
    allowedValue?: unknown;
    allowedValues?: readonly unknown[];
  };
  return keyword === 'const' ? [allowedValue] : (list ?? []);
}

function expectationOf(error: ErrorObject): string[] {
  const words = isUnion(error) ? undefined : expectation(error);
  return words === undefined ? [] : [words];
}

function listed(words: readonly string[]): string {
  return words.length === 1
    ? words[0]!
    : `one of ${words.slice(0, 20).join(', ')}${words.length > 20 ? ` and ${words.length - 20} more` : ''}`;
}

function guessOf(given: unknown, allowed: readonly unknown[]): string {
  const guess =
    typeof given === 'string'
      ? nearest(
          given,
          allowed.filter((value) => typeof value === 'string'),
        )
      : undefined;
  return guess === undefined ? '' : ` Did you mean ${JSON.stringify(guess)}?`;
}

function explainOne(error: ErrorObject): string {
  const steps = parsePointer(error.instancePath);
  const path = steps.length === 0 ? 'The arguments' : formatPath(steps);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required':
    case 'dependentRequired': {
      const name = String(params['missingProperty']);
      const wanted = propertySchema(error, name);
      const because = error.keyword === 'required' ? '' : ` where ${String(params['property'])} is given`;
      return `${formatPath([...steps, name])}: is required${because}${wanted === undefined ? '' : ` (${wanted})`}.`;
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
      const properties = own(error.parentSchema, 'properties');
      const known = isObject(properties) ? Object.keys(properties) : [];
      const guess = nearest(name, known);
      const list = known.length > 0 && known.length <= 20 ? ` Known: ${known.join(', ')}.` : '';
      return `${formatPath([...steps, name])}: there is no such ${steps.length === 0 ? 'argument' : 'property'}.${guess === undefined ? list : ` Did you mean ${guess}?`}`;
    }
    case 'not':
    case 'false schema':
      return `${path}: this value is not allowed; got ${describe(error.data)}.`;
    case 'propertyNames':
      return `${path}: ${JSON.stringify(params['propertyName'])} is no name that a property may have here.`;
    default: {
      const wanted = expectation(error);
      const guess =
        error.keyword === 'enum' || error.keyword === 'const' ? guessOf(error.data, allowedValues(error)) : '';
      return `${path}: ${wanted === undefined ? (error.message ?? error.keyword) : `expected ${wanted}`}; got ${describe(error.data)}.${guess}`;
    }
  }
}

function propertySchema(error: ErrorObject, name: string): string | undefined {
  const schema = own(own(error.parentSchema, 'properties'), name);
  if (!isObject(schema)) return undefined;
  const values = schema['enum'];
  if (Array.isArray(values)) return listed(values.slice(0, 8).map((value) => JSON.stringify(value)));
  const type = schema['type'];
  return typeof type === 'string' ? withArticle(type, schema) : undefined;
}

/** `lines[0].sku`, as a model would write it. */
export function formatPath(steps: readonly string[]): string {
  return steps.map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** A value in a few words: its type, and itself where it is short. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof ExactNumber) return `the number ${value.text}`;
  if (typeof value === 'object') return 'an object';
  const shown = JSON.stringify(value) ?? 'nothing';
  return `the ${typeof value} ${shown.length > 60 ? `${shown.slice(0, 57)}…"` : shown}`;
}
