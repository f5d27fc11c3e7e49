import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redactor } from '../../../base/secrets.ts';
import type { Seal } from '../../../base/seal.ts';
import type { Store } from '../../../base/store.ts';
import { isFresh, parseToken, type Token } from './token.ts';

/** What a token was obtained for: two calls with the same share it. */
export interface TokenSubject {
  readonly api: string;
  readonly scheme: string;
  /** Id of the caller, or a word for all of them. */
  readonly caller: string;
  /** Who issues it, to which client, with which scopes, for which audience. */
  readonly grant: readonly string[];
}

export interface TokensOptions {
  readonly store: Store;
  readonly seal: Seal;
  readonly redactor: Redactor;
  readonly now: () => number;
}

/**
 * Obtains a token, given the one that was there before, whose refresh token may serve. Nothing where a person has to
 * agree first. The signal ends it when it takes too long; it is not that of one call, since many wait for it.
 */
type Obtain = (former: Token | undefined, signal: AbortSignal) => Promise<Token | undefined>;

/** Keeps tokens: here for the next call, and sealed in the store for other replicas and the next start. */
export interface Tokens {
  /**
   * A token that can be presented. Of many who ask at once one obtains it, across all replicas of the store.
   *
   * @param options.refused - an access token that the API refused: another one is wanted
   */
  get: (
    subject: TokenSubject,
    obtain: Obtain,
    options: { readonly signal: AbortSignal; readonly refused?: string | undefined },
  ) => Promise<Token | undefined>;
  /** The token as it is kept, fresh or not. */
  peek: (subject: TokenSubject) => Promise<Token | undefined>;
  put: (subject: TokenSubject, token: Token) => Promise<void>;
  delete: (subject: TokenSubject) => Promise<void>;
}

/** Most tokens held in memory; the oldest go first, and are read from the store again. */
const mostKept = 10_000;
/** Milliseconds for one request for a token, and for its lock. */
const longestRequest = 30_000;
/** Milliseconds between looks at a lock that another replica holds. */
const lookAgain = 100;
/** Milliseconds a token is kept that can be renewed, since it was renewed last. */
const longestRest = 90 * 24 * 3_600_000;

export function createTokens({ store, seal, redactor, now }: TokensOptions): Tokens {
  const kept = new Map<string, Token>();
  const flights = new Map<string, Promise<Token | undefined>>();

  const keep = (key: string, token: Token): void => {
    // What does not say when it expires is known for as long as the token is kept at most.
    redactor.add(token.accessToken, token.expires ?? now() + longestRest);
    if (token.refreshToken !== undefined) redactor.add(token.refreshToken, now() + longestRest);
    kept.delete(key);
    kept.set(key, token);
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
  };
  const load = async (key: string): Promise<Token | undefined> => {
    const sealed = await store.get(key);
    const text = sealed === undefined ? undefined : seal.open(sealed, key);
    const token = text === undefined ? undefined : parseToken(text);
    if (token) keep(key, token);
    return token;
  };
  const save = async (key: string, token: Token): Promise<void> => {
    keep(key, token);
    const life = token.refreshToken !== undefined || token.expires === undefined ? longestRest : token.expires - now();
    if (life >= 1) await store.set(key, seal.seal(JSON.stringify(token), key), life);
  };

  /** Runs while the lock is held, or once another replica has put a token in its place. */
  const obtainOnce = async (
    key: string,
    obtain: Obtain,
    isWanted: (token: Token) => boolean,
  ): Promise<Token | undefined> => {
    const lock = `lock:${key}`;
    const owner = randomUUID();
    const signal = AbortSignal.timeout(longestRequest);
    for (;;) {
      if (await store.add(lock, owner, longestRequest)) break;
      const other = await load(key);
      if (other && isWanted(other)) return other;
      await wait(lookAgain, undefined, { signal });
    }
    try {
      const former = await load(key);
      if (former && isWanted(former)) return former;
      const token = await obtain(former, signal);
      if (token) await save(key, token);
      return token;
    } finally {
      // Past its time the lock is another's.
      if ((await store.get(lock)) === owner) await store.delete(lock);
    }
  };

  return {
    get: async (subject, obtain, { signal, refused }) => {
      const key = keyOf(subject);
      const isWanted = (token: Token): boolean => isFresh(token, now()) && token.accessToken !== refused;
      const here = kept.get(key);
      if (here && isWanted(here)) return here;
      signal.throwIfAborted();
      let flight = flights.get(key);
      if (!flight) {
        flight = obtainOnce(key, obtain, isWanted).finally(() => flights.delete(key));
        flights.set(key, flight);
        flight.catch(() => undefined);
      }
      return await untilAborted(flight, signal);
    },
    peek: async (subject) => {
      const key = keyOf(subject);
      return kept.get(key) ?? (await load(key));
    },
    put: (subject, token) => save(keyOf(subject), token),
    delete: async (subject) => {
      const key = keyOf(subject);
      kept.delete(key);
      await store.delete(key);
    },
  };
}

/** Names may hold anything; a key of the store tells nothing of them. */
function keyOf({ api, scheme, caller, grant }: TokenSubject): string {
  const text = JSON.stringify([api, scheme, caller, grant]);
  return `token:${createHash('sha256').update(text).digest('base64url')}`;
}

/** One who waits may give up; the others go on. */
function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
