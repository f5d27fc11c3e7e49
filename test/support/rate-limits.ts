import type { MessagesRequest, Reply } from './messages-api.ts';

/** The most of each within `period` milliseconds. */
export interface Limits {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly period: number;
}

const names = { requests: 'requests', inputTokens: 'input-tokens', outputTokens: 'output-tokens' } as const;
type Kind = keyof typeof names;

/**
 * The limits of the Messages API, as its documentation describes them: token buckets that fill up evenly, told in the
 * headers of every answer (https://docs.claude.com/en/api/rate-limits). Gives the reply that a request gets: the one
 * that is wanted, or 429 with `retry-after`.
 */
export function createRateLimits(limits: Limits): {
  readonly refused: () => number;
  readonly apply: (request: MessagesRequest, wanted: Reply) => Reply;
} {
  const left = { requests: limits.requests, inputTokens: limits.inputTokens, outputTokens: limits.outputTokens };
  const kinds = Object.keys(names) as Kind[];
  let filledAt = performance.now();
  let refused = 0;
  const apply = (request: MessagesRequest, wanted: Reply): Reply => {
    const now = performance.now();
    for (const kind of kinds)
      left[kind] = Math.min(limits[kind], left[kind] + (limits[kind] * (now - filledAt)) / limits.period);
    filledAt = now;
    const need = {
      requests: 1,
      inputTokens: Math.ceil(JSON.stringify(request).length / 4),
      outputTokens: wanted.usage?.['output_tokens'] ?? 1,
    };
    const short = Math.max(...kinds.map((kind) => (need[kind] - left[kind]) / limits[kind]));
    if (short <= 0) for (const kind of kinds) left[kind] -= need[kind];
    const headers = Object.fromEntries(
      kinds.flatMap((kind) => {
        const untilFull = ((limits[kind] - left[kind]) / limits[kind]) * limits.period;
        const told = {
          limit: limits[kind],
          remaining: Math.floor(left[kind]),
          reset: new Date(Math.ceil(Date.now() + untilFull)).toISOString(),
        };
        return Object.entries(told).map(([what, value]) => [
          `anthropic-ratelimit-${names[kind]}-${what}`,
          String(value),
        ]);
      }),
    );
    if (short <= 0) return { ...wanted, headers: { ...headers, ...wanted.headers } };
    refused++;
    const seconds = String((short * limits.period) / 1000);
    return { status: 429, errorType: 'rate_limit_error', headers: { ...headers, 'retry-after': seconds } };
  };
  return { refused: () => refused, apply };
}
