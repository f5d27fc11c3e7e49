import { randomUUID } from 'node:crypto';
import type { MessageParam } from '@anthropic-ai/sdk/resources/messages';
import type { Store } from '../base/store.ts';
import { RoutewrightError } from '../base/errors.ts';
import { noUsage, type Usage } from './usage.ts';

/** What was said so far. Plain data: it can be kept anywhere and go on in another process. */
export interface Conversation {
  readonly id: string;
  readonly messages: readonly MessageParam[];
  readonly usage: Usage;
}

export function newConversation(id: string = randomUUID()): Conversation {
  return { id, messages: [], usage: noUsage };
}

/** Milliseconds that a conversation is kept after its last turn, where nothing else is said: 30 days. */
const lifetime = 30 * 24 * 3_600_000;

const keyOf = (id: string): string => `conversation:${id}`;

export async function saveConversation(store: Store, conversation: Conversation, ttl = lifetime): Promise<void> {
  await store.set(keyOf(conversation.id), JSON.stringify(conversation), ttl);
}

/** @throws {RoutewrightError} CONVERSATION_UNKNOWN */
export async function loadConversation(store: Store, id: string): Promise<Conversation> {
  const text = await store.get(keyOf(id));
  if (text !== undefined) return JSON.parse(text) as Conversation;
  throw new RoutewrightError('CONVERSATION_UNKNOWN', `There is no conversation ${id}`, {
    hint: 'It has expired, or is kept in another store; begin a new one.',
  });
}

/**
 * The messages within a size: whole exchanges go from the front, each a question with all that followed from it, so a
 * tool call never loses its result. Where the last exchange alone is too large its older results are emptied.
 *
 * @param most - characters of the messages as JSON
 */
export function trimMessages(messages: readonly MessageParam[], most: number): readonly MessageParam[] {
  let kept = messages;
  while (sizeOf(kept) > most) {
    const next = kept.findIndex((message, index) => index > 0 && isQuestion(message));
    if (next < 0) return emptyResults(kept, most);
    kept = kept.slice(next);
  }
  return kept;
}

function emptyResults(messages: readonly MessageParam[], most: number): readonly MessageParam[] {
  const emptied = [...messages];
  // The newest results are what the model is working with.
  for (let index = 0; index < emptied.length - 1 && sizeOf(emptied) > most; index++) {
    const message = emptied[index]!;
    if (message.role !== 'user' || typeof message.content === 'string') continue;
    emptied[index] = {
      role: 'user',
      content: message.content.map((block) =>
        block.type === 'tool_result' ? { ...block, content: 'This result was removed to make room.' } : block,
      ),
    };
  }
  return emptied;
}

/** What a person said, and not the results of tools. */
function isQuestion({ role, content }: MessageParam): boolean {
  return role === 'user' && (typeof content === 'string' || !content.some(({ type }) => type === 'tool_result'));
}

function sizeOf(messages: readonly MessageParam[]): number {
  return JSON.stringify(messages).length;
}
