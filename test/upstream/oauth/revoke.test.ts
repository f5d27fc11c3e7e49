import { expect, test } from '@jest/globals';
import { RoutewrightError } from '../../../src/base/errors.ts';
import type { OAuthClient } from '../../../src/upstream/credentials/oauth/client.ts';
import { revokeToken } from '../../../src/upstream/credentials/oauth/revoke.ts';

type Answer = { error: string; description: string | undefined } | RoutewrightError | undefined;

const both = { accessToken: 'a', refreshToken: 'r', obtained: 0 };
const one = { accessToken: 'a', obtained: 0 };
const invalid = { error: 'invalid_client', description: 'unknown' };
const unsupported = { error: 'unsupported_token_type', description: undefined };

test.each<[string, typeof both | typeof one, Readonly<Record<string, Answer>>, unknown, string[]]>([
  ['both', both, {}, 'revoked', ['refresh_token', 'access_token']],
  ['an access token alone', one, {}, 'revoked', ['access_token']],
  ['refresh tokens alone are taken', both, { access_token: unsupported }, 'revoked', ['refresh_token', 'access_token']],
  [
    'none of its kind is taken',
    one,
    { access_token: unsupported },
    { failed: 'unsupported_token_type' },
    ['access_token'],
  ],
  ['a refusal', both, { refresh_token: invalid }, { failed: 'invalid_client: unknown' }, ['refresh_token']],
  [
    'no endpoint',
    both,
    { refresh_token: new RoutewrightError('OAUTH_INCOMPLETE', 'x') },
    'unsupported',
    ['refresh_token'],
  ],
  [
    'a server that is down',
    both,
    { refresh_token: new RoutewrightError('TOKEN_ENDPOINT_UNREACHABLE', 'down') },
    { failed: 'down' },
    ['refresh_token'],
  ],
])('%s (RFC 7009, 2.1, 2.2)', async (_, token, answers, outcome, asked) => {
  const kinds: string[] = [];
  const client = {
    revoke: (_token: string, kind: string) => {
      kinds.push(kind);
      const answer = answers[kind];
      return answer instanceof RoutewrightError ? Promise.reject(answer) : Promise.resolve(answer);
    },
  } as unknown as OAuthClient;
  expect(await revokeToken(client, token)).toEqual(outcome);
  expect(kinds).toEqual(asked);
});
