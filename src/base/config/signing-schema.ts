import * as z from 'zod';
import { secret, text } from './secret-schema.ts';
import { filled } from './values.ts';

const always = z
  .boolean()
  .optional()
  .describe('Sent with every request, whether the document asks for it or not. Default: false.');

export const awsCredential = z
  .strictObject({
    aws: z
      .strictObject({
        accessKeyId: secret.describe('The id of the key, by reference.'),
        secretAccessKey: secret,
        sessionToken: secret.optional().describe('Of temporary credentials, by reference. Default: none.'),
        region: filled.describe('Such as eu-central-1.'),
        service: filled.describe('As it is called in signatures: execute-api, s3, es.'),
      })
      .describe('Keys of AWS, and what they sign for.'),
    always,
  })
  .describe('Signs requests for AWS (Signature Version 4).');

export const hmacCredential = z
  .strictObject({
    hmac: z
      .strictObject({
        key: secret,
        keyEncoding: z
          .enum(['text', 'base64', 'hex'])
          .default('text')
          .describe('How the key is written. Default: text.'),
        algorithm: z
          .enum(['sha1', 'sha256', 'sha384', 'sha512'])
          .default('sha256')
          .describe('The hash. Default: sha256.'),
        encoding: z
          .enum(['hex', 'base64', 'base64url'])
          .default('hex')
          .describe('How signature and bodyHash are written. Default: hex.'),
        message: filled.describe(
          'What is signed. {method}, {host}, {path}, {query}, {url}, {body}, {bodyHash} (with the same hash), {timestamp} (seconds), {timestampMs}, {date} (ISO 8601), {httpDate}, {nonce}, {value.NAME}, {header.NAME}.',
        ),
        values: z
          .record(filled, text)
          .optional()
          .describe('What {value.NAME} stands for: a key id, a tenant; by reference or as it is. Default: none.'),
        headers: z
          .record(filled, filled)
          .optional()
          .describe('Headers that are sent, with {signature} and what may stand in message. Default: none.'),
        query: z
          .record(filled, filled)
          .optional()
          .describe('Query parameters that are added, written alike. They are not part of {query}. Default: none.'),
      })
      .describe('A signature by a template.'),
    always,
  })
  .describe('Signs requests with a shared key (HMAC, RFC 2104).');

export const tlsCredential = z
  .strictObject({
    certificate: secret.optional().describe('The client certificate with its chain, PEM, by reference. Default: none.'),
    key: secret.optional().describe('Its private key, PEM, by reference. Default: none.'),
    passphrase: secret.optional().describe('Of the private key, by reference. Default: none.'),
    ca: secret
      .optional()
      .describe("Authorities that the API's certificate may come from, PEM, by reference. Default: those of Node."),
    always,
  })
  .refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), {
    error: 'has one of certificate and key without the other',
    abort: true,
  })
  .refine(({ certificate, ca }) => certificate !== undefined || ca !== undefined, {
    error: 'needs certificate and key, or ca',
    abort: true,
  })
  .describe('A client certificate (mutual TLS), or an authority of your own.');

export const headersCredential = z
  .strictObject({
    headers: z
      .record(filled, text)
      .refine((headers) => Object.keys(headers).length > 0, { error: 'expected at least one header', abort: true })
      .describe('Headers by name, each by reference or as it is.'),
    always,
  })
  .describe('Several headers that belong together, such as a key and its id.');

export type AwsConfig = z.output<typeof awsCredential>;
export type HmacConfig = z.output<typeof hmacCredential>;
export type TlsConfig = z.output<typeof tlsCredential>;
export type HeadersConfig = z.output<typeof headersCredential>;
