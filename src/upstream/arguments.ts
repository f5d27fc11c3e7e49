import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Json } from '../base/json.ts';
import { isObject } from '../base/json.ts';
import { parsePointer } from '../base/json-pointer.ts';
import { nearest } from '../base/nearest.ts';
import type { Tool } from '../catalog/tool.ts';
import { exampleArguments } from './example.ts';
import type { Arguments } from './request.ts';

/** The outcome of a validation: arguments to call with, or what to tell the model. */
export type CheckedArguments =
  | { readonly ok: true; readonly args: Arguments; readonly repairs: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[]; readonly example: Json };

const validators = new WeakMap<Tool, ValidateFunction>();
let compiler: Promise<{ compile: (schema: object) => ValidateFunction }> | undefined;

/** ajv takes 50 ms to load, so it waits for the first call. */
async function validatorOf(tool: Tool): Promise<ValidateFunction> {
  const known = validators.get(tool);
  if (known) return known;
  compiler ??= import('../base/lazy/ajv.ts').then(
    ({ Ajv2020 }) =>
      new Ajv2020({
        strict: false,
        allErrors: true,
        verbose: true,
        validateFormats: false,
        validateSchema: false,
        logger: false,
        inlineRefs: false,
      }),
  );
  const validate = (await compiler).compile(tool.inputSchema);
  validators.set(tool, validate);
  return validate;
}

/**
 * Holds arguments against a tool's schema. What models get wrong without meaning anything else by it is repaired and
 * told: JSON as a string, numbers and booleans as strings, a wire name for a property, `null` for what is left out.
 * The rest comes back as problems that name the path, what was expected and what came.
 */
export async function checkArguments(tool: Tool, given: unknown): Promise<CheckedArguments> {
  if (given !== undefined && given !== null && !isObject(given)) {
    return {
      ok: false,
      problems: [`Arguments must be an object, got ${describe(given)}.`],
      example: exampleArguments(tool),
    };
  }
  const args = structuredClone((given ?? {}) as Record<string, Json>);
  const repairs = renameWireNames(tool, args);
  const validate = await validatorOf(tool);
  // Each round mends what it can; a repair may bring nested errors to light, so there are a few.
  for (let round = 0; round < 4; round++) {
    if (validate(args)) return { ok: true, args, repairs };
    const errors = validate.errors ?? [];
    if (!errors.map((error) => repair(tool, args, error, repairs)).includes(true)) {
      return { ok: false, problems: explain(tool, errors), example: exampleArguments(tool) };
    }
  }
  return validate(args)
    ? { ok: true, args, repairs }
    : { ok: false, problems: explain(tool, validate.errors ?? []), example: exampleArguments(tool) };
}

/** `filter[id]` where the property is called `filter_id`. */
function renameWireNames(tool: Tool, args: Record<string, Json>): string[] {
  const repairs: string[] = [];
  for (const key of Object.keys(args)) {
    if (Object.hasOwn(tool.inputSchema.properties, key)) continue;
    const argument = tool.arguments.find(
      ({ parameter, property }) => parameter.name === key && !Object.hasOwn(args, property),
    );
    if (!argument) continue;
    args[argument.property] = args[key]!;
    Reflect.deleteProperty(args, key);
    repairs.push(`${key} was taken as ${argument.property}`);
  }
  return repairs;
}

/** Mends one error where the value plainly means what the schema wants. */
function repair(tool: Tool, args: Record<string, Json>, error: ErrorObject, repairs: string[]): boolean {
  if (error.keyword !== 'type') return false;
  const steps = parsePointer(error.instancePath);
  const parent = steps
    .slice(0, -1)
    .reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], args) as Record<string, Json>;
  const key = steps.at(-1);
  if (key === undefined || typeof parent !== 'object') return false;
  const value = parent[key];
  const types = [(error.params as { type: string | string[] }).type].flat();
  const path = formatPath(steps);
  if (value === null && steps.length === 1 && !(tool.inputSchema.required ?? []).includes(key)) {
    Reflect.deleteProperty(parent, key);
    repairs.push(`${path}: null was taken as left out`);
    return true;
  }
  const mended = convert(value, types);
  if (mended === undefined) return false;
  parent[key] = mended;
  repairs.push(`${path}: ${describe(value)} was taken as ${describe(mended)}`);
  return true;
}

