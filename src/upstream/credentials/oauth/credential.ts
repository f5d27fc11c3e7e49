import { localCaller } from '../../../base/caller.ts';
import type { OAuthConfig } from '../../../base/config/oauth-schema.ts';
import { RoutewrightError } from '../../../base/errors.ts';
import type { HttpClient } from '../../client.ts';
import { placeAt } from '../apply.ts';
import type { Ask, Credential, Presented } from '../credential.ts';
import type { CredentialContext } from '../source.ts';
import type { Authorizations } from './authorizations.ts';
import { createOAuthClient, type OAuthClient } from './client.ts';
import { isInteractive } from './grant.ts';
import { stateOf } from './token.ts';
import { fingerprint, obtainToken } from './obtain.ts';
import type { TokenSubject, Tokens } from './tokens.ts';

/** What OAuth clients need of the world. */
export interface OAuthContext {
  readonly http: HttpClient;
  /** Tokens that the gateway obtains itself. */
  readonly tokens: Tokens;
  /** Tokens that a person has agreed to: they outlive the process. */
  readonly logins: Tokens;
  readonly authorizations: Authorizations;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** An OAuth client: presents a token, which it obtains, keeps and renews. */
export function createOAuthCredential(name: string, config: OAuthConfig, context: CredentialContext): Credential {
  const { secrets, oauth } = context;
  const client = createOAuthClient(name, config, context);
  const { grant } = client;
  const isForAll = isInteractive(grant) && config.perUser !== true;
  const remedy = isForAll
    ? `Whoever runs the gateway renews it with \`routewright login <config> ${client.api} ${name}\`.`
    : 'Whoever runs the gateway checks `scopes` and `audience`, and what its account may do at the API.';
  const tokens = isForAll ? oauth.logins : oauth.tokens;
  if (isInteractive(grant)) oauth.authorizations.register(client, tokens);

  /** What the last token was asked for: its scopes may be those of the operation. */
  let last = client.subjectOf(localCaller, config.scopes ?? client.allScopes);
  const present = async (ask: Ask, refused?: string): Promise<Presented> => {
    if (ask.preview === true) return { applied: bearer('<access token>'), provenance: { remedy } };
    const missing = client.findMissing();
    if (missing !== undefined) return { missing };
    let reason = '';
    const subject = subjectOf(client, ask);
    last = subject;
    const token = await tokens.get(
      subject,
      async (former, signal) => {
        const obtained = await obtainToken(client, ask, secrets, former, signal);
        if (!('reason' in obtained)) return obtained;
        ({ reason } = obtained);
        return undefined;
      },
      { signal: ask.signal, refused },
    );
    if (!token) return askForAgreement(client, ask, reason, oauth.authorizations);
    const presented = { applied: bearer(token.accessToken), provenance: { expires: token.expires, remedy } };
    if (refused !== undefined) return presented;
    return { ...presented, renew: () => present(ask, token.accessToken) };
  };

  return {
    always: config.always === true,
    findMissing: client.findMissing,
    findPlainUrl: client.findPlainUrl,
    inspect: async () => {
      if (grant === 'tokenExchange' || config.perUser === true) return undefined;
      const token = await tokens.peek(last);
      const isRenewable = !isInteractive(grant) || token?.refreshToken !== undefined;
      return stateOf(token, oauth.now(), isRenewable);
    },
    present: (ask) => present(ask),
  };
}

/** A token that was exchanged for one of the caller is not presented for another one of theirs. */
function subjectOf(client: OAuthClient, { caller, scopes }: Ask): TokenSubject {
  const subject = client.subjectOf(caller, client.config.scopes ?? scopes);
  if (client.grant !== 'tokenExchange') return subject;
  return { ...subject, grant: [...subject.grant, fingerprint(caller.token ?? '')] };
}

/**
 * A link for the caller where they agree for themselves and can come back here.
 *
 * @throws {RoutewrightError} AUTHORIZATION_NEEDED where it is for whoever runs the gateway to log in
 */
async function askForAgreement(
  client: OAuthClient,
  ask: Ask,
  reason: string,
  authorizations: Authorizations,
): Promise<Presented> {
  const { api, scheme, shown, config } = client;
  if (config.perUser === true) {
    const authorization = await authorizations.begin(api, scheme, ask.caller, ask.signal);
    if (authorization) return { authorization };
  }
  throw new RoutewrightError(
    'AUTHORIZATION_NEEDED',
    `The credential ${shown} has no token: ${reason || 'nobody has logged in'}`,
    {
      hint: `Whoever runs the gateway logs in with \`routewright login <config> ${api} ${scheme}\`; calling again does not help before that.`,
    },
  );
}

function bearer(token: string): ReturnType<typeof placeAt> {
  return placeAt(`Bearer ${token}`, { in: 'header', name: 'authorization' });
}
