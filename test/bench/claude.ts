/* `npm run bench:claude`: what Routewright adds to a turn with Claude, in CPU and time, beside the bare SDK with tools
   written by hand that call the same API. The model and the API are in a process of their own, so only the asking side
   is measured, one way and the other in turn. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Anthropic } from '@anthropic-ai/sdk';
import { configFromSpec } from '../../src/base/config/load.ts';
import { createAssistant } from '../../src/claude/assistant.ts';
import { createClient } from '../../src/claude/client.ts';
import { createBookshop } from '../../src/demo/bookshop-api.ts';
import { createGateway } from '../../src/gateway.ts';
import { type MessagesRequest, type Reply, startMessagesApi } from '../support/messages-api.ts';

/** Requests to the model that a question takes: two with calls, one with the answer. */
const turns = 3;
const rounds = 12;
const questionsInRound = 20;

/** Looks two books up, then one more, then answers in a hundred words. */
function answer({ messages }: MessagesRequest): Reply {
  const use = (id: string, bookId: string) => ({ type: 'tool_use', id, name: 'getBook', input: { bookId } }) as const;
  const said = messages.filter(({ role }) => role === 'assistant').length;
  if (said === 0) return { blocks: [use('call_1', 'bk_001'), use('call_2', 'bk_002')] };
  if (said === 1) return { blocks: [{ type: 'text', text: 'One more.' }, use('call_3', 'bk_003')] };
  return { blocks: [{ type: 'text', text: 'A word of an answer '.repeat(25) }] };
}

async function serve(): Promise<void> {
  const claude = await startMessagesApi(answer);
  const shop = createBookshop().listen(0, '127.0.0.1');
  if (!shop.listening) await once(shop, 'listening');
  process.send!({ claude: claude.url, shop: `http://127.0.0.1:${(shop.address() as AddressInfo).port}/v1` });
  process.once('disconnect', () => process.exit());
}

type Ask = () => Promise<string>;

/** The loop that the SDK's documentation shows, with a tool that fetches. */
function bareAsk(claude: string, shop: string): Ask {
  const client = new Anthropic({ apiKey: 'test-key', baseURL: claude });
  const tools: Anthropic.Tool[] = [
    {
      name: 'getBook',
      description: 'Get a book',
      input_schema: { type: 'object', properties: { bookId: { type: 'string' } }, required: ['bookId'] },
    },
  ];
  const call = async (input: unknown): Promise<string> => {
    const url = `${shop}/books/${encodeURIComponent((input as { bookId: string }).bookId)}`;
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    return response.text();
  };
  return async () => {
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'What about these books?' }];
    for (;;) {
      const message = await client.messages
        .stream({ model: 'claude-sonnet-5-5', max_tokens: 8_192, tools, messages })
        .finalMessage();
      messages.push({ role: 'assistant', content: message.content });
      const calls = message.content.filter((block) => block.type === 'tool_use');
      if (calls.length === 0) return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
      const results = await Promise.all(
        calls.map(async ({ id, input }) => ({
          type: 'tool_result' as const,
          tool_use_id: id,
          content: await call(input),
        })),
      );
      messages.push({ role: 'user', content: results });
    }
  };
}

async function routewrightAsk(claude: string, shop: string): Promise<{ ask: Ask; close: () => Promise<void> }> {
  const secrets = { env: { ANTHROPIC_API_KEY: 'test-key' }, readFile: () => '' };
  const config = configFromSpec('openapi/bookshop.yaml', {
    api: { baseUrl: shop, include: ['operation:getBook'] },
    surface: 'direct',
    claude: { baseUrl: claude },
  });
  const gateway = await createGateway(config, { secrets });
  const client = await createClient(config.claude, { secrets });
  const assistant = createAssistant({ client, config: config.claude, surface: gateway.surface, instructions: '' });
  const ask = async (): Promise<string> => {
    const { text, error } = await assistant.ask('What about these books?');
    if (error) throw error;
    return text;
  };
  return { ask, close: gateway.close };
}

interface Cost {
  /** Milliseconds a turn. */
  readonly cpu: number;
  readonly time: number;
}

async function measure(ask: Ask, atOnce: number): Promise<Cost> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  for (let asked = 0; asked < questionsInRound; asked += atOnce)
    await Promise.all(Array.from({ length: atOnce }, () => ask()));
  const { user, system } = process.cpuUsage(before);
  const count = questionsInRound * turns;
  return { cpu: (user + system) / 1000 / count, time: (performance.now() - start) / count };
}

async function compare(): Promise<void> {
  const server: ChildProcess = spawn(process.execPath, [process.argv[1]!, 'serve'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [{ claude, shop }] = (await once(server, 'message')) as [{ claude: string; shop: string }];
  const bare = bareAsk(claude, shop);
  const { ask, close } = await routewrightAsk(claude, shop);
  if ((await bare()) !== (await ask())) throw new Error('the two did not come to the same answer');
  console.log('milliseconds a turn'.padEnd(26) + ['bare SDK', 'Routewright', 'adds', 'ratio'].map(cell).join(''));
  for (const atOnce of [1, 10]) {
    const costs: { bare: Cost; ours: Cost }[] = [];
    // The first rounds warm both up.
    for (let round = -2; round < rounds; round++) {
      const pair = { bare: await measure(bare, atOnce), ours: await measure(ask, atOnce) };
      if (round >= 0) costs.push(pair);
    }
    for (const kind of ['cpu', 'time'] as const) {
      const [theirs, ours] = [
        middle(costs.map((cost) => cost.bare[kind])),
        middle(costs.map((cost) => cost.ours[kind])),
      ];
      const ratio = middle(costs.map((cost) => cost.ours[kind] / cost.bare[kind]));
      const name = `${kind === 'cpu' ? 'CPU' : 'time'}, ${atOnce === 1 ? 'one after the other' : `${atOnce} at once`}`;
      console.log(
        name.padEnd(26) + [theirs, ours, ours - theirs, ratio].map((value) => cell(value.toFixed(2))).join(''),
      );
    }
  }
  await close();
  server.disconnect();
}

function cell(text: string): string {
  return text.padStart(13);
}

function middle(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

if (process.argv[2] === 'serve') await serve();
else await compare();
