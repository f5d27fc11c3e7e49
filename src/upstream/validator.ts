import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { JsonSchema } from '../catalog/json-schema.ts';
import type { Tool } from '../catalog/tool.ts';

/** Holds values against a schema of one tool. */
export interface Validator {
  readonly tool: Tool;
  /** Nothing where the value is valid. */
  validate: (value: unknown) => readonly ErrorObject[];
  /** The same for a schema that stands somewhere in the tool's. */
  validatePart: (schema: JsonSchema | boolean, value: unknown) => readonly ErrorObject[];
}

const validators = new WeakMap<JsonSchema, Validator>();
let loading: Promise<Ajv2020> | undefined;

/** Holds values against the input schema of a tool. */
export async function validatorOf(tool: Tool): Promise<Validator> {
  return validatorFor(tool, tool.inputSchema, tool.inputSchema);
}

/** Holds values against what the document says that a tool answers, without the place for anything else. */
export async function outputValidatorOf(tool: Tool): Promise<Validator> {
  const { anyOf = [{}], $defs = {} } = tool.outputSchema ?? {};
  const schema = anyOf.length === 2 ? { ...anyOf[0], $defs } : { anyOf: anyOf.slice(0, -1), $defs };
  return validatorFor(tool, schema, tool.outputSchema ?? schema);
}

/** ajv takes 50 ms to load, and a schema some to compile, so both wait for the first call. */
async function validatorFor(tool: Tool, schema: JsonSchema, key: JsonSchema): Promise<Validator> {
  const known = validators.get(key);
  if (known) return known;
  loading ??= import('../base/lazy/ajv.ts').then(
    ({ Ajv2020 }) =>
      new Ajv2020({
        strict: false,
        allErrors: true,
        verbose: true,
        validateFormats: false,
        validateSchema: false,
        logger: false,
        inlineRefs: false,
        ownProperties: true,
      }),
  );
  const ajv = await loading;
  const run = (validate: ValidateFunction, value: unknown): readonly ErrorObject[] =>
    validate(value) ? [] : (validate.errors ?? []);
  const parts = new WeakMap<JsonSchema, ValidateFunction>();
  const whole = ajv.compile(schema);
  const $defs = schema['$defs'] ?? {};
  const validator: Validator = {
    tool,
    validate: (value) => run(whole, value),
    validatePart: (inner, value) => {
      if (typeof inner === 'boolean') return run(ajv.compile(inner), value);
      let part = parts.get(inner);
      if (!part) parts.set(inner, (part = ajv.compile({ allOf: [inner], $defs })));
      return run(part, value);
    },
  };
  validators.set(key, validator);
  return validator;
}
