import * as z from 'zod';
import { parseSecretReference, secretReferencePattern } from '../secrets.ts';
import { filled } from './values.ts';

const notAReference = 'is not a reference to a secret; write env:NAME or file:PATH, never the secret itself';

export const secretReference = z
  .string()
  .regex(secretReferencePattern, { error: notAReference, abort: true })
  .refine(isReference, notAReference)
  .describe('Where a secret is kept: env:NAME (an environment variable) or file:PATH (relative to the configuration).');

export const credential = z
  .union([
    secretReference,
    z.strictObject({ username: secretReference, password: secretReference }),
    z
      .record(filled, secretReference)
      .refine(
        (parts) => 'username' in parts === 'password' in parts,
        'has one of username and password without the other',
      ),
  ])
  .describe('The secret of one security scheme: a reference, a username and password, or several parts by name.');

export const header = z
  .string()
  .regex(/^[^\r\n\0]*$/, 'holds a line break, which no header can')
  .refine((value) => !/^(?:env|file):/.test(value) || isReference(value), notAReference)
  .describe('The value itself, or where it is kept if it is a secret: env:NAME or file:PATH.');

function isReference(text: string): boolean {
  try {
    parseSecretReference(text);
    return true;
  } catch {
    return false;
  }
}
