import type { JsonSchema } from '../catalog/json-schema.ts';
import { cutText } from '../catalog/describe.ts';
import type { ToolDefinition } from '../surface/surface.ts';
import { toStrict } from './strict.ts';

/** Longest description OpenAI takes for a function, in characters. */
const longestDescription = 1024;

/** A function of OpenAI's Responses API (https://platform.openai.com/docs/api-reference/responses, `tools`). */
interface OpenAiFunction {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonSchema;
  readonly strict: boolean;
}

export interface OpenAiExport<Tool> {
  readonly tools: readonly Tool[];
  /** Tools that could not be strict, and why. */
  readonly notStrict: readonly { readonly name: string; readonly reason: string }[];
}

/** Tools of the Responses API. */
export function toOpenAiResponses(
  tools: readonly ToolDefinition[],
): OpenAiExport<OpenAiFunction & { readonly type: 'function' }> {
  const notStrict: { name: string; reason: string }[] = [];
  const functions = tools.map(({ name, description, inputSchema }) => {
    const strict = toStrict(inputSchema);
    if ('reason' in strict) notStrict.push({ name, reason: strict.reason });
    return {
      type: 'function' as const,
      name,
      description: cutText(description, longestDescription),
      parameters: 'schema' in strict ? strict.schema : inputSchema,
      strict: 'schema' in strict,
    };
  });
  return { tools: functions, notStrict };
}

/** Tools of Chat Completions: the same under `function`. */
export function toOpenAiChat(
  tools: readonly ToolDefinition[],
): OpenAiExport<{ readonly type: 'function'; readonly function: OpenAiFunction }> {
  const { tools: functions, notStrict } = toOpenAiResponses(tools);
  return { tools: functions.map(({ type, ...rest }) => ({ type, function: rest })), notStrict };
}
