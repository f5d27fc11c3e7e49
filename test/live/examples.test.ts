import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { freePort } from '../support/free-port.ts';
import { type MessagesRequest, type Reply, startMessagesApi } from '../support/messages-api.ts';
import { endProcess } from '../support/process.ts';
import { prepareEnvironment, python } from './support/uvicorn.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Program {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/** Lines of a README, run by a shell at the root of the repository. */
function run(script: string, env: Readonly<Record<string, string>> = {}): Program {
  const child = spawn('bash', ['-c', script], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return { child, output: () => output };
}

async function ended(program: Program): Promise<string> {
  const code = await new Promise((resolve) => program.child.once('close', resolve));
  if (code !== 0) throw new Error(`It ended with ${String(code)}:\n${program.output()}`);
  return program.output();
}

describe('examples/fastapi, as its README says', () => {
  const folder = fileURLToPath(new URL('../../examples/fastapi/', import.meta.url));
  let commands: readonly string[];

  beforeAll(async () => {
    await prepareEnvironment(fileURLToPath(new URL('fastapi/requirements.txt', import.meta.url)));
    const readme = await readFile(join(folder, 'README.md'), 'utf8');
    commands = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, text]) => text!.trim());
  }, 300_000);

  test('its requirements are those that the live tests install', async () => {
    const [own, ours] = await Promise.all(
      [join(folder, 'requirements.txt'), fileURLToPath(new URL('fastapi/requirements.txt', import.meta.url))].map(
        (path) => readFile(path, 'utf8'),
      ),
    );
    expect(own).toBe(ours);
  });

  /** Starts a way by its command, on ports of its own. */
  async function start(way: string, env: Record<string, string> = {}): Promise<{ app: string; gateway: string }> {
    const command = commands.find((line) => line.endsWith(`start.js ${way}`))!.replace(/^ANTHROPIC_API_KEY=\S+ /, '');
    const [appPort, gatewayPort] = [await freePort(), await freePort()];
    const data = await mkdtemp(join(tmpdir(), 'library-'));
    closers.push(() => rm(data, { recursive: true }));
    const program = run(`exec ${command}`, {
      PYTHON: python,
      APP_PORT: String(appPort),
      GATEWAY_PORT: String(gatewayPort),
      LIBRARY_DB: join(data, 'library.db'),
      ...env,
    });
    closers.push(() => endProcess(program.child));
    const end = Date.now() + 60_000;
    while (!/^ready$/m.test(program.output())) {
      if (Date.now() > end || program.child.exitCode !== null) throw new Error(program.output());
      await delay(50);
    }
    return { app: `http://127.0.0.1:${appPort}`, gateway: `http://127.0.0.1:${gatewayPort}` };
  }

  /** Claude calls one tool, then says what it got. */
  async function startClaude(name: string, input: object): Promise<Record<string, string>> {
    const answer = ({ messages }: MessagesRequest): Reply => {
      const last = messages.at(-1)!.content;
      const result = Array.isArray(last) ? JSON.stringify(last) : undefined;
      return result?.includes('tool_result')
        ? { blocks: [{ type: 'text', text: `Claude read: ${result}` }] }
        : { blocks: [{ type: 'tool_use', id: `toolu_${messages.length}`, name, input }] };
    };
    const api = await startMessagesApi(answer);
    closers.push(api.close);
    return { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'test-key' };
  }

  /** The two `curl` lines of the README, in one shell. */
  async function ask(app: string, change: (body: Record<string, unknown>) => object = (body) => body): Promise<string> {
    const lines = commands.find((text) => text.startsWith('TOKEN='))!.replaceAll('http://127.0.0.1:8000', app);
    const script = lines.replace(/-d '(\{.*\})'/, (_, body: string) => {
      return `-d '${JSON.stringify(change(JSON.parse(body) as Record<string, unknown>))}'`;
    });
    return ended(run(script));
  }

  async function connect(gateway: string): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway}/mcp`)));
    closers.push(() => client.close());
    return client;
  }

  test('direct: the application asks, Claude reads through the gateway and may not write unless it is allowed', async () => {
    const { app, gateway } = await start('direct', await startClaude('lend_book', { body: { book_id: 2 } }));
    expect(await ask(app)).toMatch(/The user did not allow this call/);
    const answer = await ask(app, (body) => ({ ...body, allow_writes: true }));
    expect(answer).toMatch(/Claude read.*book_id.*reader.*claude/);
    const { conversation } = JSON.parse(answer) as { conversation: string };
    expect(await ask(app, (body) => ({ ...body, conversation, allow_writes: true }))).toMatch(/Book 2 is lent already/);
    expect(await ask(app, (body) => ({ ...body, conversation: 'of somebody else' }))).toMatch(/CONVERSATION_UNKNOWN/);
    expect((await fetch(`${gateway}/mcp`, { method: 'POST' })).status).toBe(404);
  });

  test('direct without a key: it says what the process needs, and ends', async () => {
    await expect(start('direct', { ANTHROPIC_API_KEY: '' })).rejects.toThrow(/CLAUDE_KEY_MISSING|no key/);
  });

  test('mcp: Claude Code uses the application, whose tokens expire meanwhile', async () => {
    const { gateway } = await start('mcp', { LIBRARY_TOKEN_SECONDS: '2' });
    const client = await connect(gateway);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual([
      'lend_book',
      'list_books',
      'list_loans',
      'read_result',
      'return_book',
    ]);
    const find = (): Promise<unknown> => client.callTool({ name: 'list_books', arguments: { author: 'Stoker' } });
    expect(await find()).toMatchObject({ structuredContent: [{ title: 'Dracula', lent: false }] });
    await delay(2_500);
    expect(await find()).toMatchObject({ structuredContent: [{ title: 'Dracula', lent: false }] });
    const wrong = await client.callTool({ name: 'lend_book', arguments: { body: { book: 2 } } });
    expect(JSON.stringify(wrong.content)).toMatch(/body\.book_id.*is required/);
  });

  test('hybrid: what Claude does for the application an MCP client sees, and both are logged alike', async () => {
    const { app, gateway } = await start('hybrid', await startClaude('lend_book', { body: { book_id: 3 } }));
    expect(await ask(app, (body) => ({ ...body, allow_writes: true }))).toMatch(/Claude read/);
    const client = await connect(gateway);
    expect(await client.callTool({ name: 'list_loans', arguments: {} })).toMatchObject({
      structuredContent: [{ book_id: 3, reader: 'claude' }],
    });
  });
});

test.each(['call-from-code', 'express'])('examples/%s checks itself', async (name) => {
  expect(await ended(run(`exec node examples/${name}/main.js`))).not.toBe('');
});
