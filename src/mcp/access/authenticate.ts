import type { AccessConfig } from '../../base/config/access-schema.ts';
import type { Logger } from '../../base/log.ts';
import type { SecretReader } from '../../base/secret-reader.ts';
import { createKeyVerifier } from './api-keys.ts';
import type { Verdict, Verifier } from './verdict.ts';

export interface AuthenticatorOptions {
  readonly logger: Logger;
  readonly secrets: Pick<SecretReader, 'read'>;
  /** Milliseconds since the epoch. @default the system's clock */
  readonly now?: () => number;
  /** @default the global one */
  readonly fetch?: typeof globalThis.fetch;
}

/** Tells who sends a credential. */
export type Authenticator = (credential: string) => Promise<Verdict>;

/**
 * Loads what the configured methods need. What comes back makes the authenticator of an endpoint, by its URL: it asks
 * each method, the cheapest first, until one knows the credential.
 */
export async function prepareAuthenticator(
  config: AccessConfig,
  { now = Date.now, fetch = globalThis.fetch, secrets, logger }: AuthenticatorOptions,
): Promise<(resource: string) => Authenticator> {
  const { apiKeys, jwt, introspection, clockSkew } = config;
  const { createJwtVerifier } = jwt.length > 0 ? await import('./jwt.ts') : {};
  const { createIntrospector } = introspection.length > 0 ? await import('./introspection.ts') : {};
  return (resource) => {
    const options = { resource, clockSkew, now, fetch, logger };
    const verifiers: Verifier[] = [
      createKeyVerifier(apiKeys, now),
      ...(createJwtVerifier ? [createJwtVerifier(jwt, options)] : []),
    ];
    const introspectors = introspection.map((server) =>
      createIntrospector!(server, { ...options, readSecret: () => secrets.read(server.clientSecret) }),
    );
    return async (credential) => {
      for (const verify of verifiers) {
        const verdict = await verify(credential);
        if (verdict) return verdict;
      }
      return askAll(introspectors, credential);
    };
  };
}

/** Each server knows its own tokens only, so the first that accepts one counts; a failure, where none does. */
async function askAll(introspectors: readonly Verifier[], credential: string): Promise<Verdict> {
  let last: Verdict = { refused: 'The credential is not known here' };
  for (const ask of introspectors) {
    const verdict: Verdict = (await ask(credential)) ?? last;
    if ('caller' in verdict) return verdict;
    if (!('unavailable' in last)) last = verdict;
  }
  return last;
}
