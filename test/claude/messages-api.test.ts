import { describe, expect, test } from '@jest/globals';
import { findProblem, type MessagesRequest } from '../support/messages-api.ts';

// The proofs of this folder are worth as much as the mock they are made with: it refuses what the real API refuses.

const schema = { type: 'object', properties: { id: { type: 'string' } } };
const tool = (name: string, input_schema: Record<string, unknown> = schema, more: object = {}) => ({
  name,
  input_schema,
  ...more,
});
const user = (content: unknown) => ({ role: 'user', content });
const calls = (...ids: string[]) => ({
  role: 'assistant',
  content: ids.map((id) => ({ type: 'tool_use', id, name: 'a', input: {} })),
});
const results = (...ids: string[]) => user(ids.map((id) => ({ type: 'tool_result', tool_use_id: id, content: 'x' })));

const request = (more: Partial<MessagesRequest>): MessagesRequest => ({
  model: 'm',
  max_tokens: 10,
  messages: [user('Hi')],
  ...more,
});
const say = { type: 'text', text: 'Hi' };
const marked = { ...say, cache_control: { type: 'ephemeral' } };

describe('the mock of the Messages API refuses', () => {
  test.each<[string, Partial<MessagesRequest>, string]>([
    ['a name with a dot', { tools: [tool('a.b')] }, 'should match pattern'],
    ['a name of 129 characters', { tools: [tool('a'.repeat(129))] }, 'should match pattern'],
    ['two tools of one name', { tools: [tool('a'), tool('a')] }, 'must be unique'],
    ...['oneOf', 'anyOf', 'allOf'].map((keyword): [string, Partial<MessagesRequest>, string] => [
      `${keyword} at the root`,
      { tools: [tool('a', { ...schema, [keyword]: [{}] })] },
      `does not support ${keyword}`,
    ]),
    ['a root that is no object', { tools: [tool('a', { type: 'array' })] }, "should be 'object'"],
    ['a property with a bracket', { tools: [tool('a', { type: 'object', properties: { 'f[x]': {} } })] }, 'f[x]'],
    ['only deferred tools', { tools: [tool('a', schema, { defer_loading: true })] }, 'defer_loading'],
    [
      'a deferred tool with a mark for the cache',
      { tools: [tool('b'), tool('a', schema, { defer_loading: true, cache_control: {} })] },
      'cannot use both',
    ],
    ['five marks for the cache', { messages: [user([marked, marked, marked, marked, marked])] }, 'maximum of 4'],
    ['a conversation that an assistant begins', { messages: [{ role: 'assistant', content: 'Hi' }] }, 'first message'],
    ['nothing said', { messages: [user('')] }, 'must not be empty'],
    ['no blocks', { messages: [user([])] }, 'must not be empty'],
    ['blanks', { messages: [user([{ type: 'text', text: ' ' }])] }, 'non-whitespace'],
    ['a call without a result', { messages: [user('Hi'), calls('1'), user('And?')] }, 'without `tool_result`'],
    ['two calls with one result', { messages: [user('Hi'), calls('1', '2'), results('1')] }, 'immediately after: 2'],
    ['a call at the end', { messages: [user('Hi'), calls('1')] }, 'without `tool_result`'],
    ['a result without a call', { messages: [user('Hi'), results('1')] }, 'unexpected `tool_use_id`'],
    ['two results of one call', { messages: [user('Hi'), calls('1'), results('1', '1')] }, 'single result'],
    [
      'words before a result',
      { messages: [user('Hi'), calls('1'), user([say, ...(results('1').content as object[])])] },
      'immediately after',
    ],
    [
      'an id of a call that was there before',
      { messages: [user('Hi'), calls('1'), results('1'), calls('1'), results('1')] },
      'must be unique: 1',
    ],
  ])('%s', (_name, more, words) => {
    expect(findProblem(request(more))).toContain(words);
  });

  test('nothing that is right', () => {
    const messages = [user([marked]), calls('1', '2'), user([...(results('1', '2').content as object[]), say])];
    const search = { type: 'tool_search_tool_bm25_20251119', name: 'tool_search_tool_bm25' };
    const tools = [search, tool('a', schema, { defer_loading: true }), tool('a-B_9')];
    expect(findProblem(request({ messages, tools }))).toBeUndefined();
  });
});
