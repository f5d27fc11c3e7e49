import { readFileSync } from 'node:fs';
import type { SecretSource } from './secrets.ts';

/** Secrets of this process: its environment, and the files that it may read. */
export const systemSecrets: SecretSource = { env: process.env, readFile: (path) => readFileSync(path, 'utf8') };
