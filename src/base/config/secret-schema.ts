import * as z from 'zod';
import { parseSecretReference } from '../secret-reference.ts';
import { duration, filled } from './values.ts';

export const notAReference =
  'is not a reference to a secret; write env:NAME, file:PATH, exec:COMMAND or keyring:SERVICE/ACCOUNT';

const reference = z
  .string()
  .refine(isUnderstood, notAReference)
  .describe(
    'Where a secret is kept: env:NAME (an environment variable), file:PATH (relative to the configuration, read anew when it changes), exec:COMMAND (a program that prints it, without a shell), keyring:SERVICE/ACCOUNT. The secret itself works, and is warned of.',
  );

const command = z
  .strictObject({
    exec: z
      .union([filled, z.array(filled).min(1)])
      .describe('The program that prints the secret, and its arguments. No shell reads them.'),
    timeout: duration.optional().describe('How long it may run: "10s", or milliseconds. Default: 10s.'),
    cache: duration.optional().describe('How long what it printed is used again: "5m", or milliseconds. Default: 5m.'),
  })
  .describe('A program that prints a secret, with its limits.');

/** A secret that is referred to. */
export const secret = z.union([reference, command]).describe('A secret, by reference.');
/** What may be secret or not, such as a user name: a reference, or the text itself. */
export const text = z.string().min(1).refine(isUnderstood, notAReference);

export function isUnderstood(written: string): boolean {
  try {
    parseSecretReference(written);
    return true;
  } catch {
    return false;
  }
}
