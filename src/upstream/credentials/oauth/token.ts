import { expiryOf } from '../../../base/secret-reader.ts';
import { isObject } from '../../../base/json.ts';
import type { TokenState } from '../credential.ts';

/** What a token endpoint gave (RFC 6749, 5.1), with times of this machine. */
export interface Token {
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly obtained: number;
  /** Milliseconds since the epoch; nothing where the server did not say, and the token is used until it is refused. */
  readonly expires?: number;
  readonly refreshToken?: string;
}

/** Clocks differ, and a request takes time: a token is renewed this many milliseconds before it expires. */
const margin = 60_000;

/** Whether a token can be presented now. One that lives shortly is used for half of its life. */
export function isFresh({ obtained, expires }: Token, now: number): boolean {
  return expires === undefined || now < expires - Math.min(margin, (expires - obtained) / 2);
}

/** How it stands with a token that is kept, or not. */
export function stateOf(token: Token | undefined, now: number, renewable: boolean): TokenState {
  if (!token) return { state: 'none', renewable };
  const { expires } = token;
  const state = expires !== undefined && expires <= now ? 'expired' : 'fresh';
  return { state, renewable, ...(expires === undefined ? {} : { expires }) };
}

/** A token as it is kept, or nothing where the text is not one of ours. */
export function parseToken(text: string): Token | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && typeof value['accessToken'] === 'string' ? (value as unknown as Token) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The token in an answer, or in a few words why it is none. What it says of its life is counted from now: a clock that
 * is wrong does no harm.
 */
export function readToken(answer: unknown, now: number): Token | { readonly fault: string } {
  if (!isObject(answer)) return { fault: 'it is no JSON object' };
  const { access_token, token_type, expires_in, refresh_token } = answer;
  if (typeof access_token !== 'string' || access_token === '') return { fault: 'it holds no access_token' };
  const type = typeof token_type === 'string' ? token_type.toLowerCase() : 'bearer';
  if (type !== 'bearer')
    return { fault: `the token is of type ${type}, which is bound to a key; only bearer is supported` };
  const seconds = Number(expires_in ?? Number.NaN);
  const expires = Number.isFinite(seconds) ? now + seconds * 1000 : expiryOf(access_token);
  return {
    accessToken: access_token,
    obtained: now,
    ...(Number.isFinite(expires) ? { expires } : {}),
    ...(typeof refresh_token === 'string' && refresh_token !== '' ? { refreshToken: refresh_token } : {}),
  };
}
