import type { ErrorObject } from 'ajv';
import { ExactNumber } from '../base/exact-number.ts';
import { isObject, type Json, own } from '../base/json.ts';
import { parsePointer } from '../base/json-pointer.ts';
import { bodyProperty } from '../catalog/argument.ts';
import type { Tool } from '../catalog/tool.ts';
import { type ExactPlace, isExactNumber, needsText, parseExact, separateNumbers } from '../base/exact.ts';
import { describe, formatPath } from './explain.ts';
import type { Validator } from './validator.ts';

export interface RepairedArguments {
  readonly args: Record<string, Json>;
  /** In words. */
  readonly repairs: readonly string[];
  /** What is still wrong. */
  readonly errors: readonly ErrorObject[];
}

interface Repair {
  readonly steps: readonly string[];
  /** Nothing where the value is taken away. */
  readonly value: Json | undefined;
  /** A number with the very digits it was written in: a text for a parameter, an integer for JSON. */
  readonly written?: string | ExactNumber;
  /** Numbers in the value whose text is to be kept, from the value on. */
  readonly places?: readonly ExactPlace[];
  readonly words: string;
}

const mostRounds = 6;
const mostTrials = 40;

/**
 * Mends values that plainly mean what the schema wants, and nothing that is right as it is. A repair counts only if it
 * settles its error; inside the branches of a union, where an error need not be one, each is tried on its own.
 *
 * @param args - changed in place
 * @param given - where numbers stand in them whose text is to be kept
 */
export function repairArguments(
  validator: Validator,
  args: Record<string, Json>,
  given: readonly ExactPlace[] = [],
): RepairedArguments {
  const repairs: string[] = [];
  const written: Repair[] = [];
  const places = [...given];
  const keep = (repair: Repair): void => {
    repairs.push(repair.words);
    if (repair.written !== undefined) written.push(repair);
    for (const { steps, number } of repair.places ?? []) places.push({ steps: [...repair.steps, ...steps], number });
  };
  let trials = 0;
  let errors = validator.validate(args);
  for (let round = 0; errors.length > 0 && round < mostRounds; round++) {
    const before = repairs.length;
    for (const error of errors.filter((candidate) => !isInUnion(candidate, errors))) {
      const repair = repairOf(validator.tool, args, error, places);
      if (repair) apply(args, repair, keep);
    }
    if (repairs.length === before) {
      for (const error of errors) {
        if (trials >= mostTrials) break;
        const repair = isInUnion(error, errors) ? repairOf(validator.tool, args, error, places) : undefined;
        if (!repair) continue;
        trials++;
        if (settles(validator, args, repair)) apply(args, repair, keep);
      }
    }
    if (repairs.length === before) break;
    errors = validator.validate(args);
  }
  if (errors.length === 0) {
    for (const { steps, written: text } of written) set(args, steps, text);
    for (const place of places) writeNumber(args, place);
  }
  return { args, repairs, errors };
}

/** Whether an error belongs to an alternative of a union, which may be refused without harm. */
function isInUnion(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  return errors.some(
    ({ keyword, instancePath }) =>
      (keyword === 'anyOf' || keyword === 'oneOf') &&
      (error.instancePath === instancePath || error.instancePath.startsWith(`${instancePath}/`)),
  );
}

function settles(validator: Validator, args: Record<string, Json>, repair: Repair): boolean {
  const trial = structuredClone(args);
  set(trial, repair.steps, repair.value);
  const path = repair.steps.join('\0');
  return !validator.validate(trial).some(({ instancePath }) => parsePointer(instancePath).join('\0') === path);
}

function apply(args: Record<string, Json>, repair: Repair, keep: (repair: Repair) => void): void {
  set(args, repair.steps, repair.value);
  keep(repair);
}

function set(args: Record<string, Json>, steps: readonly string[], value: Json | undefined): void {
  const parent = parentOf(args, steps);
  const key = steps.at(-1)!;
  if (!parent || !Object.hasOwn(parent, key)) return;
  if (value === undefined) Reflect.deleteProperty(parent, key);
  else parent[key] = value;
}

/** Puts a number with its text where it still is; a repair may have made a list of it. */
function writeNumber(args: Record<string, Json>, { steps, number }: ExactPlace): void {
  const present = steps.reduce<unknown>((value, step) => own(value, step), args);
  if (Array.isArray(present)) writeNumber(args, { steps: [...steps, '0'], number });
  else if (present === Number(number.text)) set(args, steps, number);
}

