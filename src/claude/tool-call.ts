import type { ToolResultBlockParam, ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import { messageOf } from '../base/errors.ts';
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
 * Makes the calls of one answer in their order: those that only read at once with their neighbours, those that write
 * one after another. Each call gets its result, also where it is refused, cancelled or breaks: the API takes no call
 * without one.
 */
export async function runToolCalls(
  calls: readonly ToolUseBlock[],
  options: ToolRunOptions,
): Promise<ToolResultBlockParam[]> {
  const tools = new Map(options.surface.tools.map((tool) => [tool.name, tool]));
  const isReading = ({ name }: ToolUseBlock): boolean => tools.get(name)?.annotations.readOnlyHint ?? true;
  const run = async ({ id, name, input }: ToolUseBlock): Promise<ToolResultBlockParam> => {
    const tool = tools.get(name);
    if (!tool) return toResultBlock(id, errorResult(`There is no tool ${name}.`));
    const result = await runCall({ tool, args: input }, options).catch((error: unknown) =>
      errorResult(`The call broke off: ${messageOf(error)}`),
    );
    return toResultBlock(id, result);
  };
  const results: ToolResultBlockParam[] = [];
  for (let begin = 0; begin < calls.length; begin = results.length) {
    const writing = calls.findIndex((call, index) => index >= begin && !isReading(call));
    const end = writing === begin ? begin + 1 : writing < 0 ? calls.length : writing;
    results.push(...(await Promise.all(calls.slice(begin, end).map(run))));
  }
  return results;
}

/** Results of calls that are not made, so that the conversation can go on. */
export function refuseToolCalls(calls: readonly ToolUseBlock[], why: string): ToolResultBlockParam[] {
  return calls.map(({ id }) => toResultBlock(id, errorResult(why)));
}

async function runCall(
  call: WantedCall,
  { surface, context, confirm, onCall, onResult }: ToolRunOptions,
): Promise<ToolResult> {
  const isAllowed =
    call.tool.annotations.readOnlyHint || !confirm || (await beforeAbort(confirm(call), context.signal));
  if (context.signal?.aborted === true) return errorResult('This call was not made: the question was cancelled.');
  if (!isAllowed)
    return errorResult(
      'The user did not allow this call, so it was not made. Ask before trying anything like it again.',
    );
  onCall?.(call);
  const result = (await surface.call(call.tool.name, call.args, context))!;
  onResult?.(call, result);
  return result;
}

/** What a person says, as long as there is somebody to say it to. */
async function beforeAbort(reply: Promise<boolean>, signal: AbortSignal | undefined): Promise<boolean> {
  if (!signal) return reply;
  let abort!: () => void;
  const aborted = new Promise<boolean>((resolve) => (abort = () => resolve(false)));
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  return Promise.race([reply, aborted]).finally(() => signal.removeEventListener('abort', abort));
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
      return { type: 'text', text: part.text.trim() === '' ? '(empty)' : part.text };
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
