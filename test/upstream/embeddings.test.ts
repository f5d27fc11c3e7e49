import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EmbeddingsConfig } from '../../src/base/config/search-schema.ts';
import { type Logger, silentLogger } from '../../src/base/log.ts';
import { MemoryStore } from '../../src/base/store.ts';
import { createSearch } from '../../src/catalog/search/search.ts';
import { HttpClient } from '../../src/upstream/client.ts';
import { createEmbeddings } from '../../src/upstream/embeddings.ts';
import { catalogOfOperations } from '../catalog/document.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

/** A model that knows two meanings: felines and money. */
function vectorOf(text: string): number[] {
  return [/cat|kitten|feline/i.test(text) ? 1 : 0, /money|coin|cash/i.test(text) ? 1 : 0, 0.1];
}

let server: Upstream;
let answer: (input: string[]) => { status?: number; body: string };
const client = new HttpClient();
const normal = (input: string[]): { body: string } => ({
  // In another order than asked, which `index` mends.
  body: JSON.stringify({ data: input.map((text, index) => ({ index, embedding: vectorOf(text) })).reverse() }),
});

beforeAll(async () => {
  server = await startUpstream(({ body }, response) => {
    const { status = 200, body: text } = answer((JSON.parse(body) as { input: string[] }).input);
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
});
afterAll(async () => {
  await client.close();
  await server.close();
});
beforeEach(() => {
  server.received.splice(0);
  answer = normal;
});

function embeddings(options: Partial<EmbeddingsConfig> = {}): ReturnType<typeof createEmbeddings> {
  const config = { url: server.url, model: 'm', batch: 2, timeout: 5000, ...options };
  return createEmbeddings(config, client, {
    read: () => ({ value: 's3cret' }),
    peek: () => undefined,
    forget: () => false,
  });
}

test('asks as OpenAI is asked, in batches, with the key', async () => {
  expect(await embeddings({ key: 'env:KEY' }).embed(['a cat', 'money', 'else'])).toEqual([
    [1, 0, 0.1],
    [0, 1, 0.1],
    [0, 0, 0.1],
  ]);
  expect(server.received.map(({ url, body }) => [url, JSON.parse(body) as unknown])).toEqual([
    ['/v1/embeddings', { model: 'm', input: ['a cat', 'money'], encoding_format: 'float' }],
    ['/v1/embeddings', { model: 'm', input: ['else'], encoding_format: 'float' }],
  ]);
  expect(server.received[0]!.headers.authorization).toBe('Bearer s3cret');
});

test.each(['', '/', '/v1', '/v1/', '/v1/embeddings'])('the path may be written as "%s"', async (path) => {
  await embeddings({ url: `${server.url}${path}` }).embed(['a']);
  expect(server.received[0]!.url).toBe('/v1/embeddings');
});

test.each([
  [{ status: 401, body: '{"error":{"message":"wrong key"}}' }, 'HTTP 401: wrong key'],
  [{ body: 'no' }, 'HTTP 200, and the answer is not JSON'],
  [{ body: '{"data":[]}' }, 'it did not answer with 1 vectors'],
  [{ body: '{"data":[{"embedding":"AAAA"}]}' }, 'it did not answer with 1 vectors'],
])('%j is told', async (given, reason) => {
  answer = () => given;
  await expect(embeddings().embed(['a'])).rejects.toMatchObject({
    code: 'EMBEDDINGS_FAILED',
    message: `${server.url} made no vectors: ${reason}`,
  });
});

describe('a search by words and meaning', () => {
  const operations = {
    'GET /kittens': { operationId: 'kittens', summary: 'Young felines' },
    'GET /coins': { operationId: 'coins', summary: 'Cash on hand' },
    'GET /else': { operationId: 'else', summary: 'Something else' },
  };
  const make = async (store: MemoryStore, logger: Logger = silentLogger): Promise<ReturnType<typeof createSearch>> => {
    const { tools, document, api } = await catalogOfOperations(operations);
    return createSearch(tools, new Map([[api, document]]), { embeddings: embeddings(), store, logger });
  };

  test('finds what shares no word with the question', async () => {
    const search = await make(new MemoryStore());
    expect((await search('my cat'))[0]!.item.name).toBe('kittens');
    expect((await search('my cat', { limit: 1 })).length).toBe(1);
    expect(
      (await search('my cat', { accepts: ({ name }) => name !== 'kittens' })).map(({ item }) => item.name),
    ).not.toContain('kittens');
  });

  test('vectors are kept in the store: another gateway only asks for its question', async () => {
    const store = new MemoryStore();
    await (
      await make(store)
    )('my cat');
    server.received.splice(0);
    await (
      await make(store)
    )('my cat');
    expect(server.received.map(({ body }) => (JSON.parse(body) as { input: string[] }).input)).toEqual([['my cat']]);
  });

  test('without vectors the words answer; that is told once, without the key, and not tried for every question', async () => {
    answer = () => ({ status: 500, body: '{}' });
    const lines: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => void lines.push(message) };
    const search = await make(new MemoryStore(), logger);
    expect((await search('cash'))[0]!.item.name).toBe('coins');
    const asked = server.received.length;
    expect((await search('felines'))[0]!.item.name).toBe('kittens');
    expect(server.received.length).toBe(asked);
    expect(lines).toEqual([expect.stringMatching(/^operations are found by words alone: .*HTTP 500/)]);
  });
});
