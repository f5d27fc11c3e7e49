import type { ToolResultBlockParam, ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import type { CallContext, Content, ToolResult } from '../catalog/tool-result.ts';
import type { Surface, ToolDefinition } from '../surface/surface.ts';

/** A call that the model wants to make. */
export interface WantedCall {
  readonly tool: ToolDefinition;
  readonly args: unknown;
}

export interface ToolRunOptions {
  readonly surface: Surface;
  readonly context: CallContext;
  /** Asked before a call that is not read-only. @default every call is made */
  readonly confirm?: ((call: WantedCall) => Promise<boolean>) | undefined;
  readonly onCall?: ((call: WantedCall) => void) | undefined;
  readonly onResult?: ((call: WantedCall, result: ToolResult) => void) | undefined;
}

/**
 * Makes the calls of one answer: those that only read at once, those that write one after another, in their order. Each
 * call gets its result, also where it is refused or cancelled: the API takes no call without one.
 */
export async function runToolCalls(
  calls: readonly ToolUseBlock[],
  options: ToolRunOptions,
): Promise<ToolResultBlockParam[]> {
  const { surface } = options;
  const tools = new Map(surface.tools.map((tool) => [tool.name, tool]));
  const results = new Map<string, ToolResultBlockParam>();
  const run = async (call: ToolUseBlock): Promise<void> => {
    const tool = tools.get(call.name);
    const result = tool
      ? await runCall({ tool, args: call.input }, options)
      : errorResult(`There is no tool ${call.name}.`);
    results.set(call.id, toResultBlock(call.id, result));
  };
  const isReading = ({ name }: ToolUseBlock): boolean => tools.get(name)?.annotations.readOnlyHint ?? true;
  await Promise.all(calls.filter(isReading).map(run));
  for (const call of calls) if (!isReading(call)) await run(call);
  return calls.map(({ id }) => results.get(id)!);
}

async function runCall(
  call: WantedCall,
  { surface, context, confirm, onCall, onResult }: ToolRunOptions,
): Promise<ToolResult> {
  if (context.signal?.aborted === true) return errorResult('This call was not made: the question was cancelled.');
  if (!call.tool.annotations.readOnlyHint && confirm && !(await confirm(call)))
    return errorResult(
      'The user did not allow this call, so it was not made. Ask before trying anything like it again.',
    );
  onCall?.(call);
  const result = (await surface.call(call.tool.name, call.args, context))!;
  onResult?.(call, result);
  return result;
}

function errorResult(text: string): ToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}

const images = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
type ResultPart = Exclude<NonNullable<ToolResultBlockParam['content']>, string>[number];

function toResultBlock(id: string, { content, isError }: ToolResult): ToolResultBlockParam {
  return {
    type: 'tool_result',
    tool_use_id: id,
    content: content.map(toPart),
    ...(isError === true ? { is_error: true } : {}),
  };
}

/** What the Messages API takes in a result: text, images, PDF; of anything else the model is told what it is. */
function toPart(part: Content): ResultPart {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text === '' ? '(empty)' : part.text };
    case 'image':
    case 'audio': {
      if (!images.has(part.mimeType)) return { type: 'text', text: `[${part.mimeType}, which cannot be shown here]` };
      const mediaType = part.mimeType as 'image/png';
      return { type: 'image', source: { type: 'base64', media_type: mediaType, data: part.data } };
    }
    case 'resource': {
      const { mimeType, blob, uri } = part.resource;
      if (mimeType === 'application/pdf')
        return { type: 'document', source: { type: 'base64', media_type: mimeType, data: blob } };
      return {
        type: 'text',
        text: `[file ${uri.replace('attachment:///', '')}: ${mimeType}, which cannot be shown here]`,
      };
    }
    default:
      return part satisfies never;
  }
}
