import { define, isObject, type Json } from '../base/json.ts';
import type { Tool } from '../catalog/tool.ts';
import { type ExactPlace, separateNumbers } from '../base/exact.ts';
import { exampleArguments } from './example.ts';
import { describe, explain } from './explain.ts';
import { repairArguments } from './repair.ts';
import type { Arguments } from './request.ts';
import { type Validator, validatorOf } from './validator.ts';

/** The outcome of a validation: arguments to call with, or what to tell the model. */
export type CheckedArguments =
  | { readonly ok: true; readonly args: Arguments; readonly repairs: readonly string[] }
  | {
      readonly ok: false;
      readonly problems: readonly string[];
      /** Arguments that are right, where some could be found. */
      readonly example: Json | undefined;
    };

/**
 * Holds arguments against a tool's schema. What models get wrong without meaning anything else by it is repaired and
 * told: JSON as a string, numbers and booleans as strings, one value for a list, a wire name for a property, `null` for
 * what is left out. The rest comes back as problems that name the path, what was expected and what came.
 */
export async function checkArguments(tool: Tool, given: unknown): Promise<CheckedArguments> {
  const validator = await validatorOf(tool);
  if (given !== undefined && given !== null && !isObject(given)) {
    const problems = [`Arguments must be an object, got ${describe(given)}.`];
    return { ok: false, problems, example: validExample(validator) };
  }
  const named = renameWireNames(tool, (given ?? {}) as Record<string, Json>);
  const places: ExactPlace[] = [];
  const copy = separateNumbers(named.args, [], places) as Record<string, Json>;
  const repaired = repairArguments(validator, copy, places);
  if (repaired.errors.length === 0)
    return { ok: true, args: repaired.args, repairs: [...named.repairs, ...repaired.repairs] };
  return { ok: false, problems: explain(validator, repaired.errors), example: validExample(validator, repaired.args) };
}

/** An example that the schema itself accepts, or none. */
export async function exampleFor(tool: Tool): Promise<Json | undefined> {
  return validExample(await validatorOf(tool));
}

/** What was right of the arguments given, with the required ones that are missing; none where that says nothing. */
function validExample(validator: Validator, given: Readonly<Record<string, Json>> = {}): Json | undefined {
  const isRight = (candidate: Json): boolean => validator.validate(candidate).length === 0;
  const candidates = [exampleArguments(validator.tool), exampleArguments(validator.tool, { own: true })];
  const base = candidates.find(isRight);
  if (base === undefined) return undefined;
  const kept = Object.entries(given).filter(([name, value]) => isRight({ ...(base as object), [name]: value }));
  const example = { ...(base as object), ...Object.fromEntries(kept) };
  return Object.keys(example).length > 0 && isRight(example) ? example : undefined;
}

/** `filter[id]` where the property is called `filter_id`. */
function renameWireNames(
  tool: Tool,
  given: Readonly<Record<string, Json>>,
): { args: Record<string, Json>; repairs: string[] } {
  const args: Record<string, Json> = {};
  const repairs: string[] = [];
  for (const [key, value] of Object.entries(given)) {
    const argument = Object.hasOwn(tool.inputSchema.properties, key)
      ? undefined
      : tool.arguments.find(
          ({ parameter, property }) =>
            parameter.name === key && !Object.hasOwn(given, property) && !Object.hasOwn(args, property),
        );
    define(args, argument?.property ?? key, value);
    if (argument) repairs.push(`${key} was taken as ${argument.property}`);
  }
  return { args, repairs };
}
