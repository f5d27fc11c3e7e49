import { messageOf } from '../base/errors.ts';
import { parseExact } from '../base/exact.ts';
import { isObject } from '../base/json.ts';
import { nearest } from '../base/nearest.ts';
import { type CallContext, type Content, failureResult, type ToolResult } from '../catalog/tool-result.ts';
import type { Surface } from './surface.ts';

/** A call as the model of any vendor asks for it. */
export interface ForeignCall {
  readonly name: string;
  /** JSON as a text (Chat Completions, Responses), or parsed (Messages API, Gemini). Nothing where there are none. */
  readonly arguments?: unknown;
}

/** What such a model is answered. */
export interface CalledTool {
  /** The whole result for a model that reads text alone: of what is no text it says what it is. */
  readonly text: string;
  readonly isError: boolean;
  /** Text, images and files one by one, for a model that takes them. */
  readonly content: readonly Content[];
}

/**
 * Runs what a model of any vendor asks for, by the tools that `routewright export` or {@link Surface.tools} gave it. What
 * the model can mend (an unknown tool, arguments that are no JSON or do not fit) is an answer for it, with `isError`.
 *
 * @example
 * ```ts
 * for (const call of message.tool_calls ?? []) {
 *   const { text } = await callTool(gateway.surface, call.function);
 *   messages.push({ role: 'tool', tool_call_id: call.id, content: text });
 * }
 * ```
 */
export async function callTool(
  surface: Pick<Surface, 'tools' | 'call'>,
  call: ForeignCall,
  context: CallContext = {},
): Promise<CalledTool> {
  // Some models write the namespace that they were shown the tools under.
  const name = call.name.replace(/^functions\./, '');
  const { content, isError = false } = await run(surface, name, call.arguments, context);
  return { text: content.map(tell).join('\n'), isError, content };
}

async function run(
  { tools, call }: Pick<Surface, 'tools' | 'call'>,
  name: string,
  written: unknown,
  context: CallContext,
): Promise<ToolResult> {
  const args = parse(written);
  if ('fault' in args)
    return failureResult('ARGUMENTS_INVALID', `The arguments of ${name} are no JSON object: ${args.fault}`, undefined);
  const result = await call(name, args.value, context);
  if (result) return result;
  const names = tools.map((tool) => tool.name);
  const guess = nearest(name, names);
  const hint = guess === undefined ? `There are: ${names.slice(0, 50).join(', ')}` : `Did you mean ${guess}?`;
  return failureResult('TOOL_UNKNOWN', `There is no tool ${name}`, hint);
}

function parse(written: unknown): { readonly value: unknown } | { readonly fault: string } {
  if (written === undefined || written === null || written === '') return { value: {} };
  if (typeof written !== 'string') return { value: written };
  try {
    const value: unknown = parseExact(written);
    return isObject(value) ? { value } : { fault: 'it is something else' };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}

function tell(part: Content): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'image':
    case 'audio':
      return `[${part.mimeType}, ${part.data.length} characters of base64]`;
    case 'resource':
      return `[file ${part.resource.uri.replace('attachment:///', '')}, ${part.resource.mimeType}]`;
    default:
      return part satisfies never;
  }
}
