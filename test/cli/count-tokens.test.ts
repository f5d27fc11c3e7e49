import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { countTokens } from '../../src/cli/count-tokens.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const tool = { name: 'a', description: 'Does a', inputSchema: { type: 'object' } };
let api: Upstream;
let status = 200;

beforeAll(async () => {
  api = await startUpstream(({ body }, response) => {
    const { tools = [] } = JSON.parse(body) as { tools?: unknown[] };
    const answer =
      status === 200 ? { input_tokens: 8 + 346 * tools.length } : { error: { message: 'model: not found' } };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
});
afterAll(() => api.close());

test('counts what the definitions add to a request, as the Messages API takes them', async () => {
  const env = { ANTHROPIC_API_KEY: 'k3y', ANTHROPIC_BASE_URL: api.url };
  expect(await countTokens([tool], 'some-model', env)).toBe(346);
  expect(api.received.map(({ method, url }) => `${method} ${url}`)).toEqual(
    Array(2).fill('POST /v1/messages/count_tokens'),
  );
  expect(api.received[0]!.headers).toMatchObject({ 'x-api-key': 'k3y', 'anthropic-version': '2023-06-01' });
  expect(JSON.parse(api.received[0]!.body)).toEqual({
    model: 'some-model',
    messages: [{ role: 'user', content: 'Hello' }],
    tools: [{ name: 'a', description: 'Does a', input_schema: { type: 'object' } }],
  });
});

test('says what the API says, never the key', async () => {
  status = 404;
  await expect(
    countTokens([tool], 'some-model', { ANTHROPIC_API_KEY: 'k3y', ANTHROPIC_BASE_URL: api.url }),
  ).rejects.toMatchObject({
    code: 'TOKENS_UNCOUNTED',
    message: 'The tokens could not be counted; HTTP 404: model: not found',
  });
});

test.each([
  ['no key', {}, /only with a key/],
  ['nobody there', { ANTHROPIC_API_KEY: 'k3y', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' }, /not reached/],
])('%s is told', async (_, env, message) => {
  await expect(countTokens([tool], 'some-model', env)).rejects.toMatchObject({ code: 'TOKENS_UNCOUNTED', message });
});
