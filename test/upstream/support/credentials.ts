import type { CredentialConfig } from '../../../src/base/config/credential-schema.ts';
import { createSeal } from '../../../src/base/seal.ts';
import { createSecretReader } from '../../../src/base/secret-reader.ts';
import { Redactor, type SecretSource } from '../../../src/base/secrets.ts';
import { MemoryStore } from '../../../src/base/store.ts';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { HttpClient } from '../../../src/upstream/client.ts';
import { createKnownSecrets } from '../../../src/upstream/credentials/known-secrets.ts';
import { createTokens } from '../../../src/upstream/credentials/oauth/tokens.ts';
import { createCredentialSource, type CredentialSource } from '../../../src/upstream/credentials/source.ts';

export type Configured = Readonly<Record<string, CredentialConfig>>;

/** The credentials of an API as the gateway makes them. */
export function credentialsOf(
  { securitySchemes }: Pick<Catalog, 'securitySchemes'>,
  configured: Configured,
  secrets: SecretSource,
  redactor = new Redactor(),
): CredentialSource {
  const tokens = createTokens({ store: new MemoryStore(), seal: createSeal(), redactor, now: Date.now });
  return createCredentialSource(configured, {
    api: 'things',
    schemes: securitySchemes,
    baseUrl: undefined,
    secrets: createKnownSecrets(createSecretReader(secrets), redactor),
    oauth: { http: new HttpClient(), tokens, now: Date.now },
  });
}
