import * as z from 'zod';
import { secret } from './secret-schema.ts';
import { count, duration } from './values.ts';

const embeddings = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/, error: 'expected a URL that begins with http:// or https://' })
      .describe('Where texts are turned into vectors, as POST /v1/embeddings of OpenAI takes them. Required.'),
    model: z.string().min(1).describe('The model to name in a request. Required.'),
    key: secret.optional().describe('Sent as a bearer token. Default: none.'),
    batch: count.default(64).describe('The most texts of one request. Default: 64.'),
    timeout: duration.prefault('30s').describe('How long a request may take: "30s" or milliseconds. Default: 30s.'),
  })
  .describe('A model that finds operations by meaning, beside the words. Default: words alone.');

export const searchSchema = z
  .strictObject({ embeddings: embeddings.optional() })
  .prefault({})
  .describe('How operations are found where they are not listed.');

/** The model that texts are turned into vectors by. */
export type EmbeddingsConfig = z.output<typeof embeddings>;
