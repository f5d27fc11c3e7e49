import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { endProcess } from '../support/process.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';
import { browse } from './auth/browser.ts';
import { installPackages } from './support/install-packages.ts';

/**
 * Claude Code itself, from npm, in print mode: it starts the gateway over stdio, finds its tools, and calls them as a
 * script on the side of the Messages API wants it. No request leaves this machine once it is installed.
 */

const version = '2.1.331';
const cache = resolve('node_modules/.cache/routewright-claude-code');
const claude = join(cache, 'node_modules/.bin/claude');

let folder: string;
let upstream: Upstream;
let api: MessagesApi;
/** What the model wants to call, once it is asked. */
let wanted: { name: string; input: object };

beforeAll(async () => {
  if (!existsSync(claude)) {
    const failure = await installPackages(cache, [`@anthropic-ai/claude-code@${version}`]);
    if (!existsSync(claude)) throw new Error(`Claude Code could not be installed:\n${failure}`);
  }
  folder = await mkdtemp(join(tmpdir(), 'claude-code-'));
  upstream = await startUpstream((_, response) =>
    response.setHeader('content-type', 'application/json').end('{"title":"Emma"}'),
  );
  api = await startMessagesApi(({ messages, tools = [] }) => {
    if (JSON.stringify(messages).includes('"tool_result"')) return { blocks: [{ type: 'text', text: 'Done.' }] };
    // It asks a small model about the topic of the conversation too, without tools.
    if (!tools.some(({ name }) => name === wanted.name))
      return { blocks: [{ type: 'text', text: 'Nothing to call.' }] };
    return { blocks: [{ type: 'tool_use', id: 'toolu_1', ...wanted }] };
  });
}, 300_000);

afterAll(async () => {
  await api?.close();
  await upstream?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => void upstream.received.splice(0));

interface Run {
  /** The messages that it writes. */
  readonly messages: readonly Record<string, unknown>[];
  /** The result of the call, as the model was given it. */
  readonly result: string;
  /** Names of the tools of MCP servers. */
  readonly tools: readonly string[];
}

/** One question in print mode, with this server and these settings. */
async function ask(
  args: readonly string[],
  { flags = [], settings }: { readonly flags?: readonly string[]; readonly settings?: object } = {},
): Promise<Run> {
  const home = await mkdtemp(join(folder, 'home-'));
  const mcp = join(home, 'mcp.json');
  const program = [resolve('dist/cli.js'), 'serve', ...args, '--surface', 'direct'];
  await writeFile(mcp, JSON.stringify({ mcpServers: { shop: { command: process.execPath, args: program } } }));
  if (settings) {
    await mkdir(join(home, '.claude'));
    await writeFile(join(home, '.claude', 'settings.json'), JSON.stringify(settings));
  }
  const options = ['--mcp-config', mcp, '--strict-mcp-config', '--output-format', 'stream-json', '--verbose', ...flags];
  const child = spawn(claude, ['-p', 'go', ...options], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      ANTHROPIC_BASE_URL: api.url,
      ANTHROPIC_API_KEY: 'test-key',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      MCP_CONNECTION_NONBLOCKING: 'false',
      ENABLE_TOOL_SEARCH: 'false',
    },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`claude ended with ${String(code)}:\n${stderr}\n${stdout.slice(-2000)}`);
  const messages = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const init = messages.find(({ subtype }) => subtype === 'init') as { tools?: string[] } | undefined;
  const answer = messages.find(({ type }) => type === 'user') as { message: { content: { content: unknown }[] } };
  const content = answer?.message.content[0]!.content;
  return {
    messages,
    tools: (init?.tools ?? []).filter((name) => name.startsWith('mcp__')),
    result: typeof content === 'string' ? content : JSON.stringify(content),
  };
}

