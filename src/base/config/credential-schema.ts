import * as z from 'zod';
import { referencePrefix } from '../secret-reference.ts';
import { oauthCredential } from './oauth-schema.ts';
import { awsCredential, headersCredential, hmacCredential, tlsCredential } from './signing-schema.ts';
import { isUnderstood, notAReference, secret, text } from './secret-schema.ts';

const always = z
  .boolean()
  .optional()
  .describe('Sent with every request, whether the document asks for it or not. Default: false.');

const placedCredential = z
  .strictObject({
    secret,
    in: z
      .enum(['header', 'query', 'cookie'])
      .optional()
      .describe('Where it goes. Default: as the document says, else a header.'),
    name: text
      .optional()
      .describe('The name of the header, parameter or cookie. Default: as the document says, else Authorization.'),
    prefix: z
      .string()
      .optional()
      .describe('What stands before the secret, such as "Token token=". Default: as the document says.'),
    always,
  })
  .describe('A secret, and where it goes if the document does not say so, or says it wrong.');

const passwordCredential = z
  .strictObject({
    username: secret.describe('The user name, or where it is kept.'),
    password: secret,
    always,
  })
  .describe('A user name and password, for Basic and Digest.');

export const credential = z
  .union([
    secret,
    placedCredential,
    passwordCredential,
    oauthCredential,
    headersCredential,
    tlsCredential,
    awsCredential,
    hmacCredential,
  ])
  .describe(
    'What is presented for one security scheme: a secret, a user name and password, an OAuth client, headers, a client certificate, or a signature.',
  );

export const header = z
  .string()
  .regex(/^[^\r\n\0]*$/, 'holds a line break, which no header can')
  .refine((value) => !referencePrefix.test(value) || isUnderstood(value), notAReference)
  .describe('The value itself, or where it is kept if it is a secret: env:NAME, file:PATH, exec:COMMAND.');

/** A credential of the configuration. */
export type CredentialConfig = z.output<typeof credential>;
