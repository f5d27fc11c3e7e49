import { RoutewrightError } from '../base/errors.ts';

/** Tokens of one or more answers (Messages API, Usage). */
export interface Usage {
  /** Read anew, neither from the cache nor into it. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

export const noUsage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
  };
}

export function totalOf({ input, output, cacheRead, cacheWrite }: Usage): number {
  return input + output + cacheRead + cacheWrite;
}

/** Of one model, per million tokens, in a currency of the operator's choice. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** Nothing where the configuration has no price for the model. */
export function costOf(usage: Usage, price: Price | undefined): number | undefined {
  if (!price) return undefined;
  const sum = (Object.keys(noUsage) as (keyof Usage)[]).reduce((cost, kind) => cost + usage[kind] * price[kind], 0);
  return sum / 1_000_000;
}

/** Most tokens of one question with all its turns, of a conversation, and of a day. */
export interface Budget {
  readonly question?: number | undefined;
  readonly conversation?: number | undefined;
  readonly day?: number | undefined;
}

/**
 * @param spent - tokens that were used within each limit
 * @param next - tokens that the next request will read at least
 * @throws {RoutewrightError} CLAUDE_BUDGET where it does not fit
 */
export function checkBudget(
  budget: Budget,
  spent: { readonly question: number; readonly conversation: number },
  next: number,
): void {
  for (const scope of ['question', 'conversation'] as const) {
    const limit = budget[scope];
    if (limit !== undefined && spent[scope] + next > limit) throw overBudget(scope, limit, spent[scope], next);
  }
}

export function overBudget(scope: keyof Budget, limit: number, spent: number, next: number): RoutewrightError {
  return new RoutewrightError(
    'CLAUDE_BUDGET',
    `The budget of ${limit} tokens for this ${scope} does not allow another request: ${spent} are used, and it would read about ${next}`,
    { hint: `Raise \`claude.budget.${scope}\`, ask for less, or begin a new conversation.` },
  );
}
