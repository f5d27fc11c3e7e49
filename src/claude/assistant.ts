import type { Anthropic } from '@anthropic-ai/sdk';
import type { MessageParam, TextBlockParam, ToolUnion, ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import type { ClaudeConfig } from '../base/config/claude-schema.ts';
import { type Caller, localCaller } from '../base/caller.ts';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { type Logger, silentLogger } from '../base/log.ts';
import type { ToolResult } from '../catalog/tool-result.ts';
import { toAnthropic } from '../surface/messages.ts';
import type { Surface } from '../surface/surface.ts';
import { type Conversation, newConversation, trimMessages } from './conversation.ts';
import { RateLimiter } from './rate-limiter.ts';
import { runToolCalls, type WantedCall } from './tool-call.ts';
import { takeTurn, type TurnParams } from './turn.ts';
import { addUsage, checkBudget, noUsage, totalOf, type Usage } from './usage.ts';

export interface AssistantOptions {
  readonly client: Anthropic;
  readonly config: ClaudeConfig;
  readonly surface: Surface;
  /** What the model is told of the APIs: the gateway's instructions. */
  readonly instructions: string;
  /** @default silent */
  readonly logger?: Logger;
  /** Milliseconds since the epoch. @default the system's clock */
  readonly now?: () => number;
}

export interface AskOptions {
  /** Goes on where this one ended. @default a new one */
  readonly conversation?: Conversation;
  /** @default the one who runs the process */
  readonly caller?: Caller;
  readonly signal?: AbortSignal;
  /** Asked before calls that `claude.confirm` names. Without it such calls are refused. */
  readonly confirm?: (call: WantedCall) => Promise<boolean>;
  readonly onText?: (text: string) => void;
  readonly onCall?: (call: WantedCall) => void;
  readonly onResult?: (call: WantedCall, result: ToolResult) => void;
  /** The place in the queue for the API's rate limits, from 1. */
  readonly onPlace?: (place: number) => void;
  /** The text of this turn comes again: the stream broke, or the API was overloaded. */
  readonly onRetry?: (reason: RoutewrightError) => void;
}

/** What came of a question. */
export interface Answer {
  /** What Claude said after its last tool call; as much as came where it ended early. */
  readonly text: string;
  /** With this question and its answer, ready for the next one. */
  readonly conversation: Conversation;
  /** Of this question. */
  readonly usage: Usage;
  /** Requests to the Messages API that were answered. */
  readonly turns: number;
  /** Why the model ended: `end_turn`, `max_tokens`, `refusal`, …; nothing where it was ended. */
  readonly stopReason: string | undefined;
  /** Why it ended early, where it did. */
  readonly error: RoutewrightError | undefined;
}

/** Claude with the tools of a gateway. */
export interface Assistant {
  /** Never throws: what goes wrong is the answer's `error`, beside what was said until then. */
  ask: (question: string, options?: AskOptions) => Promise<Answer>;
}

/**
 * Answers questions through the Messages API, with the tools of a gateway. Rate limits, budgets and the day's use are
 * shared by all questions that it is asked, which may be many at once.
 */
export function createAssistant(options: AssistantOptions): Assistant {
  const { config, surface, logger = silentLogger, now = Date.now } = options;
  const limiter = new RateLimiter({ concurrency: config.concurrency, now });
  const prefix = requestPrefix(options);
  const today = { day: '', tokens: 0 };
  const spentToday = (): number => {
    const day = new Date(now()).toISOString().slice(0, 10);
    if (today.day !== day) Object.assign(today, { day, tokens: 0 });
    return today.tokens;
  };

  const ask = async (question: string, asked: AskOptions): Promise<Answer> => {
    const { conversation = newConversation(), caller = localCaller } = asked;
    const total = new AbortController();
    const timer = setTimeout(() => total.abort(outOfTime(config.timeouts.total)), config.timeouts.total);
    const deadline = performance.now() + config.timeouts.total;
    const cancelled = new AbortController();
    const cancel = (): void => cancelled.abort(new RoutewrightError('CLAUDE_CANCELLED', 'The question was cancelled'));
    if (asked.signal?.aborted === true) cancel();
    asked.signal?.addEventListener('abort', cancel, { once: true });
    const signal = AbortSignal.any([total.signal, cancelled.signal]);

    let messages: MessageParam[] = [...conversation.messages, { role: 'user', content: question }];
    let usage = noUsage;
    let turns = 0;
    const answer = (text: string, stopReason: string | undefined, error?: RoutewrightError): Answer => ({
      text,
      conversation: { ...conversation, messages, usage: addUsage(conversation.usage, usage) },
      usage,
      turns,
      stopReason,
      error,
    });
    try {
      for (;;) {
        messages = [...trimMessages(messages, config.conversationBytes)];
        const params = { ...prefix, messages: withCachePoint(messages) };
        const inputTokens = await countTokens(options, params, signal);
        checkBudget(
          config.budget,
          {
            question: totalOf(usage),
            conversation: totalOf(conversation.usage) + totalOf(usage),
            day: spentToday(),
          },
          inputTokens,
        );
        const turn = await takeTurn(options.client, params, {
          timeouts: config.timeouts,
          limiter,
          need: { inputTokens, outputTokens: Math.min(config.maxTokens, 1_024) },
          signal,
          deadline,
          onText: asked.onText,
          onPlace: asked.onPlace,
          onRetry: (reason) => {
            logger.warn('asking Claude again', { code: reason.code, reason: reason.message });
            asked.onRetry?.(reason);
          },
        });
        if ('error' in turn) return answer(turn.partial, undefined, turn.error);
        const { message } = turn;
        turns++;
        const used = usageOf(message.usage);
        usage = addUsage(usage, used);
        today.tokens = spentToday() + totalOf(used);
        logger.info('claude answered', { model: message.model, stop: message.stop_reason, ...used });
        messages = [...messages, { role: 'assistant', content: message.content as MessageParam['content'] }];
        const calls = message.content.filter((block): block is ToolUseBlock => block.type === 'tool_use');
        const text = message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
        // A long turn that the API paused goes on when it is sent back as it is.
        if (message.stop_reason === 'pause_turn' && turns < config.maxTurns) continue;
        if (calls.length === 0) return answer(text, message.stop_reason ?? undefined);
        const results = await runToolCalls(calls, {
          surface,
          context: { signal, caller, door: 'claude' },
          confirm: confirmation(config, asked),
          onCall: asked.onCall,
          onResult: asked.onResult,
        });
        messages = [...messages, { role: 'user', content: results }];
        if (turns >= config.maxTurns) return answer(text, undefined, tooManyTurns(config.maxTurns));
        if (signal.aborted) return answer(text, undefined, signal.reason as RoutewrightError);
      }
    } catch (error) {
      return answer(
        '',
        undefined,
        error instanceof RoutewrightError
          ? error
          : new RoutewrightError('INTERNAL', messageOf(error), { cause: error }),
      );
    } finally {
      clearTimeout(timer);
      asked.signal?.removeEventListener('abort', cancel);
    }
  };
  return { ask: (question, asked = {}) => ask(question, asked) };
}

/** What every request begins with, the same to the byte, so that the API's prompt cache holds it. */
function requestPrefix({ config, surface, instructions }: AssistantOptions): Omit<TurnParams, 'messages'> {
  const definitions = toAnthropic(surface.tools) as ToolUnion[];
  const tools: ToolUnion[] = config.toolSearch
    ? [
        { type: 'tool_search_tool_bm25_20251119', name: 'tool_search_tool_bm25' },
        ...definitions.map((tool) => ({ ...tool, defer_loading: true }) as ToolUnion),
      ]
    : definitions;
  const system: TextBlockParam[] = [instructions, config.system ?? '']
    .filter((text) => text !== '')
    .map((text) => ({ type: 'text', text }));
  // Tools come before the system prompt: one mark behind it holds both.
  if (system.length > 0) system[system.length - 1] = { ...system.at(-1)!, cache_control: { type: 'ephemeral' } };
  return { model: config.model, max_tokens: config.maxTokens, ...(tools.length > 0 ? { tools } : {}), system };
}

/** Marks the last message, so that the next turn reads all before it from the cache. */
function withCachePoint(messages: readonly MessageParam[]): MessageParam[] {
  const last = messages.at(-1)!;
  if (last.role !== 'user') return [...messages];
  const blocks = typeof last.content === 'string' ? [{ type: 'text' as const, text: last.content }] : [...last.content];
  blocks[blocks.length - 1] = { ...blocks.at(-1)!, cache_control: { type: 'ephemeral' } } as (typeof blocks)[number];
  return [...messages.slice(0, -1), { role: 'user', content: blocks }];
}

/** By the API where a budget depends on it, else as a rule of thumb: four characters a token. */
async function countTokens(
  { client, config, logger = silentLogger }: AssistantOptions,
  params: TurnParams,
  signal: AbortSignal,
): Promise<number> {
  const { model, messages, tools, system } = params;
  const { question, conversation, day } = config.budget;
  if (question !== undefined || conversation !== undefined || day !== undefined) {
    try {
      const request = { model, messages, ...(tools ? { tools } : {}), ...(system ? { system } : {}) };
      const counted = await client.messages.countTokens(request, {
        signal,
        maxRetries: 1,
        timeout: config.timeouts.connect,
      });
      return counted.input_tokens;
    } catch (error) {
      if (signal.aborted) throw signal.reason as Error;
      logger.warn('tokens could not be counted, so they are estimated', { error: messageOf(error) });
    }
  }
  return Math.ceil(JSON.stringify({ messages, tools, system }).length / 4);
}

/** Whether a call must be allowed first, and by whom. */
function confirmation(
  { confirm: rule }: ClaudeConfig,
  { confirm }: AskOptions,
): ((call: WantedCall) => Promise<boolean>) | undefined {
  if (rule === 'never') return undefined;
  return async (call) => {
    if (rule === 'destructive' && !call.tool.annotations.destructiveHint) return true;
    return confirm ? confirm(call) : false;
  };
}

function usageOf(usage: Anthropic.Usage): Usage {
  return {
    input: usage.input_tokens,
    output: usage.output_tokens,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheWrite: usage.cache_creation_input_tokens ?? 0,
  };
}

function outOfTime(milliseconds: number): RoutewrightError {
  return new RoutewrightError('CLAUDE_TIMEOUT', `The question was not answered within ${milliseconds / 1000} s`, {
    hint: 'Raise `claude.timeouts.total`, or ask for less.',
  });
}

function tooManyTurns(turns: number): RoutewrightError {
  return new RoutewrightError('CLAUDE_TURNS', `Claude still wanted to call tools after ${turns} turns`, {
    hint: 'Ask it to go on, ask for less at once, or raise `claude.maxTurns`.',
  });
}