describe('Claude Code', () => {
  const shop = (): string[] =>
    ['openapi/bookshop.yaml'].map((path) => resolve(path)).concat('--base-url', upstream.url);
  const review = { stars: 5, text: 'A whale of a book.', reader: 'Ann' };

  test('finds the tools and calls one; the API gets the request, and the model its answer', async () => {
    wanted = { name: 'mcp__shop__getBook', input: { bookId: 'bk_001' } };
    const { tools, result } = await ask(shop(), { flags: ['--allowedTools', 'mcp__shop'] });
    expect(tools).toEqual(
      expect.arrayContaining(['mcp__shop__getBook', 'mcp__shop__listBooks', 'mcp__shop__createBook']),
    );
    expect(upstream.received.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /books/bk_001']);
    expect(result).toContain('Emma');
    // All tools of the document are among those that the model is shown: none was dropped for its name or schema.
    const shown = api.requests
      .at(-1)!
      .tools!.map(({ name }) => name)
      .filter((name) => name.startsWith('mcp__'));
    expect(shown.sort()).toEqual([...tools].sort());
  });

  test('makes no call that its user has not allowed', async () => {
    wanted = { name: 'mcp__shop__addReview', input: { bookId: 'bk_001', body: review } };
    const { result } = await ask(shop());
    expect(result).toMatch(/permission/i);
    expect(upstream.received).toEqual([]);
  });

  test('shows the model what was wrong with its arguments', async () => {
    wanted = { name: 'mcp__shop__getBook', input: {} };
    const { result } = await ask(shop(), { flags: ['--allowedTools', 'mcp__shop'] });
    expect(result).toContain('bookId: is required');
    expect(upstream.received).toEqual([]);
  });
});

describe('an agreement at another server', () => {
  let config: string;
  let issuer: ReturnType<typeof spawn>;
  const opened: string[] = [];
  /** Where the hook asks what its user does: `accept` once they have agreed, else `decline`. */
  const desk = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      void (async () => {
        const { url } = JSON.parse(text) as { url: string };
        opened.push(url);
        if (request.url === '/accept') await browse(url, 'ann');
        const hookSpecificOutput = { hookEventName: 'Elicitation', action: request.url!.slice(1) };
        response.end(JSON.stringify({ hookSpecificOutput }));
      })().catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
  });

  beforeAll(async () => {
    desk.listen(0, '127.0.0.1');
    issuer = spawn(process.execPath, ['test/live/auth/provider.js'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(issuer.stdout!, 'data')) as [Buffer];
    const { issuer: url } = JSON.parse(line.toString()) as { issuer: string };
    const document = {
      openapi: '3.1.0',
      info: { title: 'Things', version: '1' },
      servers: [{ url }],
      paths: { '/me': { get: { operationId: 'me', security: [{ Auth: [] }], responses: {} } } },
      components: {
        securitySchemes: {
          Auth: { type: 'openIdConnect', openIdConnectUrl: `${url}/.well-known/openid-configuration` },
        },
      },
    };
    const credentials = {
      Auth: { clientId: 'app', perUser: true, scopes: ['openid'], parameters: { prompt: 'consent' } },
    };
    config = join(folder, 'things.config.json');
    await writeFile(join(folder, 'things.json'), JSON.stringify(document));
    const apis = { things: { spec: './things.json', credentials } };
    await writeFile(config, JSON.stringify({ apis, http: { port: await freePort() } }));
  });

  afterAll(async () => {
    desk.close();
    await endProcess(issuer);
  });

  beforeEach(() => {
    opened.length = 0;
    wanted = { name: 'mcp__shop__me', input: {} };
  });

  /** A hook that answers in place of the dialogue, which print mode does not have. */
  const answering = (action: 'accept' | 'decline'): object => {
    const script = `let t='';process.stdin.on('data',(c)=>t+=c).on('end',async()=>process.stdout.write(await(await fetch('http://127.0.0.1:${(desk.address() as AddressInfo).port}/${action}',{method:'POST',body:t})).text()))`;
    const command = `"${process.execPath}" -e "${script}"`;
    return { hooks: { Elicitation: [{ hooks: [{ type: 'command', command }] }] } };
  };
  const flags = ['--allowedTools', 'mcp__shop'];

  test('is granted: the page is opened, and the call is made with the token', async () => {
    const { result } = await ask([config], { flags, settings: answering('accept') });
    expect(opened).toEqual([expect.stringContaining('/oauth/start?id=')]);
    expect(result).toContain('ann');
  });

  test('is refused: no call is made, and the model is told', async () => {
    const { result } = await ask([config], { flags, settings: answering('decline') });
    expect(opened).toHaveLength(1);
    expect(result).not.toContain('"user"');
    expect(result).toMatch(/AUTHORIZATION|declined|not agree|authoriz/i);
  });

  test('cannot be asked for in print mode by itself: the model is told', async () => {
    const { result } = await ask([config], { flags });
    expect(result).toMatch(/AUTHORIZATION|declined|cancel|authoriz/i);
  });
});
