import type { Redis } from 'ioredis';
import { messageOf, RoutewrightError } from './errors.ts';
import type { Store } from './store.ts';

export interface RedisStoreOptions {
  /** `redis://` or `rediss://`; it may hold a password. */
  readonly url: string;
  /** Put before each key. */
  readonly prefix: string;
  /** Milliseconds until a server that does not answer counts as unreachable. @default 5,000 */
  readonly timeout?: number;
}

/**
 * State in Redis or Valkey (6.2 or newer), shared by all replicas. It connects with the first call, and again by itself.
 *
 * @throws {RoutewrightError} STORE_UNREACHABLE, from every call
 */
export async function createRedisStore({ url, prefix, timeout = 5_000 }: RedisStoreOptions): Promise<Store> {
  const { Redis } = await import('./lazy/ioredis.ts');
  const redis: Redis = new Redis(url, {
    keyPrefix: prefix,
    lazyConnect: true,
    enableAutoPipelining: true,
    connectTimeout: timeout,
    commandTimeout: timeout,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
  });
  // Each call tells its own failure; without a listener ioredis writes to the console.
  let last: unknown;
  redis.on('error', (error: unknown) => (last = error));
  const ask = async <Answer>(command: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await command();
    } catch (error) {
      throw unreachable(url, last ?? error);
    }
  };
  return {
    get: async (key) => (await ask(() => redis.get(key))) ?? undefined,
    set: async (key, value, ttl) => {
      await ask(() => redis.set(key, value, 'PX', Math.ceil(ttl)));
    },
    add: async (key, value, ttl) => (await ask(() => redis.set(key, value, 'PX', Math.ceil(ttl), 'NX'))) === 'OK',
    take: async (key) => (await ask(() => redis.getdel(key))) ?? undefined,
    delete: async (key) => {
      await ask(() => redis.del(key));
    },
    close: () => {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

function unreachable(url: string, error: unknown): RoutewrightError {
  const { host } = URL.canParse(url) ? new URL(url) : { host: 'an address that is no URL' };
  return new RoutewrightError('STORE_UNREACHABLE', `The Redis store at ${host} does not answer: ${messageOf(error)}`, {
    hint: 'Check that it runs, and `store.redis` in the configuration: host, port, password, rediss:// for TLS.',
  });
}
