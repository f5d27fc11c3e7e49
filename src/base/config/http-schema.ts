import * as z from 'zod';
import { filled } from './values.ts';

export const httpSchema = z
  .strictObject({
    host: filled.default('127.0.0.1').describe('The address to listen on. Default: 127.0.0.1, this machine only.'),
    port: z
      .int()
      .min(0)
      .max(65_535)
      .default(8808)
      .describe('The port to listen on; 0 takes a free one. Default: 8808.'),
    publicUrl: z
      .url({ protocol: /^https?$/, error: 'expected a URL that begins with https:// or http://' })
      .refine((url) => !/[?#]/.test(url), 'must not have a query or fragment')
      .transform((url) => url.replace(/\/+$/, ''))
      .optional()
      .describe(
        'Where clients reach this server, without /mcp: what tokens are issued for. Default: where it listens.',
      ),
    allowedHosts: z
      .array(filled)
      .optional()
      .describe('Host names that clients may use in the Host header. Default: those of the address listened on.'),
    allowedOrigins: z
      .array(filled)
      .optional()
      .describe('Origins of web pages that may call, such as https://app.example.com. Default: none.'),
    allowCredentials: z
      .boolean()
      .default(false)
      .describe('Whether such pages may send cookies, for a proxy in front that wants them. Default: false.'),
    trustedProxies: z
      .union([z.int().min(0), z.array(filled)])
      .default(0)
      .describe(
        'The proxies whose X-Forwarded-For is believed: how many there are, or their addresses and ranges. Default: 0.',
      ),
    tls: z
      .strictObject({
        certificate: filled.describe('The certificate with its chain, a PEM file. Required.'),
        key: filled.describe('Its private key, a PEM file. Required.'),
      })
      .optional()
      .describe('Serves HTTPS. The files are read again when they change. Default: HTTP.'),
  })
  .refine(
    ({ allowCredentials, allowedOrigins = [] }) => !allowCredentials || !allowedOrigins.includes('*'),
    'allowCredentials needs allowedOrigins that are named, not *',
  )
  .prefault({})
  .describe('The HTTP server, where one is started.');

/** The HTTP server with all defaults. */
export type HttpConfig = z.output<typeof httpSchema>;
