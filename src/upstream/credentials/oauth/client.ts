import type { Caller } from '../../../base/caller.ts';
import type { OAuthConfig } from '../../../base/config/oauth-schema.ts';
import { RoutewrightError } from '../../../base/errors.ts';
import type { CredentialContext } from '../source.ts';
import { missingOf } from '../secret-credential.ts';
import { authenticateClient, clientAuthenticationOf } from './client-authentication.ts';
import { flowOf, type Grant, grantOf, isInteractive } from './grant.ts';
import { type AuthorizationServer, createServerFinder, findPlainUrl, type FindServer } from './server.ts';
import {
  type Refusal,
  requestDeviceCode,
  requestRevocation,
  requestToken,
  type TokenRequest,
} from './token-endpoint.ts';
import type { Token } from './token.ts';
import type { TokenSubject } from './tokens.ts';

/** An OAuth client of the configuration, at its authorization server. */
export interface OAuthClient {
  readonly api: string;
  readonly scheme: string;
  /** `OAuth of shop`, for messages. */
  readonly shown: string;
  readonly grant: Grant;
  readonly config: OAuthConfig;
  /** Of a login: what is configured, else all that any operation demands. */
  readonly allScopes: readonly string[];
  readonly findServer: FindServer;
  readonly findMissing: () => string | undefined;
  /** @throws {RoutewrightError} CREDENTIAL_MISSING */
  readonly readClientId: () => Promise<string>;
  /** What the token for a call is kept under. */
  readonly subjectOf: (caller: Caller, scopes: readonly string[]) => TokenSubject;
  /** `audience`, `resource` and what else is configured. */
  readonly parameters: readonly Parameter[];
  /** Asks the token endpoint, and proves who the client is. */
  readonly request: (grantType: string, more: readonly Parameter[], signal: AbortSignal) => Promise<Token | Refusal>;
  /** Asks for a code with which a person agrees on another device. */
  readonly startDevice: (signal: AbortSignal) => ReturnType<typeof requestDeviceCode>;
  /** Gives a token back. @throws {RoutewrightError} OAUTH_INCOMPLETE where the server takes none */
  readonly revoke: (token: string, kind: string, signal: AbortSignal) => Promise<Refusal | undefined>;
  /** A URL of its server that is not HTTPS, and not on this machine. */
  readonly findPlainUrl: () => string | undefined;
}

type Introduction = Omit<TokenRequest, 'grantType' | 'parameters'>;
export type Parameter = readonly [name: string, value: string];

export function createOAuthClient(name: string, config: OAuthConfig, context: CredentialContext): OAuthClient {
  const { api, secrets, oauth, baseUrl } = context;
  const scheme = context.schemes.get(name);
  const shown = `${name} of ${api}`;
  const grant = grantOf(config, scheme);
  const source = { shown, config, scheme, flow: flowOf(grant, scheme), baseUrl };
  const findServer = createServerFinder(source, oauth.http, oauth.now);
  const parameters = parametersOf(config);
  const readClientId = async (): Promise<string> => {
    const found = await secrets.readName(config.clientId);
    if ('missing' in found) throw missingError(shown, found.missing);
    return found.value;
  };
  const introduce = async (server: AuthorizationServer & { tokenUrl: string }): Promise<Introduction> => {
    const client = await authenticateClient(config, secrets);
    if ('missing' in client) throw missingError(shown, client.missing);
    const { tokenUrl, issuer = tokenUrl } = server;
    return { shown, tokenUrl, issuer, clientId: await readClientId(), authenticate: client.authenticate };
  };
  const allScopes = config.scopes ?? context.scopesOf(name);
  const isOwn = config.perUser === true || grant === 'tokenExchange';
  return {
    api,
    scheme: name,
    shown,
    grant,
    config,
    allScopes,
    findServer,
    readClientId,
    parameters,
    findMissing: () => {
      const method = clientAuthenticationOf(config);
      const proof = method === 'privateKey' ? config.privateKey : config.clientSecret;
      if (method !== 'none' && proof === undefined)
        return `it has no ${method === 'privateKey' ? 'privateKey' : 'clientSecret'}`;
      const used = method === 'none' ? [] : [proof!];
      if (grant === 'password') {
        if (config.username === undefined || config.password === undefined)
          return 'it has no username and password, which the grant password needs';
        used.push(config.password);
      }
      if (grant === 'refreshToken') {
        if (config.refreshToken === undefined) return 'it has no refreshToken';
        used.push(config.refreshToken);
      }
      const missing = used.map((secret) => missingOf(secrets.peek(secret)));
      return missingOf(secrets.peekName(config.clientId)) ?? missing.find((one) => one !== undefined);
    },
    subjectOf: (caller, scopes) => ({
      api,
      scheme: name,
      caller: isOwn ? caller.id : '*',
      grant: [grant, ...identityOf(config), ...(isInteractive(grant) ? [] : [...scopes].sort())],
    }),
    request: async (grantType, more, signal) => {
      const server = await findServer(['tokenUrl'], signal);
      const request = { ...(await introduce(server)), grantType, parameters: [...parameters, ...more] };
      return requestToken(request, oauth.http, { signal, now: oauth.now });
    },
    startDevice: async (signal) => {
      const server = await findServer(['tokenUrl', 'deviceAuthorizationUrl'], signal);
      const scope: Parameter[] = allScopes.length > 0 ? [['scope', allScopes.join(' ')]] : [];
      const request = { ...(await introduce(server)), parameters: [...parameters, ...scope] };
      return requestDeviceCode({ ...request, deviceUrl: server.deviceAuthorizationUrl }, oauth.http, signal);
    },
    revoke: async (token, kind, signal) => {
      const server = await findServer(['tokenUrl', 'revocationUrl'], signal);
      const hint: Parameter[] = [['token_type_hint', kind]];
      const request = { ...(await introduce(server)), parameters: hint, revocationUrl: server.revocationUrl, token };
      return requestRevocation(request, oauth.http, signal);
    },
    findPlainUrl: () => findPlainUrl(source),
  };
}

function parametersOf({ audience, resource, parameters = {} }: OAuthConfig): Parameter[] {
  const resources = resource === undefined ? [] : [resource].flat();
  return [
    ...(audience === undefined ? [] : [['audience', audience] as const]),
    ...resources.map((uri) => ['resource', uri] as const),
    ...Object.entries(parameters),
  ];
}

/** All that makes the token of one client another than that of the next. */
function identityOf({ clientId, tokenUrl, issuer, audience, resource, parameters }: OAuthConfig): string[] {
  return [clientId, tokenUrl, issuer, audience, resource, parameters].map((part) => JSON.stringify(part ?? null));
}

export function missingError(shown: string, missing: string): RoutewrightError {
  return new RoutewrightError('CREDENTIAL_MISSING', `The credential ${shown} cannot be used: ${missing}`, {
    hint: 'This is for whoever runs the gateway to set.',
  });
}
