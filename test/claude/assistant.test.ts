import { afterEach, describe, expect, test } from '@jest/globals';
import { type ClaudeConfig, claudeSchema } from '../../src/base/config/claude-schema.ts';
import { MemoryStore } from '../../src/base/store.ts';
import type { ToolResult } from '../../src/catalog/tool-result.ts';
import { type AskOptions, type AssistantOptions, createAssistant } from '../../src/claude/assistant.ts';
import { createClient } from '../../src/claude/client.ts';
import {
  type Conversation,
  loadConversation,
  newConversation,
  parseConversation,
  saveConversation,
} from '../../src/claude/conversation.ts';
import type { Surface, ToolDefinition } from '../../src/surface/surface.ts';
import {
  type MessagesApi,
  type MessagesApiOptions,
  type MessagesRequest,
  type Reply,
  startMessagesApi,
} from '../support/messages-api.ts';

const definition = (name: string, readOnlyHint: boolean): ToolDefinition => ({
  name,
  title: name,
  description: name,
  inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  annotations: { readOnlyHint, destructiveHint: !readOnlyHint, idempotentHint: true, openWorldHint: true },
});

/** A surface that notes when each call begins and ends. */
function createSurface(result: ToolResult = { content: [{ type: 'text', text: 'done' }] }): {
  surface: Surface;
  log: string[];
} {
  const log: string[] = [];
  const surface: Surface = {
    kind: 'direct',
    tools: [definition('read', true), definition('write', false)],
    requirementsOf: () => [],
    call: async (name, args) => {
      log.push(`begin ${name} ${JSON.stringify(args)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      log.push(`end ${name} ${JSON.stringify(args)}`);
      return result;
    },
  };
  return { surface, log };
}

let api: MessagesApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function start(
  replies: readonly Reply[] | ((request: MessagesRequest, index: number) => Reply),
  config: Record<string, unknown> = {},
  { surface } = createSurface(),
  options: Pick<AssistantOptions, 'store' | 'logger'> & MessagesApiOptions = {},
) {
  const answer =
    typeof replies === 'function'
      ? replies
      : (_: MessagesRequest, index: number) => replies[index] ?? { blocks: [say('nothing more')] };
  api = await startMessagesApi(answer, options);
  const parsed: ClaudeConfig = claudeSchema.parse({ baseUrl: api.url, ...config });
  const client = await createClient(parsed, {
    secrets: { env: { ANTHROPIC_API_KEY: 'test-key' }, readFile: () => '' },
  });
  const assistant = createAssistant({ client, config: parsed, surface, instructions: 'An API.', ...options });
  return { assistant, api, ask: (question: string, options?: AskOptions) => assistant.ask(question, options) };
}

const say = (text: string) => ({ type: 'text', text }) as const;
const use = (id: string, name: string, input: object = {}) => ({ type: 'tool_use', id, name, input }) as const;
const yes = () => Promise.resolve(true);

describe('a question', () => {
  test('is answered as it streams, and goes on in the same conversation', async () => {
    const {
      ask,
      api: { requests },
    } = await start([{ blocks: [say('Hello, how are you?')] }, { blocks: [say('Fine.')] }]);
    let streamed = '';
    const first = await ask('Hi', { onText: (text) => (streamed += text) });
    expect([first.text, streamed, first.stopReason, first.error]).toEqual([
      'Hello, how are you?',
      'Hello, how are you?',
      'end_turn',
      undefined,
    ]);
    const second = await ask('And now?', { conversation: first.conversation });
    expect(second.text).toBe('Fine.');
    expect(requests[1]!.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(second.conversation.usage.input).toBe(20);
  });

  test('calls tools in their order: those that read at once, those that write one after another', async () => {
    const world = createSurface();
    const { ask } = await start(
      [
        {
          blocks: [
            say('Let me see.'),
            use('1', 'write', { n: 1 }),
            use('2', 'read', { n: 2 }),
            use('3', 'read', { n: 3 }),
            use('4', 'write', { n: 4 }),
          ],
        },
        { blocks: [say('All done.')] },
      ],
      {},
      world,
    );
    const answer = await ask('Go', { confirm: yes });
    expect(answer.text).toBe('All done.');
    expect(world.log).toEqual([
      'begin write {"n":1}',
      'end write {"n":1}',
      'begin read {"n":2}',
      'begin read {"n":3}',
      'end read {"n":2}',
      'end read {"n":3}',
      'begin write {"n":4}',
      'end write {"n":4}',
    ]);
    const results = answer.conversation.messages[2]!.content as { tool_use_id: string }[];
    expect(results.map(({ tool_use_id }) => tool_use_id)).toEqual(['1', '2', '3', '4']);
  });

  test.each([
    ['write', undefined, false],
    ['write', () => Promise.resolve(false), false],
    ['write', yes, true],
    ['destructive', undefined, false],
    ['never', undefined, true],
  ] as const)('claude.confirm %s, answered by %p: made: %p', async (confirm, allow, made) => {
    const world = createSurface();
    const { ask } = await start([{ blocks: [use('1', 'write')] }, { blocks: [say('ok')] }], { confirm }, world);
    const { conversation } = await ask('Go', allow ? { confirm: allow } : {});
    expect(world.log.length > 0).toBe(made);
    const [result] = conversation.messages[2]!.content as { is_error?: boolean }[];
    expect(result!.is_error ?? false).toBe(!made);
  });

  test('takes images and PDF from a result, and tells of other files', async () => {
    const image = { type: 'image', data: 'aGk=', mimeType: 'image/png' } as const;
    const file = (mimeType: string) =>
      ({ type: 'resource', resource: { uri: 'attachment:///x', mimeType, blob: 'aGk=' } }) as const;
    const world = createSurface({ content: [image, file('application/pdf'), file('application/zip')] });
    const { ask } = await start([{ blocks: [use('1', 'read')] }, { blocks: [say('ok')] }], {}, world);
    const { conversation } = await ask('Go');
    const [result] = conversation.messages[2]!.content as { content: unknown[] }[];
    expect(result!.content).toMatchObject([
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGk=' } },
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf' } },
      { type: 'text', text: expect.stringContaining('application/zip') },
    ]);
  });

  test('the beginning of each request is the same, and marked for the prompt cache', async () => {
    const {
      ask,
      api: { requests },
    } = await start([{ blocks: [use('1', 'read')] }, { blocks: [say('ok')] }]);
    await ask('Go');
    const [first, second] = requests.map(({ tools, system }) => JSON.stringify({ tools, system }));
    expect(first).toBe(second);
    expect(requests[0]!.system).toEqual([{ type: 'text', text: 'An API.', cache_control: { type: 'ephemeral' } }]);
    // The second request marks what the first one marked, to find it again, and its own end.
    const marked = requests[1]!.messages.map((message) => JSON.stringify(message).includes('"cache_control"'));
    expect(marked).toEqual([true, false, true]);
  });

  test('a call breaks without taking the others along', async () => {
    const world = createSurface();
    const broken: Surface = {
      ...world.surface,
      call: (name, args, context) =>
        (args as { n: number }).n === 1 ? Promise.reject(new Error('boom')) : world.surface.call(name, args, context),
    };
    const { ask } = await start(
      [{ blocks: [use('1', 'read', { n: 1 }), use('2', 'read', { n: 2 })] }, { blocks: [say('ok')] }],
      {},
      { ...world, surface: broken },
    );
    const { text, conversation } = await ask('Go');
    expect(text).toBe('ok');
    expect(conversation.messages[2]!.content).toMatchObject([
      { tool_use_id: '1', is_error: true, content: [{ text: expect.stringContaining('boom') }] },
      { tool_use_id: '2', content: [{ text: 'done' }] },
    ]);
  });

  test.each([
    ['max_tokens', ['ok', 'end_turn', 2]],
    ['refusal', ['', 'refusal', 1]],
  ] as const)('a call in an answer that ended by %s may be half a call, and is not made', async (stop, expected) => {
    const world = createSurface();
    const { ask } = await start([{ blocks: [use('1', 'write')], stop }, { blocks: [say('ok')] }], {}, world);
    const { text, stopReason, turns, conversation } = await ask('Go', { confirm: yes });
    expect([text, stopReason, turns.length]).toEqual(expected);
    expect(world.log).toEqual([]);
    expect(conversation.messages[2]!.content).toMatchObject([{ is_error: true }]);
  });

  test('an answer of nothing, or of blanks, leaves a conversation that the API takes', async () => {
    const { ask } = await start([{ blocks: [] }, { blocks: [say('  ')] }, { blocks: [say('ok')] }]);
    const { conversation } = await ask('Go');
    const second = await ask('Go on', { conversation });
    const { text, error } = await ask('And on', { conversation: second.conversation });
    expect([text, error]).toEqual(['ok', undefined]);
  });

  test('what is asked about is given up when the question is', async () => {
    const world = createSurface();
    const { ask } = await start([{ blocks: [use('1', 'write')] }], { timeouts: { total: 300 } }, world);
    const never = () => new Promise<boolean>(() => undefined);
    const { error, conversation } = await ask('Go', { confirm: never });
    expect([error?.code, world.log, conversation.messages.length]).toEqual(['CLAUDE_TIMEOUT', [], 3]);
  });

  test('the tool search of the API takes the place of the list', async () => {
    const {
      ask,
      api: { requests },
    } = await start([{ blocks: [say('ok')] }], { toolSearch: true });
    await ask('Go');
    expect(requests[0]!.tools).toMatchObject([
      { name: 'tool_search_tool_bm25' },
      { name: 'read', defer_loading: true },
      { name: 'write', defer_loading: true },
    ]);
  });

  test('what is pinned is listed beside the tool search', async () => {
    const world = createSurface();
    const [read, write] = world.surface.tools;
    const tools = [{ ...read!, _meta: { 'anthropic/alwaysLoad': true } }, write!];
    const pinned = { ...world, surface: { ...world.surface, tools } };
    const {
      ask,
      api: { requests },
    } = await start([{ blocks: [say('ok')] }], { toolSearch: true }, pinned);
    await ask('Go');
    expect(requests[0]!.tools!.map(({ defer_loading: deferred }) => deferred)).toEqual([undefined, undefined, true]);
  });

  test('a deprecated model is a warning, once', async () => {
    const warnings: string[] = [];
    const { ask } = await start(
      () => ({ blocks: [say('ok')], before: 100 }),
      { model: 'claude-old-1' },
      createSurface(),
      { deprecated: ['claude-old-1'] },
    );
    const onWarning = (warning: string) => warnings.push(warning);
    await ask('Go', { onWarning });
    await ask('Go', { onWarning });
    expect(warnings).toEqual([
      expect.stringMatching(/^The model claude-old-1 is deprecated since 2026-01-31: .*`claude\.model`/),
    ]);
  });
});

describe('what the API cannot do now is asked again', () => {
  test.each<[string, Reply]>([
    ['429 with retry-after', { status: 429, errorType: 'rate_limit_error', headers: { 'retry-after': '0' } }],
    ['529', { status: 529, errorType: 'overloaded_error', headers: { 'retry-after-ms': '5' } }],
    ['500', { status: 500, headers: { 'retry-after': '0' } }],
    ['a cut stream', { blocks: [say('half of a sentence')], cut: true }],
    ['an error in the stream', { blocks: [say('half of a sentence')], errorType: 'overloaded_error' }],
    ['a stream that ends in the middle', { blocks: [say('half of a sentence')], cut: 'politely' }],
    ['a limit that is told in the stream', { blocks: [say('half')], errorType: 'rate_limit_error' }],
    ['a stream that falls silent', { blocks: [say('half of a sentence')], afterFirst: 5_000 }],
  ])('%s', async (_name, reply) => {
    const {
      ask,
      api: { requests },
    } = await start([reply, { blocks: [say('whole')] }], { timeouts: { silence: 100 } });
    const reasons: string[] = [];
    const answer = await ask('Go', { onRetry: ({ code }) => reasons.push(code) });
    expect([answer.text, answer.error, reasons.length, requests.length]).toEqual(['whole', undefined, 1, 2]);
  });

  test('a storm of refusals, longer than faults are borne', async () => {
    const refusal: Reply = { status: 429, errorType: 'rate_limit_error', headers: { 'retry-after-ms': '5' } };
    const {
      ask,
      api: { requests },
    } = await start([...Array<Reply>(20).fill(refusal), { blocks: [say('at last')] }]);
    expect([(await ask('Go')).text, requests.length]).toEqual(['at last', 21]);
  });

  test('an overload that does not end, a few times', async () => {
    const overload: Reply = { status: 529, errorType: 'overloaded_error', headers: { 'retry-after-ms': '5' } };
    const {
      ask,
      api: { requests },
    } = await start(() => overload);
    expect([(await ask('Go')).error?.code, requests.length]).toEqual(['CLAUDE_OVERLOADED', 8]);
  });

  test('what the API refuses in the stream is final', async () => {
    const {
      ask,
      api: { requests },
    } = await start([{ blocks: [say('half')], errorType: 'invalid_request_error' }]);
    const { error, text } = await ask('Go');
    expect([error?.code, text, requests.length]).toEqual(['CLAUDE_REFUSED', 'half', 1]);
  });

  test('no tool is called again for it', async () => {
    const world = createSurface();
    const { ask } = await start(
      [{ blocks: [use('1', 'write')] }, { blocks: [say('ha')], cut: true }, { blocks: [say('ok')] }],
      {},
      world,
    );
    const { text } = await ask('Go', { confirm: yes });
    expect([text, world.log.filter((line) => line.startsWith('begin'))]).toEqual(['ok', ['begin write {}']]);
  });
});

describe('what ends a question keeps what was said and says why', () => {
  test('a wait that is longer than the time there is', async () => {
    const { ask } = await start([{ status: 429, errorType: 'rate_limit_error', headers: { 'retry-after': '3600' } }]);
    const { error } = await ask('Go');
    expect(error).toMatchObject({ code: 'CLAUDE_RATE_LIMITED', message: expect.stringContaining('for 3600 s') });
  });

  test('a request that the API refuses is not sent again', async () => {
    const {
      ask,
      api: { requests },
    } = await start([{ status: 404, errorType: 'not_found_error' }]);
    expect((await ask('Go')).error).toMatchObject({
      code: 'CLAUDE_REFUSED',
      hint: expect.stringContaining('claude.model'),
    });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['connect', { before: 5_000 }, 'did not answer for 0.05 s'],
    ['firstToken', { beforeFirst: 5_000 }, 'said nothing for 0.05 s'],
  ] as const)('claude.timeouts.%s', async (name, reply, words) => {
    const { ask } = await start(() => ({ ...reply, blocks: [say('late')] }), { timeouts: { [name]: 50, total: 400 } });
    expect((await ask('Go')).error).toMatchObject({ code: 'CLAUDE_TIMEOUT', message: expect.stringContaining(words) });
  });

  test('the whole time', async () => {
    const { ask } = await start([{ blocks: [say('one word at a time, slowly')], afterFirst: 60 }], {
      timeouts: { total: 150 },
    });
    const answer = await ask('Go');
    expect(answer.error).toMatchObject({ code: 'CLAUDE_TIMEOUT', message: expect.stringContaining('within 0.15 s') });
    expect('one word at a time, slowly'.startsWith(answer.text) && answer.text !== '').toBe(true);
    // It is part of the conversation, which goes on from there.
    expect(answer.conversation.messages.at(-1)).toEqual({ role: 'assistant', content: answer.text });
  });

  test('the one who asked', async () => {
    const { ask } = await start([{ blocks: [say('one word at a time, slowly')], afterFirst: 50 }]);
    const stop = new AbortController();
    const answer = await ask('Go', { signal: stop.signal, onText: () => stop.abort() });
    expect([answer.error?.code, answer.text]).toEqual(['CLAUDE_CANCELLED', 'one word']);
  });

  test.each(['question', 'conversation', 'day'] as const)('the budget of a %s, in the middle', async (scope) => {
    const world = createSurface();
    const {
      ask,
      api: { requests, counted },
    } = await start(
      [{ blocks: [say('Let me see.'), use('1', 'read')], usage: { input_tokens: 900 } }, { blocks: [say('never')] }],
      { budget: { [scope]: 1_000 } },
      world,
    );
    const answer = await ask('Go');
    expect(answer.text).toBe('Let me see.');
    expect(answer.error).toMatchObject({
      code: 'CLAUDE_BUDGET',
      message: expect.stringContaining(`for this ${scope}`),
    });
    expect([requests.length, counted.length, world.log.length]).toEqual([1, 2, 2]);
    // The call has its result, so the conversation can go on elsewhere.
    expect(answer.conversation.messages).toHaveLength(3);
  });

  test('the most turns', async () => {
    const { ask } = await start((_, index) => ({ blocks: [use(String(index), 'read')] }), { maxTurns: 3 });
    const { turns, error } = await ask('Go');
    expect([turns.length, error?.code]).toEqual([3, 'CLAUDE_TURNS']);
  });
});

test('a conversation goes on in another process, from what the store keeps', async () => {
  const store = new MemoryStore();
  const { ask } = await start([{ blocks: [use('1', 'read')] }, { blocks: [say('ok')] }, { blocks: [say('again')] }]);
  const { conversation } = await ask('Go');
  await saveConversation(store, conversation);
  const loaded = await loadConversation(store, conversation.id);
  expect(loaded).toEqual(JSON.parse(JSON.stringify(conversation)));
  expect((await ask('More', { conversation: loaded })).text).toBe('again');
  await expect(loadConversation(store, newConversation().id)).rejects.toMatchObject({ code: 'CONVERSATION_UNKNOWN' });
});

test('a process that died in the middle of a call: another one goes on, and does not make it again by itself', async () => {
  const world = createSurface();
  const kept: Conversation[] = [];
  const { ask } = await start(
    [{ blocks: [use('1', 'write')] }, { blocks: [say('ok')] }, { blocks: [say('I see')] }],
    {},
    world,
  );
  await ask('Go', {
    confirm: yes,
    save: (conversation) => Promise.resolve(void kept.push(JSON.parse(JSON.stringify(conversation)) as Conversation)),
  });
  expect(kept.map(({ messages }) => messages.length)).toEqual([2, 3, 4]);
  const { text, conversation } = await ask('Go on', { conversation: kept[0]! });
  expect([text, world.log]).toEqual(['I see', ['begin write {}', 'end write {}']]);
  expect(conversation.messages[2]!.content).toMatchObject([
    { type: 'tool_result', tool_use_id: '1', is_error: true, content: expect.stringContaining('Nobody knows') },
    { type: 'text', text: 'Go on' },
  ]);
});

test('the budget of a day is shared by all who share the store, also by many at once', async () => {
  const store = new MemoryStore();
  const config = { budget: { day: 1_000 } };
  const { ask } = await start(
    () => ({ blocks: [say('ok')], usage: { input_tokens: 99, output_tokens: 1 } }),
    config,
    undefined,
    {
      store,
    },
  );
  const answers = await Promise.all(Array.from({ length: 15 }, () => ask('Go')));
  expect(answers.filter(({ error }) => error === undefined)).toHaveLength(10);
  await api!.close();
  const other = await start([{ blocks: [say('never')] }], config, undefined, { store });
  expect((await other.ask('Go')).error).toMatchObject({
    code: 'CLAUDE_BUDGET',
    message: expect.stringContaining('1000 are used'),
  });
});

test('tokens are counted by the API where that is wanted, and estimated where it does not answer', async () => {
  const counting = await start([{ blocks: [say('ok')] }], { countTokens: 'always' }, undefined, {
    countTokens: () => 77,
  });
  expect((await counting.ask('Go')).turns[0]!.counted).toEqual({ tokens: 77, isEstimate: false });
  await api!.close();
  const estimating = await start([{ blocks: [say('ok')] }]);
  expect((await estimating.ask('Go')).turns[0]!.counted.isEstimate).toBe(true);
  expect(estimating.api.counted).toEqual([]);
});

test('a missing key says that the process needs it, and how', async () => {
  const config = claudeSchema.parse({});
  await expect(createClient(config, { secrets: { env: {}, readFile: () => '' } })).rejects.toMatchObject({
    code: 'CLAUDE_KEY_MISSING',
    hint: expect.stringMatching(/systemd[^]*Docker[^]*Compose[^]*Kubernetes/),
  });
});

test.each(['{', '{}', '{"id":"1","messages":[{"role":"user"}],"usage":{}}'])('%s is no conversation', (text) => {
  expect(() => parseConversation(text, 'shop.json')).toThrow('shop.json does not hold a conversation');
});
