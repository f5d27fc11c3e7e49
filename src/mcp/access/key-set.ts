import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';

export interface KeySetOptions {
  /** Milliseconds that keys are kept. */
  readonly lifetime: number;
  /** Milliseconds between two loads that an unknown key causes: anyone can send a token that names one. */
  readonly cooldown: number;
  readonly now: () => number;
  /** Told when keys could not be loaded and those at hand are used on. */
  readonly onStale: (error: unknown) => void;
}

/** Milliseconds for which keys at hand are used on while their source is away. */
const grace = 3_600_000;
/** Milliseconds after which a source that failed is asked again, however many requests wait for it. */
const failureCooldown = 5_000;

/** The keys could not be loaded: nothing is known of the token. */
export class KeysUnavailableError extends Error {}

/**
 * Keys of an issuer that change while the process runs: loaded when first needed, again when they are old, and when a
 * token names a key that is not among them. One load serves all who wait for it.
 */
export function createKeySet(
  load: () => Promise<JSONWebKeySet>,
  toKeySet: (keys: JSONWebKeySet) => JWTVerifyGetKey,
  { lifetime, cooldown, now, onStale }: KeySetOptions,
): JWTVerifyGetKey {
  let current: { readonly find: JWTVerifyGetKey; readonly loaded: number } | undefined;
  let tried = -Infinity;
  let failure: unknown;
  let loading: Promise<void> | undefined;
  const refresh = (): Promise<void> => {
    tried = now();
    loading ??= load()
      .then(
        (keys) => {
          current = { find: toKeySet(keys), loaded: now() };
          failure = undefined;
        },
        (error: unknown) => {
          failure = error;
          if (current && now() - current.loaded < lifetime + grace) onStale(error);
          else current = undefined;
        },
      )
      .finally(() => (loading = undefined));
    return loading;
  };
  const mayTry = (): boolean =>
    loading !== undefined || now() - tried >= (failure === undefined ? cooldown : Math.min(cooldown, failureCooldown));
  const unavailable = (): Error => new KeysUnavailableError('the keys cannot be loaded', { cause: failure });
  return async (header, token) => {
    if ((!current || now() - current.loaded >= lifetime) && mayTry()) await refresh();
    if (!current) throw unavailable();
    try {
      return await current.find(header, token);
    } catch (error) {
      if (!isUnknownKey(error) || !mayTry()) throw error;
      await refresh();
      // The key may be a new one that could not be loaded: that is no fault of the token.
      if (failure !== undefined) throw unavailable();
      return await current.find(header, token);
    }
  };
}

function isUnknownKey(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 'ERR_JWKS_NO_MATCHING_KEY';
}
