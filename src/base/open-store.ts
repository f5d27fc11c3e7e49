import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { StoreConfig } from './config/store-schema.ts';
import { RoutewrightError } from './errors.ts';
import { createSeal, parseSealKey, type Seal } from './seal.ts';
import type { Secret, SecretReader } from './secret-reader.ts';
import type { Store } from './store.ts';

/** A store, and what encrypts the secrets in it. */
export interface SealedStore {
  readonly store: Store;
  readonly seal: Seal;
}

/**
 * The store of a configuration.
 *
 * @throws {RoutewrightError} SECRET_MISSING, STORE_KEY_INVALID, STORE_UNREACHABLE
 */
export async function openStore(
  config: StoreConfig,
  { secrets, memory }: { readonly secrets: Pick<SecretReader, 'read'>; readonly memory: () => Store },
): Promise<SealedStore> {
  if (config === 'memory') return { store: memory(), seal: createSeal() };
  const read = async (secret: Secret, what: string): Promise<string> => {
    const found = await secrets.read(secret);
    if ('value' in found) return found.value;
    throw new RoutewrightError('SECRET_MISSING', `The ${what} of the store is missing: ${found.missing}`);
  };
  const keys = await Promise.all((config.keys ?? []).map(async (key) => parseSealKey(await read(key, 'key'))));
  if ('folder' in config) return openFolder(config.folder, keys);
  const { createRedisStore } = await import('./store-redis.ts');
  const url = await read(config.redis, 'URL');
  return { store: await createRedisStore({ url, prefix: config.prefix }), seal: createSeal(keys) };
}

/** A store in a folder. Without keys there is one in the folder. */
export async function openFolder(folder: string, keys: readonly Uint8Array[] = []): Promise<SealedStore> {
  const { createFolderStore, readFolderKey } = await import('./store-folder.ts');
  const known = keys.length > 0 ? keys : [await readFolderKey(folder, () => randomBytes(32))];
  return { store: createFolderStore(folder), seal: createSeal(known) };
}

/** Where this user's logins are kept (XDG Base Directory Specification; on Windows the local application data). */
export function loginFolder(env: Readonly<Record<string, string | undefined>>): string {
  const state =
    env['XDG_STATE_HOME'] ??
    (process.platform === 'win32' ? env['LOCALAPPDATA'] : undefined) ??
    join(env['HOME'] ?? homedir(), '.local', 'state');
  return join(state, 'routewright', 'logins');
}
