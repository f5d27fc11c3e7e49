import type { Config } from '../base/config/schema.ts';
import { openStore } from '../base/open-store.ts';
import { createSecretReader } from '../base/secret-reader.ts';
import type { Redactor, SecretSource } from '../base/secrets.ts';
import { MemoryStore, type Store } from '../base/store.ts';
import { HttpClient } from './client.ts';
import { createKnownSecrets, type KnownSecrets } from './credentials/known-secrets.ts';
import { createOAuthContext } from './credentials/oauth/context.ts';
import type { OAuthContext } from './credentials/oauth/credential.ts';

/** What the calls to all APIs are made with. */
export interface Means {
  readonly client: HttpClient;
  readonly secrets: KnownSecrets;
  readonly store: Store;
  readonly oauth: OAuthContext;
  close: () => Promise<void>;
}

/** Where the means come from. */
export interface MeansOptions {
  /** Learns every secret that is read. */
  readonly redactor: Redactor;
  readonly secrets: SecretSource;
  /** In place of one in memory. */
  readonly store?: Store | undefined;
  /** Where users come back to who agree for themselves. */
  readonly callbackUrl?: (() => string | undefined) | undefined;
  /** The page that sends them away. */
  readonly startUrl?: (() => string | undefined) | undefined;
}

/**
 * Connections, secrets, the store and the tokens of a configuration.
 *
 * @throws {RoutewrightError} SECRET_MISSING, STORE_KEY_INVALID, STORE_UNREACHABLE
 */
export async function openMeans({ store: kind, limits }: Config, options: MeansOptions): Promise<Means> {
  const { redactor, callbackUrl = () => undefined, startUrl } = options;
  const client = new HttpClient();
  const secrets = createKnownSecrets(createSecretReader(options.secrets), redactor);
  const sealed = await openStore(kind, {
    secrets,
    memory: () => options.store ?? new MemoryStore({ maxSize: limits.storeMemory, maxDiskSize: limits.storeDisk }),
  });
  const isLasting = kind !== 'memory' || options.store !== undefined;
  const { env } = options.secrets;
  return {
    client,
    secrets,
    store: sealed.store,
    oauth: createOAuthContext({ http: client, sealed, isLasting, env, redactor, callbackUrl, startUrl }),
    close: async () => {
      await client.close();
      await sealed.store.close();
    },
  };
}
