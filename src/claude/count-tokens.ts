import type { Anthropic } from '@anthropic-ai/sdk';
import { messageOf } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { TurnParams } from './turn.ts';

export interface CountOptions {
  /** Whether the API is asked. Else, and where it does not answer: four characters a token, as a rule of thumb. */
  readonly byApi: boolean;
  /** Of `count_tokens`, which has limits of its own. */
  readonly limiter: RateLimiter;
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** The tokens that a request will read. */
export interface Counted {
  readonly tokens: number;
  readonly isEstimate: boolean;
}

/** Counts a request before it is sent (https://docs.claude.com/en/api/messages-count-tokens). */
export async function countTokens(client: Anthropic, params: TurnParams, options: CountOptions): Promise<Counted> {
  const { model, messages, tools, system } = params;
  if (options.byApi) {
    const { signal, limiter, timeout, logger } = options;
    const slot = await limiter.take({ inputTokens: 0, outputTokens: 0 }, signal);
    try {
      const request = { model, messages, ...(tools ? { tools } : {}), ...(system ? { system } : {}) };
      const counted = await client.messages.countTokens(request, { signal, maxRetries: 2, timeout });
      slot.answered(undefined, true);
      return { tokens: counted.input_tokens, isEstimate: false };
    } catch (error) {
      if (signal.aborted) throw signal.reason as Error;
      slot.answered(undefined, false);
      logger.warn('tokens could not be counted, so they are estimated', { error: messageOf(error) });
    } finally {
      slot.release();
    }
  }
  return { tokens: Math.ceil(JSON.stringify({ messages, tools, system }).length / 4), isEstimate: true };
}
