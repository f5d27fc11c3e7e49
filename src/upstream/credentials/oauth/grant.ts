import type { OAuthConfig } from '../../../base/config/oauth-schema.ts';
import type { OAuthFlow, SecurityScheme } from '../../../spec/operation.ts';

/** How a token is obtained. */
export type Grant = NonNullable<OAuthConfig['grant']>;

/** The grant that is configured, else the one that the document offers and what is configured suffices for. */
export function grantOf(config: OAuthConfig, scheme: SecurityScheme | undefined): Grant {
  if (config.grant !== undefined) return config.grant;
  if (config.perUser === true) return 'authorizationCode';
  if (config.refreshToken !== undefined) return 'refreshToken';
  if (config.username !== undefined) return 'password';
  const flows = scheme?.flows ?? {};
  const canProve = config.clientSecret !== undefined || config.privateKey !== undefined;
  if (flows.clientCredentials && canProve) return 'clientCredentials';
  if (flows.authorizationCode || flows.implicit) return 'authorizationCode';
  if (flows.deviceAuthorization) return 'deviceCode';
  return canProve || flows.clientCredentials ? 'clientCredentials' : 'authorizationCode';
}

/** The flow of the document that a grant belongs to (OpenAPI 3.2.0, 4.28). */
export function flowOf(grant: Grant, scheme: SecurityScheme | undefined): OAuthFlow | undefined {
  const flows = scheme?.flows ?? {};
  if (grant === 'deviceCode') return flows.deviceAuthorization;
  if (grant === 'authorizationCode') return flows.authorizationCode ?? flows.implicit;
  return flows[grant === 'password' ? 'password' : 'clientCredentials'];
}

/** Whether a person has to agree before there is a token. */
export function isInteractive(grant: Grant): boolean {
  return grant === 'authorizationCode' || grant === 'deviceCode';
}
