import type { ContentBlockParam, MessageParam } from '@anthropic-ai/sdk/resources/messages';

const removed = 'This result was removed to make room.';

/**
 * The messages within a size: whole exchanges go from the front, each a question with all that followed from it, so a
 * tool call never loses its result. Where the last exchange alone is too large its results are emptied, the oldest
 * first.
 *
 * What is cut is cut to three quarters of the size, so that the next turns find what is left in the prompt cache.
 *
 * @param most - characters of the messages as JSON
 */
export function trimMessages(messages: readonly MessageParam[], most: number): readonly MessageParam[] {
  if (sizeOf(messages) <= most) return messages;
  const wanted = Math.floor(most * 0.75);
  let kept = messages;
  while (sizeOf(kept) > wanted) {
    const next = kept.findIndex((message, index) => index > 0 && isQuestion(message));
    if (next < 0) return emptyResults(kept, wanted);
    kept = kept.slice(next);
  }
  return kept;
}

function emptyResults(messages: readonly MessageParam[], wanted: number): readonly MessageParam[] {
  let size = sizeOf(messages);
  const empty = (block: ContentBlockParam): ContentBlockParam => {
    if (size <= wanted || block.type !== 'tool_result') return block;
    const emptied = { ...block, content: removed };
    const saved = sizeOf(block) - sizeOf(emptied);
    if (saved <= 0) return block;
    size -= saved;
    return emptied;
  };
  return messages.map((message) =>
    message.role === 'user' && typeof message.content !== 'string'
      ? { role: 'user', content: message.content.map(empty) }
      : message,
  );
}

/** What a person said, and not the results of tools. */
function isQuestion({ role, content }: MessageParam): boolean {
  return role === 'user' && (typeof content === 'string' || !content.some(({ type }) => type === 'tool_result'));
}

function sizeOf(value: object): number {
  return JSON.stringify(value).length;
}
