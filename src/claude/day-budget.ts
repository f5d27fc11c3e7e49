import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '../base/store.ts';
import { overBudget } from './usage.ts';

/** Milliseconds that a count is kept: longer than its day in any time zone of a clock that is off. */
const lifetime = 2 * 24 * 3_600_000;
/** Milliseconds after which the lock of a process that died is gone. */
const lockLifetime = 5_000;

/**
 * The tokens of a day (UTC), counted in the store, so that all processes that share it share the budget. What a request
 * will read is taken before it is sent: many at once do not exceed it together.
 */
export class DayBudget {
  readonly #store: Store;
  readonly #limit: number | undefined;
  readonly #now: () => number;
  /** One change after the other in this process; the lock in the store is for the others. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(limit: number | undefined, store: Store, now: () => number) {
    this.#limit = limit;
    this.#store = store;
    this.#now = now;
  }

  /**
   * Takes tokens from the budget. What it gives back puts right how many it were.
   *
   * @throws {RoutewrightError} CLAUDE_BUDGET, STORE_UNREACHABLE
   */
  async reserve(tokens: number): Promise<(used: number) => Promise<void>> {
    const limit = this.#limit;
    if (limit === undefined) return () => Promise.resolve();
    const key = `claude-day:${new Date(this.#now()).toISOString().slice(0, 10)}`;
    await this.#change(key, (spent) => {
      if (spent + tokens > limit) throw overBudget('day', limit, spent, tokens);
      return spent + tokens;
    });
    return (used) => this.#change(key, (spent) => spent + used - tokens);
  }

  async #change(key: string, by: (spent: number) => number): Promise<void> {
    const change = async (): Promise<void> => {
      const [lock, owner] = [`${key}:lock`, randomUUID()];
      while (!(await this.#store.add(lock, owner, lockLifetime))) await delay(20);
      try {
        await this.#store.set(key, String(by(Number((await this.#store.get(key)) ?? 0))), lifetime);
      } finally {
        await this.#store.delete(lock);
      }
    };
    const mine = this.#last.then(change, change);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
