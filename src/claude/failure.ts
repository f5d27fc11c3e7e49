import type { APIError } from '@anthropic-ai/sdk';
import { messageOf, RoutewrightError } from '../base/errors.ts';

/** What a failed request means, and whether the same one may do better. */
export interface Failure {
  readonly error: RoutewrightError;
  /** `limit`: as soon as the limits allow, however often; `fault`: a few times. */
  readonly retry: 'limit' | 'fault' | 'never';
  /** Milliseconds the API asked to wait. */
  readonly wait?: number | undefined;
}

/**
 * Explains what the SDK or a timer threw, by the API's rules (https://docs.claude.com/en/api/errors). In a stream that
 * has begun only the type of the error tells; before, the status does too.
 */
export function explainFailure(fault: unknown): Failure {
  if (fault instanceof RoutewrightError)
    return { error: fault, retry: fault.code === 'CLAUDE_TIMEOUT' ? 'fault' : 'never' };
  const { status, headers, apiMessage, type } = fault as Partial<APIError>;
  const words = apiMessage ?? messageOf(fault);
  const wait = retryAfter(headers);
  const known = { cause: fault };
  const isFinal = headers?.get('x-should-retry') === 'false';
  if (status === 429 || type === 'rate_limit_error') {
    const seconds = wait === undefined ? '' : `, for ${Math.ceil(wait / 1000)} s`;
    return {
      error: new RoutewrightError('CLAUDE_RATE_LIMITED', `The Messages API refused for now${seconds}: ${words}`, {
        hint: 'Try again after that time, or raise `claude.timeouts.total` so that it can be waited for.',
        ...known,
      }),
      retry: isFinal ? 'never' : 'limit',
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
      retry: isFinal ? 'never' : 'fault',
      wait,
    };
  }
  if (status !== undefined || type) {
    const told = status === undefined ? type : `HTTP ${status}`;
    return {
      error: new RoutewrightError('CLAUDE_REFUSED', `The Messages API refused the request (${told}): ${words}`, {
        hint: hintFor(status),
        ...known,
      }),
      retry: status === 408 || status === 409 ? 'fault' : 'never',
    };
  }
  return {
    error: new RoutewrightError('CLAUDE_UNREACHABLE', `The connection to the Messages API broke: ${words}`, {
      hint: 'Check the network, a proxy, and `claude.baseUrl`.',
      ...known,
    }),
    retry: 'fault',
  };
}

function hintFor(status: number | undefined): string {
  if (status === 401)
    return 'Check the key that `claude.apiKey` refers to (by default ANTHROPIC_API_KEY of this process).';
  if (status === 403) return 'The key may not do this: check its workspace and permissions in the Console.';
  if (status === 404) return 'Check `claude.model`: the model may be misspelt, or gone.';
  if (status === 413) return 'The conversation is too large: lower `claude.conversationBytes`, or begin a new one.';
  return 'The words above are those of the API.';
}

/** `retry-after` in seconds or as a date (RFC 9110, 10.2.3), and `retry-after-ms`; milliseconds. */
function retryAfter(headers: Headers | undefined): number | undefined {
  const precise = headers?.get('retry-after-ms');
  if (precise && Number(precise) >= 0) return Number(precise);
  const text = headers?.get('retry-after');
  if (!text) return undefined;
  const milliseconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
