import { randomUUID } from 'node:crypto';
import type { Config } from '../base/config/schema.ts';
import { openStore } from '../base/open-store.ts';
import type { SecretReader } from '../base/secret-reader.ts';
import { type Examination, ok } from './examination.ts';

/** The store, where it is not the memory of the process: written to, and read again. */
export function examineStore({ store: config }: Config, secrets: Pick<SecretReader, 'read'>): Examination[] {
  if (config === 'memory') return [];
  const kind = 'redis' in config ? 'Redis' : `folder ${config.folder}`;
  return [
    {
      group: 'This machine',
      name: 'store',
      examine: async () => {
        const { store } = await openStore(config, {
          secrets,
          memory: () => {
            throw new Error('not in memory');
          },
        });
        try {
          const key = `doctor:${randomUUID()}`;
          await store.set(key, 'ok', 10_000);
          const read = await store.take(key);
          return read === 'ok'
            ? ok(`${kind} keeps what is written`)
            : {
                status: 'error',
                message: `${kind} does not give back what was written`,
                fix: 'Check its memory limit and eviction policy.',
              };
        } finally {
          await store.close();
        }
      },
    },
  ];
}
