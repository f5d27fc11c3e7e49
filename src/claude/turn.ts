import type { Anthropic, APIError } from '@anthropic-ai/sdk';
import type { Message } from '@anthropic-ai/sdk/resources/messages';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { Need, RateLimiter } from './rate-limiter.ts';

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

const mostAttempts = 5;

/**
 * One request to the Messages API, streamed. 429, 529, other 5xx and broken streams are tried again while there is
 * time; no tool has been called by then, so nothing happens twice.
 */
export async function takeTurn(client: Anthropic, params: TurnParams, options: TurnOptions): Promise<Turn> {
  const { limiter, need, signal, deadline, onPlace, onRetry } = options;
  for (let attempt = 1; ; attempt++) {
    let failure: Failure;
    try {
      const slot = await limiter.take(need, signal, onPlace);
      const result = await attemptTurn(client, params, options);
      slot.release(result.headers);
      if ('message' in result) return result;
      failure = result;
    } catch (error) {
      return { partial: '', error: asError(error) };
    }
    const { partial, error, wait = backoff(attempt) } = failure;
    const isFinal = !failure.mayRetry || attempt === mostAttempts || performance.now() + wait >= deadline;
    if (isFinal) return { partial, error };
    onRetry?.(error);
    // What the API asks to wait counts for every request, not for this one alone.
    if (failure.wait !== undefined) limiter.pause(failure.wait);
    else if (await interrupted(wait, signal)) return { partial, error: asError(signal.reason) };
  }
}

interface Failure {
  readonly partial: string;
  readonly error: RoutewrightError;
  readonly mayRetry: boolean;
  /** Milliseconds the API asked to wait. */
  readonly wait?: number | undefined;
  readonly headers?: Headers | undefined;
}

async function attemptTurn(
  client: Anthropic,
  params: TurnParams,
  { timeouts, signal, onText }: TurnOptions,
): Promise<{ readonly message: Message; readonly headers: Headers } | Failure> {
  const watch = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expect = (what: keyof Timeouts): void => {
    clearTimeout(timer);
    timer = setTimeout(() => watch.abort(timeoutError(what, timeouts[what])), timeouts[what]);
  };
  const ended = AbortSignal.any([signal, watch.signal]);
  let partial = '';
  let headers: Headers | undefined;
  expect('connect');
  const stream = client.messages.stream(params, { signal: ended, maxRetries: 0, timeout: 2 ** 31 - 1 });
  // A failure is taken below; without a listener it would be told as unhandled as well.
  stream.on('error', () => undefined).on('abort', () => undefined);
  stream.on('text', (text) => {
    partial += text;
    onText?.(text);
  });
  try {
    const { response } = await stream.withResponse();
    headers = response.headers;
    expect('firstToken');
    for await (const { type } of stream) if (type !== 'message_start') expect('silence');
    return { message: await stream.finalMessage(), headers };
  } catch (error) {
    const fault: unknown = ended.aborted ? ended.reason : error;
    return { partial, headers: (fault as APIError).headers ?? headers, ...explain(fault) };
  } finally {
    clearTimeout(timer);
    if (!stream.ended) stream.abort();
  }
}

/** What a failure means, and whether the same request may do better. */
function explain(fault: unknown): Pick<Failure, 'error' | 'mayRetry' | 'wait'> {
  if (fault instanceof RoutewrightError) return { error: fault, mayRetry: fault.code === 'CLAUDE_TIMEOUT' };
  const { status, headers, apiMessage, type } = fault as Partial<APIError>;
  const words = apiMessage ?? messageOf(fault);
  const wait = retryAfter(headers);
  const known = { cause: fault };
  if (status === 429) {
    const seconds = wait === undefined ? '' : `, for ${Math.ceil(wait / 1000)} s`;
    return {
      error: new RoutewrightError('CLAUDE_RATE_LIMITED', `The Messages API refused for now${seconds}: ${words}`, {
        hint: 'Try again after that time, or raise `claude.timeouts.total` so that it can be waited for.',
        ...known,
      }),
      mayRetry: headers?.get('x-should-retry') !== 'false',
      wait,
    };
  }
  if ((status !== undefined && status >= 500) || type === 'overloaded_error' || type === 'api_error') {
    return {
      error: new RoutewrightError(
        'CLAUDE_OVERLOADED',
        `The Messages API could not answer${status === undefined ? '' : ` (HTTP ${status})`}: ${words}`,
        { hint: 'Try again later; https://status.claude.com tells about disturbances.', ...known },
      ),
      mayRetry: headers?.get('x-should-retry') !== 'false',
      wait,
    };
  }
  if (status !== undefined) {
    return {
      error: new RoutewrightError('CLAUDE_REFUSED', `The Messages API refused the request (HTTP ${status}): ${words}`, {
        hint: hintFor(status),
        ...known,
      }),
      mayRetry: status === 408 || status === 409,
    };
  }
  return {
    error: new RoutewrightError('CLAUDE_UNREACHABLE', `The connection to the Messages API broke: ${words}`, {
      hint: 'Check the network, a proxy (HTTPS_PROXY), and `claude.baseUrl`.',
      ...known,
    }),
    mayRetry: true,
  };
}

function hintFor(status: number): string {
  if (status === 401)
    return 'Check the key that `claude.apiKey` refers to (by default ANTHROPIC_API_KEY of this process).';
  if (status === 403) return 'The key may not do this: check its workspace and permissions in the Console.';
  if (status === 404) return 'Check `claude.model`: the model may be misspelt, or gone.';
  if (status === 413) return 'The conversation is too large: lower `claude.conversationBytes`, or begin a new one.';
  return 'The words above are those of the API.';
}

/** `retry-after` in seconds or as a date (RFC 9110, 10.2.3), and `retry-after-ms`; milliseconds. */
function retryAfter(headers: Headers | undefined): number | undefined {
  const precise = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (precise >= 0) return precise;
  const text = headers?.get('retry-after');
  if (!text) return undefined;
  const milliseconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** Half a second, doubled each time up to eight, with up to a quarter less so that not all come back at once. */
function backoff(attempt: number): number {
  return Math.min(500 * 2 ** (attempt - 1), 8_000) * (1 - Math.random() / 4);
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
