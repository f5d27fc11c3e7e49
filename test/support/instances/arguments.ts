import type { Json } from '../../../src/base/json.ts';
import { bodyProperty, contentTypeProperty } from '../../../src/catalog/argument.ts';
import type { JsonSchema } from '../../../src/catalog/json-schema.ts';
import type { Tool } from '../../../src/catalog/tool.ts';
import { type Validator, validatorOf } from '../../../src/upstream/validator.ts';
import { createRandom, seedOf } from './random.ts';
import { generateValue, type Generation } from './value.ts';

export interface GenerateOptions {
  /** Optional arguments and fields as well. */
  readonly full: boolean;
  readonly seed: number;
}

export type GeneratedArguments = Readonly<Record<string, Json>>;

const freeTries = 5;
const tries = 9;
const mostValues = 300;

/**
 * Arguments that a tool's schema accepts, the same ones for the same seed; nothing where none were found, which means
 * that the schema can hardly be met. Those that are refused are drawn again: freely at first, and then with each part
 * that is hard to meet held against its own schema, which costs more.
 */
export async function generateArguments(tool: Tool, options: GenerateOptions): Promise<GeneratedArguments | undefined> {
  const validator = await validatorOf(tool);
  const args: Record<string, Json> = {};
  let wanted = wantedArguments(tool, options);
  for (let attempt = 0; attempt < tries; attempt++) {
    const accepts = attempt < freeTries ? undefined : acceptsOf(validator);
    for (const name of wanted) args[name] = drawArgument(tool, name, options, attempt, accepts);
    const errors = validator.validate(args);
    if (errors.length === 0) return args;
    const refused = new Set(errors.map(({ instancePath }) => instancePath.split('/')[1]));
    wanted = Object.keys(args).filter((name) => refused.has(name));
  }
  return undefined;
}

function acceptsOf(validator: Validator): NonNullable<Generation['accepts']> {
  return (schema, value) => validator.validatePart(schema, value).length === 0;
}

function wantedArguments({ inputSchema, body }: Tool, { full }: GenerateOptions): string[] {
  const required = inputSchema.required ?? [];
  return Object.keys(inputSchema.properties).filter(
    (name) => (full || required.includes(name)) && !(body && name === contentTypeProperty),
  );
}

function drawArgument(
  tool: Tool,
  name: string,
  { full, seed }: GenerateOptions,
  attempt: number,
  accepts: Generation['accepts'],
): Json {
  const { operation, inputSchema, body } = tool;
  const isBody = name === bodyProperty && body !== undefined;
  const schema = inputSchema.properties[name]!;
  return generateValue(isBody ? contentOf(schema, body) : schema, {
    random: createRandom(seedOf(`${operation.id} ${name}`) + seed * 31 + attempt * 7919),
    $defs: inputSchema.$defs ?? {},
    // A path has no place for an object without fields.
    full: full || tool.arguments.some(({ property, parameter }) => property === name && parameter.in === 'path'),
    nulls: isBody && body.contents[0]?.kind === 'json',
    budget: { values: mostValues },
    ...(accepts ? { accepts } : {}),
  });
}

/** With several media types the body is that of the one that is sent without a choice: the first. */
function contentOf(schema: JsonSchema, body: NonNullable<Tool['body']>): JsonSchema {
  const branches = schema['anyOf'];
  return body.contents.length > 1 && Array.isArray(branches) ? (branches[0] as JsonSchema) : schema;
}