function convert(value: unknown, types: readonly string[]): Json | undefined {
  if (typeof value === 'number' || typeof value === 'boolean')
    return types.includes('string') ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if ((types.includes('integer') || types.includes('number')) && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) {
    const number = Number(text);
    const exact = Number.isFinite(number) && (Number.isSafeInteger(number) || !/^-?\d+$/.test(text));
    return exact && (types.includes('number') || Number.isInteger(number)) ? number : undefined;
  }
  if (types.includes('boolean') && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if ((types.includes('object') && text.startsWith('{')) || (types.includes('array') && text.startsWith('['))) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

const mostProblems = 8;

/** Errors as sentences, those of the branches of a combinator as one. */
function explain(tool: Tool, errors: readonly ErrorObject[]): string[] {
  const combinators = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'if');
  const plain = errors.filter(
    (error) =>
      !combinators.includes(error) &&
      !combinators.some(({ schemaPath }) => error.schemaPath.startsWith(`${schemaPath}/`)),
  );
  const sentences = [
    ...plain.map((error) => explainOne(tool, error)),
    ...combinators.flatMap((error) => explainBranches(tool, error, errors)),
  ];
  const distinct = [...new Set(sentences)];
  return distinct.length > mostProblems
    ? [...distinct.slice(0, mostProblems), `… and ${distinct.length - mostProblems} more.`]
    : distinct;
}

/** Of the branches of `anyOf` and `oneOf` the one that came nearest: the fewest errors, the deepest first. */
function explainBranches(tool: Tool, combinator: ErrorObject, errors: readonly ErrorObject[]): string[] {
  if (combinator.keyword === 'if') return [];
  const path = formatPath(parsePointer(combinator.instancePath));
  const passing = (combinator.params as { passingSchemas?: number[] }).passingSchemas;
  if (passing) return [`${path}: matches ${passing.length} of the alternatives at once; it must match exactly one.`];
  const branches = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    if (!error.schemaPath.startsWith(`${combinator.schemaPath}/`)) continue;
    const index = error.schemaPath.slice(combinator.schemaPath.length + 1).split('/', 1)[0]!;
    branches.set(index, [...(branches.get(index) ?? []), error]);
  }
  const depth = (list: ErrorObject[]): number =>
    Math.max(...list.map(({ instancePath }) => instancePath.split('/').length));
  // A branch that refuses the very type of the value is no candidate while another one does not.
  const refusesType = (list: ErrorObject[]): number =>
    list.some(
      ({ keyword, instancePath }) =>
        ['type', 'const', 'enum'].includes(keyword) && instancePath === combinator.instancePath,
    )
      ? 1
      : 0;
  const [best] = [...branches.values()].sort(
    (one, other) => refusesType(one) - refusesType(other) || depth(other) - depth(one) || one.length - other.length,
  );
  if (!best || refusesType(best) === 1) {
    const wanted = [
      ...new Set(
        [...branches.values()]
          .flat()
          .filter(({ instancePath }) => instancePath === combinator.instancePath)
          .map(expectation)
          .filter((text) => text !== ''),
      ),
    ];
    return [
      `${path}: expected ${wanted.slice(0, 6).join(', or ')}${wanted.length === 0 ? 'one of the alternatives' : ''}; got ${describe(combinator.data)}.`,
    ];
  }
  return best
    .filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'oneOf')
    .map((error) => explainOne(tool, error));
}

