import { randomUUID } from 'node:crypto';
import type { MessageParam, ToolResultBlockParam } from '@anthropic-ai/sdk/resources/messages';
import * as z from 'zod';
import type { Store } from '../base/store.ts';
import { RoutewrightError } from '../base/errors.ts';
import { noUsage, type Usage } from './usage.ts';

/** What was said so far. Plain data: it can be kept anywhere and go on in another process. */
export interface Conversation {
  readonly id: string;
  readonly messages: readonly MessageParam[];
  readonly usage: Usage;
}

const tokens = z.number().min(0);
const conversationSchema = z.object({
  id: z.string(),
  messages: z.array(
    z.object({
      role: z.enum(['user', 'assistant']),
      content: z.union([z.string(), z.array(z.looseObject({ type: z.string() })).min(1)]),
    }),
  ),
  usage: z.object({ input: tokens, output: tokens, cacheRead: tokens, cacheWrite: tokens }),
});

export function newConversation(id: string = randomUUID()): Conversation {
  return { id, messages: [], usage: noUsage };
}

/**
 * A conversation from its JSON text.
 *
 * @throws {RoutewrightError} CONVERSATION_BROKEN
 */
export function parseConversation(text: string, where: string): Conversation {
  try {
    return conversationSchema.parse(JSON.parse(text)) as Conversation;
  } catch (cause) {
    throw new RoutewrightError('CONVERSATION_BROKEN', `${where} does not hold a conversation`, {
      hint: 'Begin a new one; what a conversation looks like is told by `Conversation` of routewright/claude.',
      cause,
    });
  }
}

/** Milliseconds that a conversation is kept after its last turn, where nothing else is said: 30 days. */
const lifetime = 30 * 24 * 3_600_000;

const keyOf = (id: string): string => `conversation:${id}`;

export async function saveConversation(store: Store, conversation: Conversation, ttl = lifetime): Promise<void> {
  await store.set(keyOf(conversation.id), JSON.stringify(conversation), ttl);
}

/** @throws {RoutewrightError} CONVERSATION_UNKNOWN, CONVERSATION_BROKEN */
export async function loadConversation(store: Store, id: string): Promise<Conversation> {
  const text = await store.get(keyOf(id));
  if (text !== undefined) return parseConversation(text, `What the store has under ${id}`);
  throw new RoutewrightError('CONVERSATION_UNKNOWN', `There is no conversation ${id}`, {
    hint: 'It has expired, or is kept in another store; begin a new one.',
  });
}

const unknownEnd =
  'Nobody knows whether this call was made: the process ended before its result was noted. Look before making it again.';

/** The messages with a question at their end. Calls that were left without a result, by a process that died, get one. */
export function addQuestion(messages: readonly MessageParam[], question: string): MessageParam[] {
  const last = messages.at(-1);
  const blocks = last?.role === 'assistant' && typeof last.content !== 'string' ? last.content : [];
  const results = blocks.flatMap((block): ToolResultBlockParam[] =>
    block.type === 'tool_use'
      ? [{ type: 'tool_result', tool_use_id: block.id, content: unknownEnd, is_error: true }]
      : [],
  );
  const content = results.length === 0 ? question : [...results, { type: 'text' as const, text: question }];
  return [...messages, { role: 'user', content }];
}
