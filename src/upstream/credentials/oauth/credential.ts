import type { OAuthConfig } from '../../../base/config/oauth-schema.ts';
import { RoutewrightError } from '../../../base/errors.ts';
import type { OAuthFlows } from '../../../spec/operation.ts';
import type { HttpClient } from '../../client.ts';
import { placeAt } from '../apply.ts';
import type { Ask, Credential, Presented } from '../credential.ts';
import { missingOf } from '../secret-credential.ts';
import type { CredentialContext } from '../source.ts';
import { authenticateClient, clientAuthenticationOf } from './client-authentication.ts';
import { createServerFinder, incomplete } from './server.ts';
import { requestToken } from './token-endpoint.ts';
import type { Token } from './token.ts';
import type { TokenSubject, Tokens } from './tokens.ts';

/** What OAuth clients need of the world. */
export interface OAuthContext {
  readonly http: HttpClient;
  readonly tokens: Tokens;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** An OAuth client: presents a token, which it obtains, keeps and renews. */
export function createOAuthCredential(name: string, config: OAuthConfig, context: CredentialContext): Credential {
  const { api, secrets, oauth, baseUrl } = context;
  const scheme = context.schemes.get(name);
  const shown = `${name} of ${api}`;
  const flow = scheme?.flows?.clientCredentials ?? anyTokenUrl(scheme?.flows);
  const findServer = createServerFinder({ shown, config, scheme, flow, baseUrl }, oauth.http, oauth.now);

  const obtain = async (scopes: readonly string[], signal: AbortSignal): Promise<Token> => {
    const client = await authenticateClient(config, secrets);
    if ('missing' in client) throw missingError(shown, client.missing);
    const clientId = await secrets.readName(config.clientId);
    if ('missing' in clientId) throw missingError(shown, clientId.missing);
    const { tokenUrl, issuer } = await findServer(signal);
    if (tokenUrl === undefined) throw incomplete({ shown }, 'token endpoint', 'tokenUrl');
    return requestToken(
      {
        shown,
        tokenUrl,
        issuer,
        clientId: clientId.value,
        authenticate: client.authenticate,
        grantType: 'client_credentials',
        parameters: parametersOf(config, scopes),
        remedy: 'Check `clientId`, `clientSecret` and `scopes` at the credential in the configuration.',
      },
      oauth.http,
      { signal, now: oauth.now },
    );
  };

  const present = async (ask: Ask, refused?: string): Promise<Presented> => {
    const scopes = config.scopes ?? ask.scopes;
    if (ask.preview === true) return { applied: bearer('<access token>') };
    const missing = findMissing();
    if (missing !== undefined) return { missing };
    const subject: TokenSubject = { api, scheme: name, caller: '*', grant: grantOf(config, scopes) };
    const token = await oauth.tokens.get(subject, (_, signal) => obtain(scopes, signal), {
      signal: ask.signal,
      refused,
    });
    const applied = bearer(token!.accessToken);
    if (refused !== undefined) return { applied };
    return { applied, renew: () => present(ask, token!.accessToken) };
  };

  const findMissing = (): string | undefined => {
    const method = clientAuthenticationOf(config);
    const proof = method === 'none' ? undefined : method === 'privateKey' ? config.privateKey : config.clientSecret;
    if (method !== 'none' && proof === undefined)
      return `it has no ${method === 'privateKey' ? method : 'clientSecret'}`;
    return missingOf(secrets.peekName(config.clientId)) ?? (proof && missingOf(secrets.peek(proof)));
  };

  return { always: config.always === true, findMissing, present: (ask) => present(ask) };
}

function bearer(token: string): ReturnType<typeof placeAt> {
  return placeAt(`Bearer ${token}`, { in: 'header', name: 'authorization' });
}

/** A document that describes another flow of the same server names its token endpoint all the same. */
function anyTokenUrl(flows: OAuthFlows | undefined): OAuthFlows['password'] {
  return Object.values(flows ?? {}).find(({ tokenUrl }) => tokenUrl !== undefined);
}

function parametersOf(
  { audience, resource, parameters = {} }: OAuthConfig,
  scopes: readonly string[],
): [name: string, value: string][] {
  const resources = resource === undefined ? [] : [resource].flat();
  return [
    ...(scopes.length > 0 ? [['scope', scopes.join(' ')] as [string, string]] : []),
    ...(audience === undefined ? [] : [['audience', audience] as [string, string]]),
    ...resources.map((uri): [string, string] => ['resource', uri]),
    ...Object.entries(parameters),
  ];
}

/** All that makes a token another one. */
function grantOf(config: OAuthConfig, scopes: readonly string[]): string[] {
  const { grant, clientId, tokenUrl, issuer, audience, resource, parameters } = config;
  const named = [grant, clientId, tokenUrl, issuer, audience].map((part) =>
    typeof part === 'string' ? part : JSON.stringify(part ?? null),
  );
  return [...named, JSON.stringify([resource, parameters]), ...[...scopes].sort()];
}

function missingError(shown: string, missing: string): RoutewrightError {
  return new RoutewrightError('CREDENTIAL_MISSING', `The credential ${shown} cannot be used: ${missing}`, {
    hint: 'This is for whoever runs the gateway to set.',
  });
}
