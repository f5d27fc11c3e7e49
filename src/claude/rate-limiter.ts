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

export interface Waiting {
  /** Told its place in the queue, from 1, whenever that changes; never where it need not wait. */
  readonly onPlace?: ((place: number) => void) | undefined;
  /** It has waited before and was refused: it goes first. @default false */
  readonly isRetry?: boolean;
}

/** One place in the queue that has come up. */
export interface Slot {
  /** The API has answered: what its headers say of the limits, and whether it refused or was overloaded. */
  answered: (headers: Headers | undefined, wentWell: boolean) => void;
  /** The answer has ended. */
  release: () => void;
}

/** A limit as an answer told it: it fills up evenly from then until `reset`. */
interface Bucket {
  readonly limit: number | undefined;
  readonly remaining: number;
  /** When that was told, and when it is full again, in ms since the epoch. */
  readonly at: number;
  readonly reset: number;
}

interface Waiter {
  readonly need: Need;
  readonly onPlace: ((place: number) => void) | undefined;
  readonly start: (slot: Slot) => void;
}

const kinds = { requests: 'requests', inputTokens: 'input-tokens', outputTokens: 'output-tokens' } as const;
type Kind = keyof typeof kinds;

/** Clocks that differ by more than this are told apart by the `date` of the answer, which is in whole seconds. */
const clockTolerance = 2_000;

/**
 * Keeps requests to the Messages API within its limits: requests, input and output tokens a minute, as its headers tell
 * them. They are token buckets, which fill up all the time (https://docs.claude.com/en/api/rate-limits). What does not
 * fit waits its turn, first come first served.
 *
 * How many are under way at once grows with each answer up to `concurrency`, and halves with each refusal: so an API
 * that tells no limits is not stormed either, and of the first requests one asks for all.
 */
export class RateLimiter {
  readonly #buckets = new Map<Kind, Bucket>();
  readonly #queue: Waiter[] = [];
  readonly #concurrency: number;
  readonly #now: () => number;
  /** Of requests that the API has perhaps not counted yet. */
  readonly #unanswered = new Set<Need>();
  #underWay = 0;
  #window = 1;
  #blockedUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ concurrency = 16, now = Date.now }: RateLimiterOptions = {}) {
    this.#concurrency = concurrency;
    this.#now = now;
  }

  /** Resolves when the request may be sent. Rejects with the signal's reason when it aborts first. */
  async take(need: Need, signal: AbortSignal, { onPlace, isRetry = false }: Waiting = {}): Promise<Slot> {
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
      if (isRetry) this.#queue.unshift(waiter);
      else this.#queue.push(waiter);
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

  /** Milliseconds until such a request fits; Infinity where only another one's answer can tell. */
  #waitFor(need: Need): number {
    const now = this.#now();
    if (now < this.#blockedUntil) return this.#blockedUntil - now;
    if (this.#underWay >= this.#window) return Infinity;
    let wait = 0;
    for (const [kind, bucket] of this.#buckets) {
      const amount = (one: Need): number => (kind === 'requests' ? 1 : one[kind]);
      const reserved = [...this.#unanswered].reduce((sum, one) => sum + amount(one), 0);
      // What is larger than the whole limit is sent once that is full: the API decides.
      const wanted = Math.min(amount(need), bucket.limit ?? Infinity) + reserved;
      wait = Math.max(wait, waitForLevel(bucket, wanted, now));
    }
    return wait;
  }

  #open(need: Need): Slot {
    const counted = { ...need };
    this.#unanswered.add(counted);
    this.#underWay++;
    let isOpen = true;
    return {
      answered: (headers, wentWell) => {
        this.#unanswered.delete(counted);
        if (headers) this.#learn(headers);
        this.#window = wentWell ? Math.min(this.#window * 2, this.#concurrency) : Math.max(1, this.#window >> 1);
        this.#advance();
      },
      release: () => {
        if (!isOpen) return;
        isOpen = false;
        this.#unanswered.delete(counted);
        this.#underWay--;
        this.#advance();
      },
    };
  }

  #learn(headers: Headers): void {
    const at = this.#now();
    const difference = Date.parse(headers.get('date') ?? '') - at;
    const ahead = Math.abs(difference) > clockTolerance ? difference : 0;
    for (const [kind, name] of Object.entries(kinds) as [Kind, string][]) {
      const read = (what: string): string => headers.get(`anthropic-ratelimit-${name}-${what}`) ?? '';
      const [remaining, limit] = [read('remaining'), read('limit')];
      const reset = Date.parse(read('reset')) - ahead;
      if (!/^\d+$/.test(remaining) || Number.isNaN(reset)) continue;
      this.#buckets.set(kind, {
        limit: /^\d+$/.test(limit) ? Number(limit) : undefined,
        remaining: Number(remaining),
        at,
        reset,
      });
    }
  }
}

/** Milliseconds until so much is there; Infinity where it never is before something else happens. */
function waitForLevel({ limit, remaining, at, reset }: Bucket, wanted: number, now: number): number {
  if (wanted <= remaining) return 0;
  if (limit === undefined) return Math.max(0, reset - now);
  if (wanted > limit) return Infinity;
  const full = at + (reset - at) * ((wanted - remaining) / (limit - remaining));
  return Math.max(0, full - now);
}
