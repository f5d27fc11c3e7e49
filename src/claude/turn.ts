import type { Anthropic, APIError } from '@anthropic-ai/sdk';
import type { Message } from '@anthropic-ai/sdk/resources/messages';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { explainFailure, type Failure } from './failure.ts';
import { type Connector, streamConnected } from './connector.ts';
import type { Need, RateLimiter, Slot } from './rate-limiter.ts';

/** A request, as the SDK streams it. */
export type TurnParams = Parameters<Anthropic['messages']['stream']>[0];

/** Milliseconds. */
interface Timeouts {
  /** Until the API answers at all. */
  readonly connect: number;
  /** From there to the first word. */
  readonly firstToken: number;
  /** Between two events of the stream. */
  readonly silence: number;
}

export interface TurnOptions {
  readonly timeouts: Timeouts;
  readonly limiter: RateLimiter;
  readonly need: Need;
  /** Has the API call the tools of MCP servers. @default none */
  readonly connector?: Connector | undefined;
  /** The question as a whole: cancelled, or out of time. Its reason is a {@link RoutewrightError}. */
  readonly signal: AbortSignal;
  /** When the question is out of time, in ms of `performance.now()`. */
  readonly deadline: number;
  readonly onText?: ((text: string) => void) | undefined;
  /** The place in the queue for the API's limits, from 1. */
  readonly onPlace?: ((place: number) => void) | undefined;
  /** What was said of this turn so far does not count: it is asked for again. */
  readonly onRetry?: ((reason: RoutewrightError) => void) | undefined;
}

/** A whole answer, or as much of it as came and why no more did. */
export type Turn = { readonly message: Message } | { readonly partial: string; readonly error: RoutewrightError };

/** Of faults, which take about half a minute then. Refusals for a limit are waited out as long as there is time. */
const mostFaults = 8;

/**
 * One request to the Messages API, streamed. 429, 529, other 5xx and broken streams are tried again while there is
 * time; no tool has been called by then, so nothing happens twice.
 */
export async function takeTurn(client: Anthropic, params: TurnParams, options: TurnOptions): Promise<Turn> {
  const { limiter, need, signal, deadline, onPlace, onRetry } = options;
  const failed = { limit: 0, fault: 0 };
  let partial = '';
  for (let isRetry = false; ; isRetry = true) {
    let result: Awaited<ReturnType<typeof attemptTurn>>;
    try {
      const slot = await limiter.take(need, signal, { onPlace, isRetry });
      result = await attemptTurn(client, params, slot, options).finally(slot.release);
    } catch (error) {
      return { partial, error: asError(error) };
    }
    if ('message' in result) return result;
    const { error, retry } = result;
    partial = result.partial;
    if (retry === 'never') return { partial, error };
    failed[retry]++;
    const wait = result.wait ?? backoff(failed[retry]);
    if (failed.fault === mostFaults || performance.now() + wait >= deadline) return { partial, error };
    onRetry?.(error);
    // What the API asks to wait counts for every request, not for this one alone.
    if (result.wait !== undefined || retry === 'limit') limiter.pause(wait);
    else if (await interrupted(wait, signal)) return { partial, error: asError(signal.reason) };
  }
}

async function attemptTurn(
  client: Anthropic,
  params: TurnParams,
  slot: Slot,
  { timeouts, signal, onText, connector }: TurnOptions,
): Promise<{ readonly message: Message } | (Failure & { readonly partial: string })> {
  const watch = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expect = (what: keyof Timeouts): void => {
    clearTimeout(timer);
    timer = setTimeout(() => watch.abort(timeoutError(what, timeouts[what])), timeouts[what]);
  };
  const ended = AbortSignal.any([signal, watch.signal]);
  let partial = '';
  let isAnswered = false;
  expect('connect');
  const settings = { signal: ended, maxRetries: 0, timeout: 2 ** 31 - 1 };
  const stream = connector
    ? streamConnected(client, params, connector, settings)
    : client.messages.stream(params, settings);
  // A failure is taken below; without a listener it would be told as unhandled as well.
  stream.on('error', () => undefined).on('abort', () => undefined);
  stream.on('text', (text) => {
    partial += text;
    onText?.(text);
  });
  try {
    const { response } = await stream.withResponse();
    slot.answered(response.headers, true);
    isAnswered = true;
    expect('firstToken');
    for await (const { type } of stream) if (type !== 'message_start') expect('silence');
    const message = await stream.finalMessage();
    // A proxy may end a stream that broke behind it as if it were whole.
    if (message.stop_reason === null) throw new Error('the stream ended in the middle');
    return { message };
  } catch (error) {
    const fault: unknown = ended.aborted ? ended.reason : error;
    const failure = explainFailure(fault);
    if (!isAnswered || failure.retry === 'limit') slot.answered((fault as APIError).headers, failure.retry === 'never');
    // What the API has begun it may have called tools for, and a second time would repeat that.
    if (connector && isAnswered) return { partial, ...failure, retry: 'never' };
    return { partial, ...failure };
  } finally {
    clearTimeout(timer);
    if (!stream.ended) stream.abort();
  }
}

/** Half a second, doubled each time up to eight, with up to a quarter less so that not all come back at once. */
function backoff(failures: number): number {
  return Math.min(500 * 2 ** (failures - 1), 8_000) * (1 - Math.random() / 4);
}

async function interrupted(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return delay(milliseconds, false, { signal }).catch(() => true);
}

const waitedFor: Readonly<Record<keyof Timeouts, string>> = {
  connect: 'did not answer',
  firstToken: 'said nothing',
  silence: 'fell silent',
};

function timeoutError(what: keyof Timeouts, milliseconds: number): RoutewrightError {
  return new RoutewrightError('CLAUDE_TIMEOUT', `The Messages API ${waitedFor[what]} for ${milliseconds / 1000} s`, {
    hint: `Raise \`claude.timeouts.${what}\` where the model needs longer.`,
  });
}

function asError(fault: unknown): RoutewrightError {
  return fault instanceof RoutewrightError
    ? fault
    : new RoutewrightError('CLAUDE_UNREACHABLE', messageOf(fault), { cause: fault });
}
