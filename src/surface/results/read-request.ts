import { isObject } from '../../base/json.ts';
import type { ReadRequest } from './read-part.ts';
import type { InputSchema } from '../../catalog/json-schema.ts';

/** What read_result takes. */
export const readSchema: InputSchema = {
  type: 'object',
  properties: {
    handle: { type: 'string' },
    path: { type: 'string', description: 'JMESPath into JSON, e.g. items[?price > `9`].name' },
    search: { type: 'string', description: 'text or /regex/ to find' },
    unit: {
      type: 'string',
      enum: ['lines', 'characters'],
      description: 'what from and count count, where not list elements',
    },
    from: { type: 'integer', minimum: 0 },
    count: { type: 'integer', minimum: 1 },
    max_tokens: { type: 'integer', minimum: 500 },
  },
  required: ['handle'],
  additionalProperties: false,
};

/** The arguments of a call, or what is wrong with them. Numbers may come as texts. */
export function readRequest(
  given: unknown,
):
  | (ReadRequest & { readonly handle: string; readonly maxTokens?: number })
  | { readonly problem: string; readonly hint: string } {
  const args = isObject(given) ? given : {};
  const hint = `It takes ${Object.keys(readSchema.properties).join(', ')}; \`handle\` is required.`;
  const unknown = Object.keys(args).find((name) => !Object.hasOwn(readSchema.properties, name));
  if (unknown !== undefined) return { problem: `read_result has no argument \`${unknown}\``, hint };
  const texts = ['handle', 'path', 'search', 'unit'] as const;
  const wrong = texts.find((name) => args[name] !== undefined && args[name] !== null && typeof args[name] !== 'string');
  if (wrong !== undefined) return { problem: `\`${wrong}\` must be a text`, hint };
  const [handle, path, search, unit] = texts.map((name) => (args[name] as string | null | undefined) || undefined);
  if (handle === undefined) return { problem: 'read_result needs the `handle` of a result', hint };
  if (unit !== undefined && unit !== 'lines' && unit !== 'characters')
    return { problem: '`unit` must be lines or characters', hint };
  const [from = 0, count, maxTokens] = (['from', 'count', 'max_tokens'] as const).map((name) => {
    const value = args[name];
    return value === undefined || value === null ? undefined : Number(value);
  });
  const bad = Object.entries({ from, count, max_tokens: maxTokens }).find(
    ([name, number]) => number !== undefined && !(Number.isInteger(number) && number >= (name === 'from' ? 0 : 1)),
  );
  if (bad)
    return { problem: `\`${bad[0]}\` must be a whole number, of 0 at least for \`from\` and 1 for the others`, hint };
  return {
    handle,
    from,
    ...(path === undefined ? {} : { path }),
    ...(search === undefined ? {} : { search }),
    ...(unit === undefined ? {} : { unit }),
    ...(count === undefined ? {} : { count }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}
