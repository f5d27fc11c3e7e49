import type { CredentialConfig } from '../../base/config/credential-schema.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { SecurityScheme } from '../../spec/operation.ts';
import type { Credential } from './credential.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { createOAuthCredential } from './oauth/credential.ts';
import type { OAuthContext } from './oauth/credential.ts';
import { createDigestCredential } from './digest.ts';
import { holdsPlainSecret } from './plain.ts';
import { createPasswordCredential, createSecretCredential } from './secret-credential.ts';
import { createAwsCredential, createHeadersCredential, createHmacCredential, createTlsCredential } from './signed.ts';

/** Looks credentials up by the name of their security scheme. */
export interface CredentialSource {
  /** Names of the schemes that the configuration has a credential for. */
  readonly names: readonly string[];
  /** Of those, the names of the ones that are sent with every request. */
  readonly always: readonly string[];
  /** Of those, the names of the ones whose secret is written into the configuration itself. */
  readonly plain: readonly string[];
  readonly find: (scheme: string) => Credential | undefined;
  /** Whether the scheme has a credential, and the document defines it. */
  readonly isUsable: (scheme: string) => boolean;
}

/** What the credentials of an API are made with. */
export interface CredentialContext {
  /** Name of the API in the configuration. */
  readonly api: string;
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
  /** All scopes that operations demand of a scheme. */
  readonly scopesOf: (scheme: string) => readonly string[];
  readonly secrets: KnownSecrets;
  /** Where the API is, for endpoints that its document names by a path alone. */
  readonly baseUrl: string | undefined;
  readonly oauth: OAuthContext;
}

/** The credentials of one API. */
export function createCredentialSource(
  configured: Readonly<Record<string, CredentialConfig>>,
  context: CredentialContext,
): CredentialSource {
  const credentials = new Map(
    Object.entries(configured).map(([name, config]) => [name, createCredential(name, config, context)]),
  );
  return {
    names: [...credentials.keys()],
    always: [...credentials].filter(([, { always }]) => always).map(([name]) => name),
    plain: Object.keys(configured).filter((name) => holdsPlainSecret(configured[name]!)),
    find: (scheme) => credentials.get(scheme),
    isUsable: (scheme) => credentials.has(scheme) && context.schemes.has(scheme),
  };
}

function createCredential(name: string, config: CredentialConfig, context: CredentialContext): Credential {
  const scheme = context.schemes.get(name);
  if (typeof config === 'string' || 'exec' in config)
    return createSecretCredential({ secret: config }, scheme, context.secrets);
  if ('secret' in config) return createSecretCredential(config, scheme, context.secrets);
  if ('clientId' in config) return createOAuthCredential(name, config, context);
  if ('headers' in config) return createHeadersCredential(config, context.secrets);
  if ('aws' in config) return createAwsCredential(config, context.secrets, context.oauth.now);
  if ('hmac' in config) return createHmacCredential(config, context.secrets, context.oauth.now);
  if ('password' in config)
    return scheme?.type === 'http' && scheme.scheme === 'digest'
      ? createDigestCredential(config, context.secrets)
      : createPasswordCredential(config, context.secrets);
  return createTlsCredential(config, context.secrets);
}

/** All scopes that tools demand of a scheme, in their order. */
export function scopesOf(tools: readonly Tool[], scheme: string): string[] {
  const demanded = tools.flatMap(({ operation }) => operation.security.flatMap(({ schemes }) => schemes));
  return [...new Set(demanded.filter(({ name }) => name === scheme).flatMap(({ scopes }) => scopes))];
}
