import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { configFromSpec } from '../../src/base/config/load.ts';
import { createAssistant } from '../../src/claude/assistant.ts';
import { createClient } from '../../src/claude/client.ts';
import type { Conversation } from '../../src/claude/conversation.ts';
import { createBookshop } from '../../src/demo/bookshop-api.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { startMessagesApi } from '../support/messages-api.ts';
import { runStorm } from '../support/storm.ts';

const shop = createBookshop().listen(0, '127.0.0.1');
const shopUrl = (): string => `http://127.0.0.1:${(shop.address() as AddressInfo).port}/v1`;
let gateway: Gateway;

const config = (claude: object) =>
  configFromSpec('openapi/bookshop.yaml', {
    api: { baseUrl: shopUrl(), credentials: { ShopKey: 'env:SHOP_KEY' } },
    surface: 'direct',
    claude: { apiKey: 'env:KEY', ...claude },
  });

beforeAll(async () => {
  if (!shop.listening) await once(shop, 'listening');
  gateway = await createGateway(config({}), {
    secrets: { env: { SHOP_KEY: 'demo-shop-key' }, readFile: () => '' },
  });
});

afterAll(async () => {
  await gateway.close();
  const closed = once(shop, 'close');
  shop.close();
  shop.closeAllConnections();
  await closed;
});

test('500 conversations at once, with limits for a tenth of them: all finish, none is refused, no call is made twice', async () => {
  const { names, answers, made, requests, refused, faults, farthest } = await runStorm(500);
  expect(answers.flatMap(({ error }) => error ?? [])).toEqual([]);
  expect(answers.map(({ text }) => text)).toEqual(names.map((name) => `${name} is done`));
  expect([...made].sort()).toEqual(names.flatMap((name) => [`read ${name}`, `write ${name}`]).sort());
  expect(farthest).toBe(499);
  expect(faults).toBeGreaterThan(50);
  expect(refused).toBeLessThan(requests / 20);
}, 90_000);

describe("aimock, somebody else's idea of the Messages API", () => {
  test('a conversation of many turns through refusals, overloads and streams that are cut', async () => {
    const claude = new LLMock({ host: '127.0.0.1', port: 0, chunkSize: 12 });
    const books = ['bk_001', 'bk_002', 'bk_003', 'bk_004', 'bk_005', 'bk_006'];
    for (const [index, id] of books.entries()) {
      const asked = { userMessage: id, hasToolResult: false };
      // What comes first is a fault of one kind or another.
      if (index % 3 === 0)
        claude.on(
          { ...asked, sequenceIndex: 0 },
          { error: { message: 'slow down', type: 'rate_limit_error' }, status: 429, retryAfter: 0 },
        );
      if (index % 3 === 1)
        claude.on(
          { ...asked, sequenceIndex: 0 },
          { error: { message: 'busy', type: 'overloaded_error' }, status: 529 },
        );
      if (index % 3 === 2)
        claude.on(
          { ...asked, sequenceIndex: 0 },
          { content: 'I shall look that up in the shop.' },
          { truncateAfterChunks: 4 },
        );
      claude.on(asked, {
        content: 'I look it up.',
        toolCalls: [
          { id: `a_${id}`, name: 'getBook', arguments: JSON.stringify({ bookId: id }) },
          { id: `b_${id}`, name: 'listReviews', arguments: JSON.stringify({ bookId: id }) },
        ],
      });
      claude.on({ userMessage: id, hasToolResult: true }, { content: `That is all about ${id}.` });
    }
    await claude.start();
    const { claude: settings } = config({ baseUrl: claude.url });
    const client = await createClient(settings, { secrets: { env: { KEY: 'test-key' }, readFile: () => '' } });
    const assistant = createAssistant({
      client,
      config: settings,
      surface: gateway.surface,
      instructions: 'A bookshop.',
    });
    let conversation: Conversation | undefined;
    const retries: string[] = [];
    const results: string[] = [];
    for (const id of books) {
      const answer = await assistant.ask(`What about ${id}?`, {
        ...(conversation ? { conversation } : {}),
        onRetry: ({ code }) => retries.push(code),
        onResult: ({ tool, args }, { isError }) =>
          results.push(`${tool.name} ${(args as { bookId: string }).bookId} ${isError === true ? 'failed' : 'ok'}`),
      });
      expect([answer.text, answer.error]).toEqual([`That is all about ${id}.`, undefined]);
      ({ conversation } = answer);
    }
    await claude.stop();
    expect(retries).toEqual([
      'CLAUDE_RATE_LIMITED',
      'CLAUDE_OVERLOADED',
      expect.any(String),
      'CLAUDE_RATE_LIMITED',
      'CLAUDE_OVERLOADED',
      expect.any(String),
    ]);
    expect(results.sort()).toEqual(books.flatMap((id) => [`getBook ${id} ok`, `listReviews ${id} ok`]).sort());
    expect(conversation!.messages).toHaveLength(4 * books.length);
  });
});

describe('another process', () => {
  test('goes on with a conversation whose process died in the middle of a call, and does not make it again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'routewright-claude-'));
    const claude = await startMessagesApi(({ messages }) => {
      const last = JSON.stringify(messages.at(-1)!.content);
      if (last.includes('Nobody knows')) return { blocks: [{ type: 'text', text: 'I shall look first.' }] };
      return { blocks: [{ type: 'tool_use', id: 'call_1', name: 'deleteBook', input: { bookId: 'bk_010' } }] };
    });
    const program = `
      import { configFromSpec, createGateway } from '${process.cwd()}/dist/index.js';
      import { createAssistant, createClient, loadConversation, saveConversation } from '${process.cwd()}/dist/claude.js';
      const [question, id, mode] = process.argv.slice(1);
      const config = configFromSpec('openapi/bookshop.yaml', {
        api: { baseUrl: process.env.SHOP, credentials: { ShopKey: 'env:SHOP_KEY' } },
        store: { folder: ${JSON.stringify(folder)} },
      });
      const gateway = await createGateway(config);
      const assistant = createAssistant({
        client: await createClient(config.claude), config: config.claude,
        surface: gateway.surface, instructions: 'A bookshop.', store: gateway.store,
      });
      const conversation = id ? await loadConversation(gateway.store, id) : undefined;
      const answer = await assistant.ask(question, {
        conversation, confirm: async () => true,
        save: async (now) => { await saveConversation(gateway.store, now); console.log(now.id); },
        onResult: () => { if (mode === 'die') process.kill(process.pid, 'SIGKILL'); },
      });
      console.log(answer.text);
      await gateway.close();
    `;
    const run = async (...args: string[]): Promise<{ lines: string[]; signal: string | null }> => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...args], {
        env: {
          PATH: process.env['PATH'] ?? '',
          ANTHROPIC_API_KEY: 'test-key',
          ANTHROPIC_BASE_URL: claude.url,
          SHOP: shopUrl(),
          SHOP_KEY: 'demo-shop-key',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      const [, signal] = (await once(child, 'close')) as [number | null, string | null];
      return { lines: out.trim().split('\n'), signal };
    };
    const died = await run('Delete bk_010', '', 'die');
    expect([died.signal, died.lines.length]).toEqual(['SIGKILL', 1]);
    const other = await run('Go on', died.lines[0]!);
    expect(other.lines.at(-1)).toBe('I shall look first.');
    const requests = claude.requests.map(({ messages }) => messages.length);
    await claude.close();
    rmSync(folder, { recursive: true });
    // The question; then the question, the call, and what is known of it beside the new question.
    expect(requests).toEqual([1, 3]);
  });
});
