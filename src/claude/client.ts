import type { Anthropic } from '@anthropic-ai/sdk';
import type { ClaudeConfig } from '../base/config/claude-schema.ts';
import { RoutewrightError } from '../base/errors.ts';
import { Redactor, type SecretSource } from '../base/secrets.ts';
import { systemSecrets } from '../base/system-secrets.ts';
import { readKey } from './key.ts';

export interface ClientOptions {
  /** Where the key is read from. @default the environment and the file system */
  readonly secrets?: SecretSource;
  /** Learns the key. @default a new one */
  readonly redactor?: Redactor;
}

/**
 * A client of the Messages API. Retries are ours (`takeTurn`), so that they share one queue and one deadline.
 *
 * @throws {RoutewrightError} CLAUDE_KEY_MISSING, CLAUDE_SDK_MISSING
 */
export async function createClient(
  { apiKey, baseUrl }: Pick<ClaudeConfig, 'apiKey' | 'baseUrl'>,
  { secrets = systemSecrets, redactor = new Redactor() }: ClientOptions = {},
): Promise<Anthropic> {
  const key = await readKey(apiKey, secrets, redactor);
  const { Anthropic: Client } = await import('../base/lazy/anthropic.ts').catch((cause: unknown) => {
    throw new RoutewrightError('CLAUDE_SDK_MISSING', 'The package @anthropic-ai/sdk is not installed', {
      hint: 'npm install @anthropic-ai/sdk',
      cause,
    });
  });
  const baseURL = baseUrl ?? secrets.env['ANTHROPIC_BASE_URL'];
  return new Client({ apiKey: key, authToken: null, maxRetries: 0, ...(baseURL === undefined ? {} : { baseURL }) });
}
