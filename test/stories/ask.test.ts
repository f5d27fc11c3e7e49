import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createBookshop } from '../../src/demo/bookshop-api.ts';
import { runCli } from '../support/cli.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';

const folder = mkdtempSync(join(tmpdir(), 'routewright-ask-'));
const shop = createBookshop().listen(0, '127.0.0.1');
let claude: MessagesApi;

/** A model that looks a book up when it is asked for one, deletes or uses a tool when told to, and says what it got. */
beforeAll(async () => {
  if (!shop.listening) await once(shop, 'listening');
  claude = await startMessagesApi(({ messages }) => {
    const last = messages.at(-1)!;
    const blocks = last.content as { type: string; text?: string; content?: { text: string }[]; is_error?: boolean }[];
    const [block] = blocks;
    if (block!.type === 'tool_result')
      return {
        blocks: [
          {
            type: 'text',
            text: `${block!.is_error === true ? 'Refused' : 'Found'}: ${block!.content![0]!.text.slice(0, 80)}`,
          },
        ],
      };
    const [, tool, input] = /^Use (\w+) (\{.*\})$/.exec(block!.text!) ?? [];
    const name = tool ?? (block!.text!.includes('delete') ? 'deleteBook' : 'getBook');
    return {
      blocks: [
        { type: 'text', text: 'One moment. ' },
        {
          type: 'tool_use',
          id: `call_${messages.length}`,
          name,
          input: input === undefined ? { bookId: 'bk_001' } : (JSON.parse(input) as object),
        },
      ],
    };
  });
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await claude.close();
  const closed = once(shop, 'close');
  shop.close();
  shop.closeAllConnections();
  await closed;
});

const ask = (question: string, ...more: string[]) => {
  const baseUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/v1`;
  const flags = ['--base-url', baseUrl, '--credential', 'ShopKey=env:SHOP_KEY'];
  return runCli(['ask', 'openapi/bookshop.yaml', question, ...flags, ...more], {
    env: { ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: claude.url, SHOP_KEY: 'demo-shop-key' },
  });
};

test('an answer comes to stdout, and what was called to stderr', async () => {
  const { code, stdout, stderr } = await ask('Which book is bk_001?', '--usage');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^One moment\. Found: \{"id":"bk_001","title":"/);
  expect(stderr).toContain('→ getBook {"bookId":"bk_001"}');
  expect(stderr).toMatch(
    /turn +counted +input +from cache +into cache +output +calls\n +1 +100 +10 .* getBook\n +2 .*\n all /,
  );
});

test('a call that changes something is refused where nobody can be asked, and made with --yes', async () => {
  const refused = await ask('Please delete it', '--json');
  expect(JSON.parse(refused.stdout)).toMatchObject({
    text: expect.stringContaining('Refused: The user did not allow'),
    calls: [],
  });
  const made = await ask('Please delete it', '--json', '--yes');
  expect(JSON.parse(made.stdout)).toMatchObject({ calls: [{ tool: 'deleteBook', args: { bookId: 'bk_001' } }] });
});

const operation = (name: string): string => JSON.stringify({ operation: name, arguments: { bookId: 'bk_002' } });

test.each([
  ['discovery', 'search_operations', '{"query":"look a book up"}', /Found: \d+ of 22 operations/],
  ['discovery', 'call_read_operation', operation('getBook'), /Found: \{"id":"bk_002"/],
  ['discovery', 'call_delete_operation', operation('deleteBook'), /Refused: The user did not allow/],
  ['code', 'run_code', '{"code":"return (await api.getBook({ bookId: \'bk_002\' })).title"}', /Found: "?Frankenstein/],
  ['code', 'run_code', '{"code":"await api.deleteBook({ bookId: \'bk_002\' })"}', /Refused: CODE_EFFECT_REFUSED/],
])('with the surface %s, by %s %s', async (surface, tool, input, answer) => {
  const { code, stdout } = await ask(`Use ${tool} ${input}`, '--surface', surface);
  expect([code, stdout]).toEqual([0, expect.stringMatching(answer)]);
});

test('a conversation goes on from its file', async () => {
  const file = join(folder, 'shop.json');
  await ask('Which book is bk_002?', '--conversation', file);
  const { code } = await ask('And again?', '--conversation', file);
  expect(code).toBe(0);
  expect((JSON.parse(readFileSync(file, 'utf8')) as { messages: object[] }).messages).toHaveLength(8);
});

test('what fails says why and what to do', async () => {
  const config = join(folder, 'routewright.config.json');
  writeFileSync(
    config,
    JSON.stringify({
      apis: { shop: { spec: `${process.cwd()}/openapi/bookshop.yaml` } },
      claude: { budget: { question: 50 } },
    }),
  );
  const env = { ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: claude.url };
  const overBudget = await runCli(['ask', config, 'Hi'], { env });
  expect([overBudget.code, overBudget.stderr]).toEqual([
    2,
    expect.stringMatching(/error CLAUDE_BUDGET: .*50 tokens.*\n {2}Raise `claude\.budget\.question`/),
  ]);
  const noKey = await runCli(['ask', 'openapi/bookshop.yaml', 'Hi']);
  expect([noKey.code, noKey.stderr]).toEqual([
    2,
    expect.stringMatching(/error CLAUDE_KEY_MISSING: .*ANTHROPIC_API_KEY is not set[^]*Kubernetes/),
  ]);
});
