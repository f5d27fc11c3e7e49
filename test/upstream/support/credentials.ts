import type { CredentialConfig } from '../../../src/base/config/credential-schema.ts';
import { createSeal } from '../../../src/base/seal.ts';
import { createSecretReader } from '../../../src/base/secret-reader.ts';
import { Redactor, type SecretSource } from '../../../src/base/secrets.ts';
import { MemoryStore } from '../../../src/base/store.ts';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { HttpClient } from '../../../src/upstream/client.ts';
import { createKnownSecrets } from '../../../src/upstream/credentials/known-secrets.ts';
import { createOAuthContext } from '../../../src/upstream/credentials/oauth/context.ts';
import { createCredentialSource, type CredentialSource } from '../../../src/upstream/credentials/source.ts';

export type Configured = Readonly<Record<string, CredentialConfig>>;

/** The credentials of an API as the gateway makes them. */
export function credentialsOf(
  { securitySchemes }: Pick<Catalog, 'securitySchemes'>,
  configured: Configured,
  secrets: SecretSource,
  redactor = new Redactor(),
): CredentialSource {
  const http = new HttpClient();
  const sealed = { store: new MemoryStore(), seal: createSeal() };
  return createCredentialSource(configured, {
    api: 'things',
    schemes: securitySchemes,
    scopesOf: () => [],
    baseUrl: undefined,
    secrets: createKnownSecrets(createSecretReader(secrets), redactor),
    oauth: createOAuthContext({ http, sealed, isLasting: true, env: {}, redactor, callbackUrl: () => undefined }),
  });
}
