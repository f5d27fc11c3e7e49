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
    allowedHosts: z
      .array(filled)
      .optional()
      .describe('Host names that clients may use in the Host header. Default: those of the address listened on.'),
    allowedOrigins: z
      .array(filled)
      .optional()
      .describe('Origins of web pages that may call, such as https://app.example.com. Default: none.'),
  })
  .prefault({})
  .describe('The HTTP server, where one is started.');
