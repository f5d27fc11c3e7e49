import { afterEach, describe, expect, test } from '@jest/globals';
import { claudeSchema } from '../../src/base/config/claude-schema.ts';
import { createAssistant } from '../../src/claude/assistant.ts';
import { createClient } from '../../src/claude/client.ts';
import { connectTo, nothingToCall, type McpServer } from '../../src/claude/connector.ts';
import { runCli } from '../support/cli.ts';
import { type MessagesApi, type Reply, startMessagesApi } from '../support/messages-api.ts';

let api: MessagesApi | undefined;

afterEach(async () => {
  await api?.close();
  api = undefined;
});

const url = 'https://tools.example.com/mcp';
const called: Reply = {
  blocks: [
    { type: 'mcp_tool_use', id: 'mcptoolu_1', name: 'listBooks', server_name: 'routewright', input: { page: 1 } },
    {
      type: 'mcp_tool_result',
      tool_use_id: 'mcptoolu_1',
      is_error: false,
      content: [{ type: 'text', text: '["Dracula"]' }],
    },
    { type: 'text', text: 'There is Dracula.' },
  ],
};

async function ask(replies: readonly Reply[], server: Partial<McpServer> = {}) {
  api = await startMessagesApi((_, index) => replies[index] ?? called);
  const config = claudeSchema.parse({ baseUrl: api.url });
  const client = await createClient(config, {
    secrets: { env: { ANTHROPIC_API_KEY: 'test-key' }, readFile: () => '' },
  });
  const connector = connectTo({ name: 'routewright', url, ...server });
  const assistant = createAssistant({ client, config, connector, surface: nothingToCall, instructions: '' });
  const told: unknown[] = [];
  const answer = await assistant.ask('Which books are there?', {
    onCall: ({ tool, args }) => told.push(tool.name, args),
    onResult: (_, { content }) => told.push(content),
  });
  return { answer, told, requests: api.requests };
}

describe('the MCP connector', () => {
  test('is sent the server, its token and the tools that may be called, and tells what was called', async () => {
    const { answer, told, requests } = await ask([], { token: 'rw_secret', allow: ['listBooks'] });
    expect(answer).toMatchObject({ text: 'There is Dracula.', error: undefined, turns: [{ calls: ['listBooks'] }] });
    expect(told).toEqual(['listBooks', { page: 1 }, [{ type: 'text', text: '["Dracula"]' }]]);
    expect(requests).toMatchObject([
      {
        mcp_servers: [{ type: 'url', name: 'routewright', url, authorization_token: 'rw_secret' }],
        tools: [
          {
            type: 'mcp_toolset',
            mcp_server_name: 'routewright',
            default_config: { enabled: false },
            configs: { listBooks: { enabled: true } },
          },
        ],
      },
    ]);
    expect(JSON.stringify(answer.conversation)).not.toContain('rw_secret');
  });

  test('a long answer that the API paused goes on', async () => {
    const { answer, requests } = await ask([{ ...called, stop: 'pause_turn' }]);
    expect(answer.error).toBeUndefined();
    expect(requests).toHaveLength(2);
  });

  test('a refusal for a limit is waited out; an answer that broke is not asked for again', async () => {
    const limited = await ask([{ status: 429, errorType: 'rate_limit_error', headers: { 'retry-after': '0' } }]);
    expect(limited.answer.text).toBe('There is Dracula.');
    await api?.close();
    const broken = await ask([{ ...called, cut: true }]);
    expect(broken.answer.error).toMatchObject({ code: 'CLAUDE_UNREACHABLE' });
    expect(broken.requests).toHaveLength(1);
  });

  test.each(['http://tools.example.com/mcp', 'https://localhost/mcp', 'https://127.0.0.1/mcp', 'tools'])(
    '%s cannot be reached from outside',
    (place) => {
      expect(() => connectTo({ name: 'a', url: place })).toThrow(/cannot reach an MCP server/);
    },
  );
});

describe('routewright ask --via-mcp', () => {
  const run = (...args: readonly string[]): ReturnType<typeof runCli> =>
    runCli(['ask', '--via-mcp', url, ...args], {
      env: { ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: api?.url ?? '', TOOLS_TOKEN: 'rw_secret' },
    });

  test('asks with the tools of a server, and shows what was called', async () => {
    api = await startMessagesApi(() => called);
    const { code, stdout, stderr } = await run(
      '--mcp-token',
      'env:TOOLS_TOKEN',
      '--allow',
      'listBooks',
      'Which books?',
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'There is Dracula.\n' });
    expect(stderr).toMatch(/→ listBooks \{"page":1\}/);
    expect(api.requests).toMatchObject([{ mcp_servers: [{ authorization_token: 'rw_secret' }] }]);
  });

  test('wants to know which tools may be called, and a token that is there', async () => {
    expect(await run('Which books?')).toMatchObject({ code: 2, stderr: expect.stringMatching(/--allow.*--yes/s) });
    const missing = await run('--yes', '--mcp-token', 'env:NOT_THERE', 'Which books?');
    expect(missing).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/SECRET_MISSING[\s\S]*NOT_THERE|NOT_THERE/),
    });
  });
});
