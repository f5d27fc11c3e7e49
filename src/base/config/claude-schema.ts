import * as z from 'zod';
import { secret } from './secret-schema.ts';
import { count, duration, filled } from './values.ts';

const price = z.number().min(0);

export const claudeSchema = z
  .strictObject({
    apiKey: secret
      .default('env:ANTHROPIC_API_KEY')
      .describe('The key for the Messages API, or where it is kept. Default: env:ANTHROPIC_API_KEY.'),
    baseUrl: z
      .url({ protocol: /^https?$/, error: 'expected a URL that begins with http:// or https://' })
      .optional()
      .describe('Where the Messages API is. Default: ANTHROPIC_BASE_URL, else https://api.anthropic.com.'),
    model: filled.default('claude-sonnet-5-5').describe('The model that is asked. Default: claude-sonnet-5-5.'),
    maxTokens: count.default(8_192).describe('The most tokens of one answer. Default: 8192.'),
    maxTurns: count
      .default(32)
      .describe('The most requests that one question may take, with its tool calls. Default: 32.'),
    system: z
      .string()
      .optional()
      .describe('What the model is told beside the description of the APIs. Default: nothing.'),
    toolSearch: z
      .boolean()
      .default(false)
      .describe(
        'All tools are given to the search of the Messages API (defer_loading) instead of listed or searched here. Default: false.',
      ),
    confirm: z
      .enum(['write', 'destructive', 'never'])
      .default('write')
      .describe(
        'Which calls are asked about first: all that change something, those that may destroy, none. Default: write.',
      ),
    countTokens: z
      .enum(['budget', 'always'])
      .default('budget')
      .describe(
        'Whether the API counts the tokens of each request before it is sent: where a budget depends on it, or always; else they are estimated. Default: budget.',
      ),
    concurrency: count.default(16).describe('The most requests to the Messages API under way at once. Default: 16.'),
    conversationBytes: count
      .default(1_000_000)
      .describe('The largest conversation, in characters of JSON; the oldest exchanges go first. Default: 1000000.'),
    timeouts: z
      .strictObject({
        connect: duration.prefault('30s').describe('Until the API answers. Default: 30s.'),
        firstToken: duration.prefault('60s').describe('From there to the first word. Default: 60s.'),
        silence: duration.prefault('60s').describe('The longest silence in the stream. Default: 60s.'),
        total: duration.prefault('10m').describe('For a question with all its turns and waiting. Default: 10m.'),
      })
      .prefault({})
      .describe('How long the Messages API may take.'),
    budget: z
      .strictObject({
        question: count.optional().describe('The most tokens of one question with its turns. Default: no limit.'),
        conversation: count.optional().describe('The most tokens of a conversation. Default: no limit.'),
        day: count
          .optional()
          .describe(
            'The most tokens of a day (UTC), counted in the store: those who share it share the budget. Default: no limit.',
          ),
      })
      .prefault({})
      .describe(
        'Limits on tokens: where one does not allow another request, the answer so far is kept and the reason told.',
      ),
    prices: z
      .record(
        filled,
        z.strictObject({
          input: price.describe('Of tokens that are sent. Required.'),
          output: price.describe('Of tokens that come back. Required.'),
          cacheRead: price.default(0).describe('Of tokens that are read from the cache. Default: 0.'),
          cacheWrite: price.default(0).describe('Of tokens that are written to the cache. Default: 0.'),
        }),
      )
      .default({})
      .describe(
        'Prices of models by name, per million tokens, in a currency of your choice. Default: none, so no cost is shown.',
      ),
  })
  .describe('Asking Claude directly, through the Messages API.');

/** How Claude is asked, with all defaults: durations in milliseconds. */
export type ClaudeConfig = z.output<typeof claudeSchema>;
