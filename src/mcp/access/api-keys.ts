import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApiKeyConfig } from '../../base/config/access-schema.ts';
import type { Verifier } from './verdict.ts';

/** A new key, which is shown once, and what the configuration keeps of it. */
export interface NewKey {
  readonly key: string;
  readonly hash: string;
}

/**
 * A key of 256 random bits. What is that random cannot be guessed from its hash, so a plain SHA-256 is enough and costs
 * no time at each request.
 */
export function createKey(random: (bytes: number) => Buffer = randomBytes): NewKey {
  const key = `rw_${random(32).toString('base64url')}`;
  return { key, hash: `sha256:${digest(key).toString('hex')}` };
}

/**
 * Recognises API keys by their hashes. All of them are compared, each in constant time, so that neither the time nor
 * the order tells how near a guess came.
 */
export function createKeyVerifier(keys: readonly ApiKeyConfig[], now: () => number): Verifier {
  const known = keys.map((key) => ({ ...key, digest: Buffer.from(key.hash.slice('sha256:'.length), 'hex') }));
  return (token) => {
    const given = digest(token);
    const matching = known.filter((key) => timingSafeEqual(key.digest, given));
    if (matching.length === 0) return Promise.resolve(undefined);
    const time = now();
    const key = matching.find(({ notBefore = 0, expires = Infinity }) => notBefore <= time && time < expires);
    if (!key) {
      const state = matching.some(({ notBefore = 0 }) => notBefore > time) ? 'is not valid yet' : 'has expired';
      return Promise.resolve({ refused: `The API key ${state}`, stale: true });
    }
    const { name, scopes } = key;
    return Promise.resolve({ caller: { id: `key:${name}`, name, scopes, claims: {} } });
  };
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
