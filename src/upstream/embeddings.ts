import type { EmbeddingsConfig } from '../base/config/search-schema.ts';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { own, text } from '../base/json.ts';
import type { SecretReader } from '../base/secret-reader.ts';
import type { Embeddings } from '../catalog/search/hybrid.ts';
import type { HttpClient } from './client.ts';

const mostBytes = 64_000_000;

/**
 * Vectors by a server that answers as `POST /v1/embeddings` of OpenAI does. The URL may name that path or stop before it.
 *
 * @throws {RoutewrightError} EMBEDDINGS_FAILED, from `embed`
 */
export function createEmbeddings(
  { url, model, key, batch, timeout }: EmbeddingsConfig,
  client: HttpClient,
  secrets: SecretReader,
): Embeddings {
  const endpoint = /\/embeddings\/?$/.test(url) ? url : `${url.replace(/\/$/, '').replace(/\/v1$/, '')}/v1/embeddings`;
  const embedBatch = async (input: readonly string[]): Promise<readonly number[][]> => {
    const secret = key === undefined ? undefined : await secrets.read(key);
    if (secret && 'missing' in secret) throw fail(endpoint, `its key is missing: ${secret.missing}`);
    const response = await client
      .send(
        {
          method: 'POST',
          url: endpoint,
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            ...(secret ? { authorization: `Bearer ${secret.value}` } : {}),
          },
          credentialHeaders: secret ? ['authorization'] : [],
          body: JSON.stringify({ model, input, encoding_format: 'float' }),
        },
        { signal: AbortSignal.timeout(timeout), maxBytes: mostBytes },
      )
      .catch((error: unknown) => {
        throw fail(endpoint, messageOf(error));
      });
    return readVectors(endpoint, response.status, response.body, input.length);
  };
  return {
    model,
    embed: async (texts) => {
      const vectors: (readonly number[])[] = [];
      for (let start = 0; start < texts.length; start += batch)
        vectors.push(...(await embedBatch(texts.slice(start, start + batch))));
      return vectors;
    },
  };
}

function readVectors(endpoint: string, status: number, body: Uint8Array, count: number): number[][] {
  let answer: unknown;
  try {
    answer = JSON.parse(Buffer.from(body).toString());
  } catch {
    throw fail(endpoint, `HTTP ${status}, and the answer is not JSON`);
  }
  if (status >= 400)
    throw fail(endpoint, `HTTP ${status}: ${text(own(own(answer, 'error'), 'message')) ?? 'no reason is given'}`);
  const data = own(answer, 'data');
  const vectors = (Array.isArray(data) ? (data as unknown[]) : [])
    .map((entry, place) => ({ index: Number(own(entry, 'index') ?? place), vector: own(entry, 'embedding') }))
    .sort((one, other) => one.index - other.index)
    .map(({ vector }) => vector);
  if (vectors.length !== count || !vectors.every(isVector))
    throw fail(endpoint, `it did not answer with ${count} vectors`);
  return vectors;
}

function isVector(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === 'number');
}

function fail(endpoint: string, reason: string): RoutewrightError {
  return new RoutewrightError('EMBEDDINGS_FAILED', `${new URL(endpoint).origin} made no vectors: ${reason}`, {
    hint: 'Check search.embeddings: url, model and key.',
  });
}
