import type { ContentBlockParam, MessageParam, TextBlockParam, ToolUnion } from '@anthropic-ai/sdk/resources/messages';
import type { ClaudeConfig } from '../base/config/claude-schema.ts';
import { toAnthropic } from '../surface/messages.ts';
import type { Surface } from '../surface/surface.ts';
import type { TurnParams } from './turn.ts';

const ephemeral = { type: 'ephemeral' } as const;

/** What every request begins with, the same to the byte, so that the API's prompt cache holds it. */
export function requestPrefix(
  config: Pick<ClaudeConfig, 'model' | 'maxTokens' | 'system' | 'toolSearch'>,
  surface: Surface,
  instructions: string,
): Omit<TurnParams, 'messages'> {
  const definitions = toAnthropic(surface.tools);
  // What is always listed needs no search: pinned tools, and the one that reads on in results.
  const isListed = surface.tools.map(({ _meta }) => _meta?.['anthropic/alwaysLoad'] === true);
  const tools = (
    config.toolSearch
      ? [
          { type: 'tool_search_tool_bm25_20251119', name: 'tool_search_tool_bm25' },
          ...definitions.map((tool, index) => (isListed[index] ? tool : { ...tool, defer_loading: true })),
        ]
      : definitions
  ) as ToolUnion[];
  const system: TextBlockParam[] = [instructions, config.system ?? '']
    .filter((text) => text.trim() !== '')
    .map((text) => ({ type: 'text', text }));
  // Tools come before the system prompt: one mark behind it holds both.
  if (system.length > 0) system[system.length - 1] = { ...system.at(-1)!, cache_control: ephemeral };
  return { model: config.model, max_tokens: config.maxTokens, ...(tools.length > 0 ? { tools } : {}), system };
}

/**
 * Marks the last two messages of the user: the next request reads all before the last one from the cache, and this one
 * what the request before it has marked. The API looks back 20 blocks from a mark, and many calls at once are more.
 */
export function withCacheMarks(messages: readonly MessageParam[]): MessageParam[] {
  const marked = messages.flatMap(({ role }, index) => (role === 'user' ? [index] : [])).slice(-2);
  return messages.map((message, index) =>
    marked.includes(index) ? { role: 'user', content: withMark(message.content) } : message,
  );
}

function withMark(content: MessageParam['content']): ContentBlockParam[] {
  const blocks = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : [...content];
  blocks[blocks.length - 1] = { ...blocks.at(-1)!, cache_control: ephemeral } as ContentBlockParam;
  return blocks;
}
