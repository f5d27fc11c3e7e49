import type { Anthropic } from '@anthropic-ai/sdk';
import type { ContentBlock, ContentBlockParam, MessageParam, ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import { localCaller } from '../base/caller.ts';
import type { ClaudeConfig } from '../base/config/claude-schema.ts';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { Surface } from '../surface/surface.ts';
import type { Answer, AskOptions, TurnReport } from './assistant.ts';
import { type Connector, tellConnectedCalls } from './connector.ts';
import { addQuestion, type Conversation, newConversation } from './conversation.ts';
import { countTokens } from './count-tokens.ts';
import type { DayBudget } from './day-budget.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { withCacheMarks } from './request.ts';
import { refuseToolCalls, runToolCalls, type WantedCall } from './tool-call.ts';
import { trimMessages } from './trim.ts';
import { takeTurn, type TurnParams } from './turn.ts';
import { addUsage, checkBudget, noUsage, totalOf, type Usage } from './usage.ts';

/** What all questions share. */
export interface QuestionWorld {
  readonly client: Anthropic;
  readonly config: ClaudeConfig;
  readonly surface: Surface;
  readonly connector?: Connector | undefined;
  readonly logger: Logger;
  readonly prefix: Omit<TurnParams, 'messages'>;
  readonly limiter: RateLimiter;
  readonly countLimiter: RateLimiter;
  readonly day: DayBudget;
}

/** Turn after turn until Claude has no more calls to make, or something ends it. Never throws. */
export async function answerQuestion(world: QuestionWorld, question: string, asked: AskOptions): Promise<Answer> {
  const { client, config, surface, logger, limiter, day } = world;
  const { conversation: before = newConversation(), caller = localCaller } = asked;
  const time = limitTime(config.timeouts.total, asked.signal);
  const { signal } = time;

  let messages = addQuestion(before.messages, question);
  let usage = noUsage;
  let said = '';
  /** Tokens that the next request finds in the prompt cache, where it is not late. */
  let cached = 0;
  const turns: TurnReport[] = [];
  const conversation = (): Conversation => ({ ...before, messages, usage: addUsage(before.usage, usage) });
  const grow = async (message: MessageParam): Promise<void> => {
    messages = [...messages, message];
    await asked.save?.(conversation());
  };

  const run = async (): Promise<Pick<Answer, 'stopReason' | 'error'>> => {
    for (;;) {
      messages = [...trimMessages(messages, config.conversationBytes)];
      const params = { ...world.prefix, messages: withCacheMarks(messages) };
      const counted = await countTokens(client, params, {
        byApi: config.countTokens === 'always' || Object.values(config.budget).some((limit) => limit !== undefined),
        limiter: world.countLimiter,
        timeout: config.timeouts.connect,
        signal,
        logger,
      });
      const spent = totalOf(usage);
      checkBudget(config.budget, { question: spent, conversation: totalOf(before.usage) + spent }, counted.tokens);
      const settle = await day.reserve(counted.tokens);
      const turn = await takeTurn(client, params, {
        timeouts: config.timeouts,
        limiter,
        connector: world.connector,
        // What is read from the cache does not count for the API's limits.
        need: {
          inputTokens: Math.max(0, counted.tokens - cached),
          outputTokens: Math.min(config.maxTokens, 1_024),
        },
        signal,
        deadline: time.deadline,
        onText: asked.onText,
        onPlace: asked.onPlace,
        onRetry: (reason) => {
          logger.warn('asking Claude again', { code: reason.code, reason: reason.message });
          asked.onRetry?.(reason);
        },
      });
      if ('error' in turn) {
        said = turn.partial;
        if (said.trim() !== '') await grow({ role: 'assistant', content: said });
        await settle(0);
        return { stopReason: undefined, error: turn.error };
      }
      const { model, content, stop_reason: stopReason, usage: told } = turn.message;
      const used = usageOf(told);
      const calls = content.filter((block): block is ToolUseBlock => block.type === 'tool_use');
      const elsewhere = world.connector ? tellConnectedCalls(content, asked) : [];
      turns.push({ model, counted, usage: used, calls: [...elsewhere, ...calls.map(({ name }) => name)] });
      usage = addUsage(usage, used);
      cached = used.cacheRead + used.cacheWrite;
      said = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
      logger.info('claude answered', { model, stop: stopReason, ...used });
      const kept = content.filter(isKept);
      if (kept.length > 0) await grow({ role: 'assistant', content: kept as ContentBlockParam[] });
      await settle(totalOf(used));
      // A long turn that the API paused goes on when it is sent back as it is.
      const isPaused = stopReason === 'pause_turn';
      if (calls.length === 0 && !isPaused) return { stopReason: stopReason ?? undefined, error: undefined };
      if (calls.length > 0) {
        // An answer that was cut off may end in the middle of the arguments of a call.
        const isWhole = stopReason === 'tool_use' || isPaused;
        const results = isWhole
          ? await runToolCalls(calls, {
              surface,
              context: { signal, caller, door: 'claude' },
              confirm: confirmation(config, asked),
              onCall: asked.onCall,
              onResult: asked.onResult,
            })
          : refuseToolCalls(calls, cutOff(stopReason, config.maxTokens));
        await grow({ role: 'user', content: results });
        if (!isWhole && stopReason !== 'max_tokens') return { stopReason: stopReason ?? undefined, error: undefined };
      }
      if (signal.aborted) throw signal.reason as Error;
      if (turns.length >= config.maxTurns) throw tooManyTurns(config.maxTurns);
    }
  };
  const end = await run().catch((error: unknown) => ({
    stopReason: undefined,
    error:
      error instanceof RoutewrightError ? error : new RoutewrightError('INTERNAL', messageOf(error), { cause: error }),
  }));
  time.stop();
  return { text: said, conversation: conversation(), usage, turns, ...end };
}

/** Ends when the time is over or the one who asked has cancelled; the reason says which. */
function limitTime(
  milliseconds: number,
  asked: AbortSignal | undefined,
): { readonly signal: AbortSignal; readonly deadline: number; readonly stop: () => void } {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(outOfTime(milliseconds)), milliseconds);
  const cancel = (): void => end.abort(new RoutewrightError('CLAUDE_CANCELLED', 'The question was cancelled'));
  if (asked?.aborted === true) cancel();
  asked?.addEventListener('abort', cancel, { once: true });
  return {
    signal: end.signal,
    deadline: performance.now() + milliseconds,
    stop: () => {
      clearTimeout(timer);
      asked?.removeEventListener('abort', cancel);
    },
  };
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

/** The API gives blank texts now and then, and does not take them back. */
function isKept(block: ContentBlock): boolean {
  return block.type !== 'text' || block.text.trim() !== '';
}

function usageOf(usage: Anthropic.Usage): Usage {
  return {
    input: usage.input_tokens,
    output: usage.output_tokens,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheWrite: usage.cache_creation_input_tokens ?? 0,
  };
}

function cutOff(stopReason: string | null, maxTokens: number): string {
  return stopReason === 'max_tokens'
    ? `This call was not made: the answer reached its limit of ${maxTokens} tokens before it was whole. Make a shorter one.`
    : `This call was not made: the answer ended before it was whole (${stopReason ?? 'no reason was given'}).`;
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
