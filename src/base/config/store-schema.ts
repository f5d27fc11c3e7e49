import * as z from 'zod';
import { secret } from './secret-schema.ts';
import { filled } from './values.ts';

const keys = z
  .array(secret)
  .min(1)
  .describe(
    'Keys that encrypt what is secret in it, 32 bytes in base64 each, by reference. The first encrypts, all decrypt: a new key is put before the old one.',
  );

export const storeSchema = z
  .union(
    [
      z.literal('memory'),
      z.strictObject({
        redis: secret.describe('The URL of the server, such as rediss://user:password@host:6379/0, by reference.'),
        prefix: filled.default('routewright:').describe('What stands before each key. Default: routewright:.'),
        keys,
      }),
      z.strictObject({
        folder: filled.describe('A folder on this machine, relative to the configuration.'),
        keys: keys
          .optional()
          .describe('Keys that encrypt what is secret in it. Default: one that is kept in the folder.'),
      }),
    ],
    { error: 'expected memory, { redis, keys } or { folder }' },
  )
  .default('memory')
  .describe(
    'Where tokens and other state live between calls: in memory, in Redis or Valkey for many replicas, in a folder of one machine. Default: memory.',
  );

/** Where state lives. */
export type StoreConfig = z.output<typeof storeSchema>;