function explainOne(tool: Tool, error: ErrorObject): string {
  const steps = parsePointer(error.instancePath);
  const path = formatPath(steps);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required': {
      const missing = formatPath([...steps, String(params['missingProperty'])]);
      const wanted = propertySchema(error, String(params['missingProperty']));
      return `${missing}: is required${wanted === undefined ? '' : ` (${wanted})`}.`;
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
      const known = Object.keys(
        isObject(error.parentSchema) && isObject(error.parentSchema['properties'])
          ? error.parentSchema['properties']
          : {},
      );
      const guess = nearest(name, known);
      const hint =
        guess === undefined
          ? known.length > 0 && known.length <= 20
            ? ` Known: ${known.join(', ')}.`
            : ''
          : ` Did you mean ${guess}?`;
      return `${formatPath([...steps, name])}: there is no such ${steps.length === 0 ? 'argument' : 'property'}.${hint}`;
    }
    case 'enum': {
      const allowed = params['allowedValues'] as unknown[];
      const guess =
        typeof error.data === 'string'
          ? nearest(
              error.data,
              allowed.filter((value) => typeof value === 'string'),
            )
          : undefined;
      return `${path}: expected ${expectation(error)}; got ${describe(error.data)}.${guess === undefined ? '' : ` Did you mean ${JSON.stringify(guess)}?`}`;
    }
    case 'not':
      return `${path}: this value is not allowed; got ${describe(error.data)}.`;
    default:
      return `${path === '' ? tool.name : path}: expected ${expectation(error)}; got ${describe(error.data)}.`;
  }
}

/** What an error's keyword wanted, in words that fit after "expected". */
function expectation(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  const schema = isObject(error.parentSchema) ? error.parentSchema : {};
  switch (error.keyword) {
    case 'type':
      return [params['type']]
        .flat()
        .map((type) => withArticle(String(type), schema))
        .join(' or ');
    case 'enum': {
      const allowed = (params['allowedValues'] as unknown[]).map((value) => JSON.stringify(value));
      return `one of ${allowed.slice(0, 20).join(', ')}${allowed.length > 20 ? ` and ${allowed.length - 20} more` : ''}`;
    }
    case 'const':
      return JSON.stringify(params['allowedValue']);
    case 'pattern':
      return `a text that matches ${String(params['pattern'])}`;
    case 'required':
      return `an object with ${String(params['missingProperty'])}`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `a number ${String(params['comparison'])} ${String(params['limit'])}`;
    case 'minLength':
    case 'maxLength':
      return `${error.keyword === 'minLength' ? 'at least' : 'at most'} ${String(params['limit'])} characters`;
    case 'minItems':
    case 'maxItems':
      return `${error.keyword === 'minItems' ? 'at least' : 'at most'} ${String(params['limit'])} elements`;
    case 'uniqueItems':
      return 'elements that are all different';
    case 'multipleOf':
      return `a multiple of ${String(params['multipleOf'])}`;
    case 'anyOf':
    case 'oneOf':
      return '';
    default:
      return error.message ?? error.keyword;
  }
}

function withArticle(type: string, schema: Readonly<Record<string, unknown>>): string {
  const format = typeof schema['format'] === 'string' ? ` (${schema['format']})` : '';
  return type === 'null' ? 'null' : `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}${format}`;
}

function propertySchema(error: ErrorObject, name: string): string | undefined {
  const properties = isObject(error.parentSchema) ? error.parentSchema['properties'] : undefined;
  const schema = isObject(properties) ? properties[name] : undefined;
  if (!isObject(schema)) return undefined;
  const type = schema['type'];
  if (Array.isArray(schema['enum']))
    return `one of ${schema['enum']
      .slice(0, 8)
      .map((value) => JSON.stringify(value))
      .join(', ')}`;
  return typeof type === 'string' ? withArticle(type, schema) : undefined;
}

/** `lines[0].sku`, as a model would write it. */
function formatPath(steps: readonly string[]): string {
  return steps.map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** A value in a few words: its type, and itself where it is short. */
function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  const shown = JSON.stringify(value) ?? 'nothing';
  return `the ${typeof value} ${shown.length > 60 ? `${shown.slice(0, 57)}…"` : shown}`;
}
