import type { Anthropic } from '@anthropic-ai/sdk';
import type { ClaudeConfig } from '../base/config/claude-schema.ts';
import type { Caller } from '../base/caller.ts';
import type { RoutewrightError } from '../base/errors.ts';
import { type Logger, silentLogger } from '../base/log.ts';
import { MemoryStore, type Store } from '../base/store.ts';
import type { ToolResult } from '../catalog/tool-result.ts';
import type { Surface } from '../surface/surface.ts';
import type { Connector } from './connector.ts';
import type { Conversation } from './conversation.ts';
import type { Counted } from './count-tokens.ts';
import { DayBudget } from './day-budget.ts';
import { warnOfModel } from './model.ts';
import { answerQuestion } from './question.ts';
import { RateLimiter } from './rate-limiter.ts';
import { requestPrefix } from './request.ts';
import type { WantedCall } from './tool-call.ts';
import type { Usage } from './usage.ts';

export interface AssistantOptions {
  readonly client: Anthropic;
  readonly config: ClaudeConfig;
  /** Read anew for each question. */
  readonly surface: Surface;
  /** What the model is told of the APIs: the gateway's instructions. Read anew for each question. */
  readonly instructions: string;
  /** Has the API call the tools of MCP servers by itself ({@link connectTo}). @default none */
  readonly connector?: Connector;
  /** Where the tokens of the day are counted: the gateway's. @default memory of this process */
  readonly store?: Store;
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
  /**
   * Keeps the conversation each time it has grown: before calls are made, after them, and at the end. Where a process
   * dies in between another one goes on from there, and the model learns that the end of its calls is unknown.
   */
  readonly save?: (conversation: Conversation) => Promise<void>;
  readonly onText?: (text: string) => void;
  readonly onCall?: (call: WantedCall) => void;
  readonly onResult?: (call: WantedCall, result: ToolResult) => void;
  /** The place in the queue for the API's rate limits, from 1. */
  readonly onPlace?: (place: number) => void;
  /** The text of this turn comes again: the stream broke, or the API was overloaded. */
  readonly onRetry?: (reason: RoutewrightError) => void;
  /** What works now and soon may not: a deprecated model. Also in the log. */
  readonly onWarning?: (warning: string) => void;
}

/** One request to the Messages API that was answered. */
export interface TurnReport {
  /** Which answered. */
  readonly model: string;
  /** Tokens of the request, counted before it was sent. */
  readonly counted: Counted;
  readonly usage: Usage;
  /** Names of the tools that it called. */
  readonly calls: readonly string[];
}

/** What came of a question. */
export interface Answer {
  /** What Claude said after its last tool call; as much as came where it ended early. */
  readonly text: string;
  /** With this question and its answer, ready for the next one. */
  readonly conversation: Conversation;
  /** Of this question. */
  readonly usage: Usage;
  readonly turns: readonly TurnReport[];
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
 *
 * @example
 * ```ts
 * const assistant = createAssistant({
 *   client: await createClient(config.claude),
 *   config: config.claude,
 *   surface: gateway.surface,
 *   instructions: 'A bookshop.',
 *   store: gateway.store,
 * });
 * const { text, conversation } = await assistant.ask('Which books cost less than ten euros?');
 * ```
 */
export function createAssistant(options: AssistantOptions): Assistant {
  const { client, config, logger = silentLogger, now = Date.now } = options;
  const world = {
    client,
    config,
    connector: options.connector,
    logger,
    limiter: new RateLimiter({ concurrency: config.concurrency, now }),
    countLimiter: new RateLimiter({ concurrency: config.concurrency, now }),
    day: new DayBudget(config.budget.day, options.store ?? new MemoryStore(), now),
  };
  let isModelKnown = false;
  const lookAtModel = async ({ onWarning }: AskOptions, signal: AbortSignal): Promise<void> => {
    if (isModelKnown) return;
    isModelKnown = true;
    const warning = await warnOfModel(client, config.model, signal);
    if (warning === undefined) return;
    logger.warn(warning);
    onWarning?.(warning);
  };
  return {
    ask: async (question, asked = {}) => {
      const ended = new AbortController();
      // Beside the question, which does not wait for it.
      void lookAtModel(asked, ended.signal);
      const { surface } = options;
      const prefix = requestPrefix(config, surface, options.instructions);
      return answerQuestion({ ...world, surface, prefix }, question, asked).finally(() => ended.abort());
    },
  };
}
