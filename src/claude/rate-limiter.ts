/** What one request will use, as far as it is known before. */
export interface Need {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface RateLimiterOptions {
  /** Requests under way at once. @default 16 */
  readonly concurrency?: number;
  /** Milliseconds since the epoch. @default the system's clock */
  readonly now?: () => number;
}

/** One place in the queue that has come up. */
export interface Slot {
  /** What the answer's headers say of the limits; nothing where there was no answer. */
  release: (headers: Headers | undefined) => void;
}

interface Bucket {
  readonly remaining: number;
  /** When it is full again, in ms since the epoch. */
  readonly reset: number;
}

interface Waiter {
  readonly need: Need;
  readonly onPlace: ((place: number) => void) | undefined;
  readonly start: (slot: Slot) => void;
}

const kinds = { requests: 'requests', inputTokens: 'input-tokens', outputTokens: 'output-tokens' } as const;
type Kind = keyof typeof kinds;

/**
 * Keeps requests to the Messages API within its limits: requests, input and output tokens a minute, as its headers tell
 * them (https://docs.claude.com/en/api/rate-limits, Response headers). What does not fit waits its turn, first come
 * first served.
 */
export class RateLimiter {
  readonly #buckets = new Map<Kind, Bucket>();
  readonly #queue: Waiter[] = [];
  readonly #concurrency: number;
  readonly #now: () => number;
  /** Of requests that the API has perhaps not counted yet. */
  readonly #underWay = new Set<Need>();
  #blockedUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ concurrency = 16, now = Date.now }: RateLimiterOptions = {}) {
    this.#concurrency = concurrency;
    this.#now = now;
  }

  /**
   * Resolves when the request may be sent. Rejects with the signal's reason when it aborts first.
   *
   * @param onPlace - told its place in the queue, from 1, whenever that changes; never where it need not wait
   */
  async take(need: Need, signal: AbortSignal, onPlace?: (place: number) => void): Promise<Slot> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#queue.splice(this.#queue.indexOf(waiter), 1);
        reject(signal.reason as Error);
        this.#tellPlaces();
        this.#advance();
      };
      const waiter: Waiter = {
        need,
        onPlace,
        start: (slot) => {
          signal.removeEventListener('abort', abort);
          resolve(slot);
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#queue.push(waiter);
      this.#advance();
      if (this.#queue.includes(waiter)) onPlace?.(this.#queue.indexOf(waiter) + 1);
    });
  }

  /** The API refused for now: nothing is sent for so many milliseconds. */
  pause(milliseconds: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, this.#now() + milliseconds);
    this.#advance();
  }

  #advance(): void {
    clearTimeout(this.#timer);
    let started = 0;
    while (this.#queue.length > 0) {
      const wait = this.#waitFor(this.#queue[0]!.need);
      if (wait > 0) {
        // Without an end in sight the next answer moves the queue on.
        if (Number.isFinite(wait)) this.#timer = setTimeout(() => this.#advance(), Math.max(wait, 5));
        break;
      }
      const { need, start } = this.#queue.shift()!;
      start(this.#open(need));
      started++;
    }
    if (started > 0) this.#tellPlaces();
  }

  #tellPlaces(): void {
    this.#queue.forEach(({ onPlace }, index) => onPlace?.(index + 1));
  }

  /** Milliseconds until such a request fits; Infinity where only the end of another one can tell. */
  #waitFor(need: Need): number {
    const now = this.#now();
    if (now < this.#blockedUntil) return this.#blockedUntil - now;
    if (this.#underWay.size >= this.#concurrency) return Infinity;
    // Nothing is known before the first answer: one request asks for all.
    if (this.#buckets.size === 0 && this.#underWay.size > 0) return Infinity;
    let wait = 0;
    for (const [kind, { remaining, reset }] of this.#buckets) {
      // A limit that is full again takes anything, even what is larger than all of it: the API decides.
      if (now >= reset) continue;
      const amount = (one: Need): number => (kind === 'requests' ? 1 : one[kind]);
      const reserved = [...this.#underWay].reduce((sum, one) => sum + amount(one), 0);
      if (amount(need) > remaining - reserved) wait = Math.max(wait, reset - now);
    }
    return wait;
  }

  #open(need: Need): Slot {
    const counted = { ...need };
    this.#underWay.add(counted);
    return {
      release: (headers) => {
        if (!this.#underWay.delete(counted)) return;
        if (headers) this.#learn(headers);
        this.#advance();
      },
    };
  }

  #learn(headers: Headers): void {
    for (const [kind, name] of Object.entries(kinds) as [Kind, string][]) {
      const remaining = Number(headers.get(`anthropic-ratelimit-${name}-remaining`) ?? Number.NaN);
      const reset = Date.parse(headers.get(`anthropic-ratelimit-${name}-reset`) ?? '');
      if (Number.isNaN(remaining) || Number.isNaN(reset)) continue;
      this.#buckets.set(kind, { remaining, reset });
    }
  }
}
