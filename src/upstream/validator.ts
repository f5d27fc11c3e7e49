import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { JsonSchema } from '../catalog/json-schema.ts';
import type { Tool } from '../catalog/tool.ts';

/** Holds values against the input schema of one tool. */
export interface Validator {
  readonly tool: Tool;
  /** Nothing where the value is valid. */
  validate: (value: unknown) => readonly ErrorObject[];
  /** The same for a schema that stands somewhere in the tool's. */
  validatePart: (schema: JsonSchema | boolean, value: unknown) => readonly ErrorObject[];
}

const validators = new WeakMap<Tool, Validator>();
let loading: Promise<Ajv2020> | undefined;

/** ajv takes 50 ms to load, and a schema some to compile, so both wait for the first call. */
export async function validatorOf(tool: Tool): Promise<Validator> {
  const known = validators.get(tool);
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
  const whole = ajv.compile(tool.inputSchema);
  const validator: Validator = {
    tool,
    validate: (value) => run(whole, value),
    validatePart: (schema, value) => {
      if (typeof schema === 'boolean') return run(ajv.compile(schema), value);
      let part = parts.get(schema);
      if (!part) parts.set(schema, (part = ajv.compile({ allOf: [schema], $defs: tool.inputSchema.$defs ?? {} })));
      return run(part, value);
    },
  };
  validators.set(tool, validator);
  return validator;
}
