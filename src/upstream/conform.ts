import { ExactNumber } from '../base/exact-number.ts';
import { isObject, type Json, own } from '../base/json.ts';
import { selectProperty } from '../catalog/argument.ts';
import { type Logger, silentLogger } from '../base/log.ts';
import type { ToolResult } from '../catalog/tool-result.ts';
import type { Tool } from '../catalog/tool.ts';
import { hasExactNumbers, parseExact } from '../base/exact.ts';
import { explain } from './explain.ts';
import { outputValidatorOf } from './validator.ts';

/** Told where an answer is not as its document says: the first of what is wrong, with its path. */
export const driftMeta = 'routewright/drift';

/**
 * A result that follows the output schema of its tool, as it must (MCP 2026-07-28, Tools, Structured Content): a client
 * that validates would end the call otherwise. What the API answers against its own document is wrapped as
 * `{unexpected, reason}`, which the schema has a place for, and so is a number that parsers would round, as a text.
 * Errors have no structured content. Whatever else changes results comes before this. Drift is a warning in the log.
 */
export async function conformResult(
  tool: Tool,
  result: ToolResult,
  args: unknown,
  logger: Logger = silentLogger,
): Promise<ToolResult> {
  if (tool.outputSchema === undefined || result.isError === true) return result;
  const { value, isRounded } = valueOf(result);
  if (isRounded) {
    const reason = 'It holds numbers that JSON parsers round; they are texts here.';
    return { ...result, structuredContent: { unexpected: value, reason } };
  }
  const validator = await outputValidatorOf(tool);
  const errors = validator.validate(value);
  if (errors.length === 0) return { ...result, structuredContent: value };
  if (own(args, selectProperty) !== undefined) {
    const reason = 'It is what `select` chose of the answer.';
    return { ...result, structuredContent: { unexpected: value, reason } };
  }
  const [problem = 'The answer is not as the document says.'] = explain(validator, errors);
  const reason = problem.replace(/^(?:The arguments)?: /, 'The answer: ');
  logger.warn('the answer is not as the document says', { tool: tool.name, api: tool.api, drift: reason });
  return {
    ...result,
    structuredContent: { unexpected: value, reason },
    _meta: { ...result._meta, [driftMeta]: reason },
  };
}

/** The value of a result: what it has as structure, its one text, or null where it is a file or has no body. */
function valueOf({ content, structuredContent, _meta }: ToolResult): { value: Json; isRounded: boolean } {
  if (structuredContent !== undefined) return { value: structuredContent, isRounded: false };
  const [first] = content;
  const { bytes } = (_meta?.['routewright/http'] ?? {}) as { bytes?: number };
  if (first?.type !== 'text' || bytes === 0) return { value: null, isRounded: false };
  try {
    const isRounded = !hasExactNumbers(first.text);
    if (isRounded) return { value: withTexts(parseExact(first.text)), isRounded };
  } catch {
    // text that is no JSON
  }
  return { value: first.text, isRounded: false };
}

/** Numbers as texts where they are no doubles. */
function withTexts(value: Json): Json {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return value.map(withTexts);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withTexts(member as Json)]));
}
