import { messageOf } from '../../base/errors.ts';
import { isObject, type JsonObject } from '../../base/json.ts';

/** An issuer's document of more bytes than this is none. */
const largest = 1_000_000;

/**
 * A JSON object from an issuer's server. Redirects are not followed: they would lead a secret, or trust, elsewhere.
 *
 * @throws {Error} with what is wrong in one sentence that holds nothing of the answer, which may be anything
 */
export async function fetchJson(
  fetch: typeof globalThis.fetch,
  url: string,
  { timeout, ...init }: RequestInit & { readonly timeout: number },
): Promise<JsonObject> {
  const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeout) }).catch(
    (error: unknown) => {
      const slow = error instanceof Error && error.name === 'TimeoutError';
      throw new Error(
        slow ? `${url} did not answer within ${timeout / 1000} s` : `${url} cannot be reached: ${why(error)}`,
      );
    },
  );
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answered HTTP ${response.status}`);
  }
  const text = await readText(response, url);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const type = response.headers.get('content-type') ?? 'no content type';
    throw new Error(`${url} answered with ${type} where JSON was expected`);
  }
  if (!isObject(value)) throw new Error(`${url} answered with JSON that is no object`);
  return value;
}

async function readText(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > largest) throw new Error(`${url} answered with more than ${largest / 1_000_000} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** fetch says only that it failed; the cause says why. */
function why(error: unknown): string {
  return messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
