import { createHash } from 'node:crypto';
import type { Secret } from '../../../base/secret-reader.ts';
import { RoutewrightError } from '../../../base/errors.ts';
import type { Ask } from '../credential.ts';
import type { KnownSecrets } from '../known-secrets.ts';
import { missingError, type OAuthClient, type Parameter } from './client.ts';
import { isInteractive } from './grant.ts';
import { type Refusal, refused, showRefusal } from './token-endpoint.ts';
import type { Token } from './token.ts';

/** What came of it where there is no token: a person has to agree, and why that is so. */
export interface NotAgreed {
  /** A sentence: there never was a token, or the one there was could not be renewed. */
  readonly reason: string;
}

/**
 * A token by the grant of the client. One that there was before is renewed where it can be (RFC 6749, 6); what needs no
 * person is asked for anew.
 *
 * @throws {RoutewrightError} TOKEN_*, CREDENTIAL_MISSING, OAUTH_*
 */
export async function obtainToken(
  client: OAuthClient,
  { caller, scopes }: Pick<Ask, 'caller' | 'scopes'>,
  secrets: KnownSecrets,
  former: Token | undefined,
  signal: AbortSignal,
): Promise<Token | NotAgreed> {
  const { config, grant, shown } = client;
  const read = async (secret: Secret | undefined, what: string): Promise<string> => {
    const found = secret === undefined ? { missing: `it has no ${what}` } : await secrets.read(secret);
    if ('missing' in found) throw missingError(shown, found.missing);
    return found.value;
  };
  const refresh = async (refreshToken: string): Promise<Token | Refusal> => {
    const renewed = await client.request('refresh_token', [['refresh_token', refreshToken]], signal);
    // A server that does not rotate refresh tokens names none: the former stays.
    return 'error' in renewed ? renewed : { refreshToken, ...renewed };
  };
  const ask = async (grantType: string, more: readonly Parameter[] = []): Promise<Token> => {
    const wanted = config.scopes ?? scopes;
    const scope: Parameter[] = wanted.length > 0 ? [['scope', wanted.join(' ')]] : [];
    return accept(client, await client.request(grantType, [...scope, ...more], signal), signal);
  };
  if (former?.refreshToken !== undefined) {
    const renewed = await refresh(former.refreshToken);
    if (!('error' in renewed)) return renewed;
    if (isInteractive(grant)) {
      if (renewed.error !== 'invalid_grant') return accept(client, renewed, signal);
      return { reason: `${expiryOf(former)}, and the authorization server did not renew it (${showRefusal(renewed)})` };
    }
  }
  switch (grant) {
    case 'clientCredentials':
      return ask('client_credentials');
    case 'password': {
      const username = await secrets.readName(config.username ?? '');
      if ('missing' in username) throw missingError(shown, username.missing);
      return ask('password', [
        ['username', username.value],
        ['password', await read(config.password, 'password')],
      ]);
    }
    case 'refreshToken':
      return accept(client, await refresh(await read(config.refreshToken, 'refreshToken')), signal);
    case 'tokenExchange':
      return ask(exchange, [
        ['subject_token', subjectTokenOf(client, caller)],
        ['subject_token_type', 'urn:ietf:params:oauth:token-type:access_token'],
      ]);
    case 'authorizationCode':
    case 'deviceCode':
      return { reason: former ? `${expiryOf(former)}, and cannot be renewed` : 'There is no token yet' };
    default:
      return grant satisfies never;
  }
}

/** RFC 8693, 2.1. */
const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';

async function accept(client: OAuthClient, answer: Token | Refusal, signal: AbortSignal): Promise<Token> {
  if (!('error' in answer)) return answer;
  throw refused(client.shown, (await client.findServer(['tokenUrl'], signal)).tokenUrl, answer);
}

function subjectTokenOf({ shown }: OAuthClient, { token }: Ask['caller']): string {
  if (token !== undefined) return token;
  throw new RoutewrightError(
    'AUTHORIZATION_NEEDED',
    `The credential ${shown} is exchanged for the token of the caller, who has none`,
    {
      hint: 'Token exchange needs callers that come over HTTP with a token of their own (access control by JWT or introspection).',
    },
  );
}

function expiryOf({ expires }: Token): string {
  return expires === undefined
    ? 'The token is no longer taken'
    : `The token expired at ${new Date(expires).toISOString()}`;
}

/** A token of the caller as part of a key: one exchanged for it is not used for another. */
export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
