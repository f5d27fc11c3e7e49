import { messageOf, RoutewrightError } from '../base/errors.ts';
import { own, text } from '../base/json.ts';

/** A tool as a model is shown it. */
interface Shown {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

const question = [{ role: 'user', content: 'Hello' }];

/**
 * The tokens that definitions cost a model, by the Messages API: what a request costs with them, less what it costs
 * without. `ANTHROPIC_API_KEY` is sent to `ANTHROPIC_BASE_URL`, or to Anthropic where that is not set.
 *
 * @throws {RoutewrightError} TOKENS_UNCOUNTED
 * @see https://docs.anthropic.com/en/api/messages-count-tokens
 */
export async function countTokens(
  tools: readonly Shown[],
  model: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const key = env['ANTHROPIC_API_KEY'] ?? '';
  if (key === '')
    throw new RoutewrightError('TOKENS_UNCOUNTED', 'The Messages API counts tokens only with a key', {
      hint: 'Set ANTHROPIC_API_KEY, or leave out --count-tokens for the estimate.',
    });
  const url = new URL('/v1/messages/count_tokens', env['ANTHROPIC_BASE_URL'] ?? 'https://api.anthropic.com');
  const count = async (definitions: readonly object[]): Promise<number> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: question, ...(definitions.length > 0 ? { tools: definitions } : {}) }),
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
    }).catch((error: unknown) => fail(`the Messages API was not reached: ${messageOf(error)}`));
    const answer: unknown = await response.json().catch(() => undefined);
    const tokens = own(answer, 'input_tokens');
    if (response.ok && typeof tokens === 'number') return tokens;
    return fail(`HTTP ${response.status}: ${text(own(own(answer, 'error'), 'message')) ?? 'no reason is given'}`);
  };
  const definitions = tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    input_schema: inputSchema,
  }));
  return (await count(definitions)) - (await count([]));
}

function fail(reason: string): never {
  throw new RoutewrightError('TOKENS_UNCOUNTED', `The tokens could not be counted; ${reason}`, {
    hint: 'Check the key, the model (--model) and ANTHROPIC_BASE_URL.',
  });
}