function parentOf(args: Record<string, Json>, steps: readonly string[]): Record<string, Json> | undefined {
  const parent = steps.slice(0, -1).reduce<unknown>((value, step) => own(value, step), args);
  return typeof parent === 'object' && parent !== null ? (parent as Record<string, Json>) : undefined;
}

function repairOf(
  tool: Tool,
  args: Record<string, Json>,
  error: ErrorObject,
  places: readonly ExactPlace[],
): Repair | undefined {
  if (error.keyword !== 'type') return undefined;
  const steps = parsePointer(error.instancePath);
  const parent = parentOf(args, steps);
  const key = steps.at(-1);
  if (key === undefined || !parent || !Object.hasOwn(parent, key)) return undefined;
  const value = parent[key]!;
  const path = formatPath(steps);
  if (value === null) {
    if (!isOptional(tool, error, key)) return undefined;
    return { steps, value: undefined, words: `${path}: null was taken as left out` };
  }
  const types = [(error.params as { type: string | string[] }).type].flat();
  const isParameter =
    steps.length <= 2 && tool.arguments.some(({ property, parameter }) => property === steps[0] && !parameter.content);
  const pointer = steps.join('\0');
  const exact = places.find((place) => place.steps.join('\0') === pointer)?.number;
  const mended = convert(value, types, isParameter, exact);
  if (mended === undefined) return undefined;
  const told = `${path}: ${describe(value)} was taken as ${describe(mended.written instanceof ExactNumber ? mended.written : mended.value)}`;
  return { steps, ...mended, words: told };
}

/** Whether the schema that holds a property does without it. In a merge patch null has a meaning, so there it stays. */
function isOptional({ inputSchema, body }: Tool, { schemaPath, instancePath }: ErrorObject, key: string): boolean {
  if (
    instancePath.startsWith(`/${bodyProperty}/`) &&
    body?.contents.some(({ contentType }) => contentType.includes('merge-patch'))
  )
    return false;
  // `#/$defs/Pet/properties/name/type`: two steps up from the property is what may require it.
  const steps = parsePointer(decodeURIComponent(schemaPath.slice(1)));
  if (instancePath === `/${key}`) return !(inputSchema.required ?? []).includes(key);
  if (steps.at(-3) !== 'properties' || steps.at(-2) !== key) return false;
  const holder = steps.slice(0, -3).reduce<unknown>((value, step) => own(value, step), inputSchema);
  const required = own(holder, 'required');
  return isObject(holder) && !(Array.isArray(required) && required.includes(key));
}

function convert(
  value: Json,
  types: readonly string[],
  isParameter: boolean,
  exact: ExactNumber | undefined,
): Pick<Repair, 'value' | 'written' | 'places'> | undefined {
  if (types.includes('string') && exact) return { value: exact.text };
  if (types.includes('string') && isExactScalar(value)) return { value: String(value) };
  if (typeof value === 'string') {
    const converted = convertText(value.trim(), types, isParameter);
    if (converted) return converted;
  }
  // One value for a list; a text with commas may mean several.
  const isOne =
    exact !== undefined ||
    isExactScalar(value) ||
    (typeof value === 'string' && value !== '' && !/^\s*[[{]|,/.test(value));
  return types.includes('array') && isOne ? { value: [value] } : undefined;
}

/** A boolean, or a number that has not been rounded on its way here. */
function isExactScalar(value: Json): value is number | boolean {
  return typeof value === 'boolean' || (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER);
}

/** Whether a text is an integer, and not merely rounded to one. */
function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text) || (isExactNumber(text) && Number.isInteger(Number(text)));
}

function convertText(
  text: string,
  types: readonly string[],
  isParameter: boolean,
): Pick<Repair, 'value' | 'written' | 'places'> | undefined {
  const wantsNumber = types.includes('number');
  if ((wantsNumber || types.includes('integer')) && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) {
    const value = Number(text);
    if (!Number.isFinite(value) || !(wantsNumber || isInteger(text))) return undefined;
    // A parameter is text on the wire: it goes as it was written, whatever a double would make of it.
    if (isParameter && String(value) !== text && !/[eE]/.test(text)) return { value, written: text };
    return needsText(text) ? { value, written: new ExactNumber(text) } : { value };
  }
  if (types.includes('boolean') && /^(true|false)$/i.test(text)) return { value: text.toLowerCase() === 'true' };
  if ((types.includes('object') && text.startsWith('{')) || (types.includes('array') && text.startsWith('['))) {
    try {
      const places: ExactPlace[] = [];
      const value = separateNumbers(parseExact(text), [], places);
      return { value, places };
    } catch {
      return undefined;
    }
  }
  return undefined;
}
