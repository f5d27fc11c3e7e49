import { RoutewrightError } from '../../../base/errors.ts';
import type { OAuthClient } from './client.ts';
import { showRefusal } from './token-endpoint.ts';
import type { Token } from './token.ts';

/** What became of a token at its server. `unsupported`: it takes none back; else why it did not. */
export type Revocation = 'revoked' | 'unsupported' | { readonly failed: string };

/** Milliseconds for telling the server. */
const longest = 10_000;

/**
 * Gives a token back (RFC 7009): the refresh token first, with which servers end what was obtained by it, then the
 * access token. It never throws, since a token that is to be forgotten is forgotten all the same.
 */
export async function revokeToken(client: OAuthClient, { refreshToken, accessToken }: Token): Promise<Revocation> {
  const signal = AbortSignal.timeout(longest);
  try {
    for (const [token, kind] of [
      [refreshToken, 'refresh_token'],
      [accessToken, 'access_token'],
    ] as const) {
      const refusal = token === undefined ? undefined : await client.revoke(token, kind, signal);
      // A server may take back refresh tokens alone (RFC 7009, 2.2.1); then nothing more can be obtained.
      if (refusal && !(refusal.error === 'unsupported_token_type' && refreshToken !== undefined))
        return { failed: showRefusal(refusal) };
    }
    return 'revoked';
  } catch (error) {
    if (!(error instanceof RoutewrightError)) throw error;
    return error.code === 'OAUTH_INCOMPLETE' || error.code === 'OAUTH_DISCOVERY_FAILED'
      ? 'unsupported'
      : { failed: error.message };
  }
}
