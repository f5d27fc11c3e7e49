import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { silentLogger } from '../../src/base/log.ts';
import type { ToolResult } from '../../src/catalog/tool-result.ts';
import { type HttpServer, serveOverHttp } from '../../src/mcp/http.ts';
import type { Surface } from '../../src/surface/surface.ts';
import { postModern } from '../support/modern-request.ts';

/** A call that waits for its user, in the three ways in which clients can be told (MCP, Elicitation, URL mode). */

const link = {
  id: 'link-1',
  url: 'https://as.example.com/agree?state=link-1',
  message: 'Agree that shop may be used.',
};
const waiting: ToolResult = {
  isError: true,
  content: [{ type: 'text', text: `Open ${link.url}` }],
  authorization: link,
};
const done: ToolResult = { content: [{ type: 'text', text: 'done' }] };

let server: HttpServer;
let agreed: boolean;
let status: 'pending' | 'complete' | 'unknown';
let calls: number;

const surface = {
  kind: 'direct',
  tools: [{ name: 'buy', title: 'Buy', description: 'Buys.', inputSchema: { type: 'object' }, annotations: {} }],
  requirementsOf: () => [],
  call: (name: string) => {
    if (name !== 'buy' && name !== 'sell') return Promise.resolve(undefined);
    calls += 1;
    return Promise.resolve(agreed ? done : waiting);
  },
} as unknown as Surface;

beforeEach(async () => {
  [agreed, status, calls] = [false, 'unknown', 0];
  server = await serveOverHttp({
    host: '127.0.0.1',
    port: 0,
    view: { surface, instructions: '' },
    logger: silentLogger,
    authorization: { status: () => Promise.resolve(status) },
  });
});

afterEach(() => server.close());

interface Answer {
  readonly result?: {
    readonly resultType?: string;
    readonly requestState?: string;
    readonly inputRequests?: Record<string, unknown>;
    readonly content?: { text: string }[];
    readonly authorization?: unknown;
  };
  readonly error?: { code: number; message: string; data?: unknown };
}

async function call(
  params: object,
  capabilities: object = { elicitation: { url: {} } },
  name = 'buy',
): Promise<Answer> {
  const whole = { name, arguments: { n: 1 }, ...params };
  return (await (await postModern(server.url, 'tools/call', whole, { capabilities })).json()) as Answer;
}

const accept = { authorization: { action: 'accept' } };

describe('revision 2026-07-28', () => {
  test('a client that can open pages is asked to, and the call goes on once the user has agreed', async () => {
    const { result } = await call({});
    expect(result).toMatchObject({
      resultType: 'input_required',
      inputRequests: {
        authorization: { method: 'elicitation/create', params: { mode: 'url', url: link.url, message: link.message } },
      },
    });
    agreed = true;
    const { requestState } = result!;
    expect((await call({ requestState, inputResponses: accept })).result!.content).toEqual(done.content);
  });

  test('the second round waits for a user who has not come back yet', async () => {
    const { requestState } = (await call({})).result!;
    status = 'pending';
    setTimeout(() => ([agreed, status] = [true, 'complete']), 200);
    expect((await call({ requestState, inputResponses: accept })).result!.content).toEqual(done.content);
    expect(calls).toBe(2);
  });

  test('it asks again where the user has opened the page and not agreed', async () => {
    const { requestState } = (await call({})).result!;
    expect((await call({ requestState, inputResponses: accept })).result!.resultType).toBe('input_required');
  });

  test.each(['decline', 'cancel'])('a user who answers %s is not asked again, and nothing is sent', async (action) => {
    const { requestState } = (await call({})).result!;
    const { result } = await call({ requestState, inputResponses: { authorization: { action } } });
    expect(result!.content![0]!.text).toContain('declined');
    expect(calls).toBe(1);
  });

  test('a state that was changed, or made for other arguments or another tool, is refused', async () => {
    const { requestState = '' } = (await call({})).result!;
    const changed = requestState.replace(/.(?=\.[^.]*$)/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const answer of [
      await call({ requestState: changed, inputResponses: accept }),
      await call({ requestState, inputResponses: accept, arguments: { n: 2 } }),
      await call({ requestState, inputResponses: accept }, { elicitation: { url: {} } }, 'sell'),
    ])
      expect(answer.error).toMatchObject({ code: -32602 });
    expect(calls).toBe(1);
  });

  test.each([{}, { elicitation: {} }, { elicitation: { form: {} } }])(
    'a client with %j gets the link as text',
    async (capabilities) => {
      const { result } = await call({}, capabilities);
      expect(result).toMatchObject({ resultType: 'complete', isError: true, content: waiting.content });
      expect(result!.authorization).toBeUndefined();
    },
  );
});

describe('revision 2025-11-25, with the official client of that time', () => {
  async function connect(capabilities: object): Promise<ClientV1> {
    const client = new ClientV1({ name: 'test', version: '1' }, { capabilities });
    await client.connect(new HttpV1(new URL(server.url)));
    return client;
  }

  test('one that can open pages is told by -32042, on a server that remembers nothing between two requests', async () => {
    const client = await connect({ elicitation: { url: {} } });
    await expect(client.callTool({ name: 'buy', arguments: {} })).rejects.toMatchObject({
      code: -32042,
      data: { elicitations: [{ mode: 'url', elicitationId: link.id, url: link.url, message: link.message }] },
    });
    await client.close();
  });

  test('any other gets the link as text', async () => {
    const client = await connect({});
    expect(await client.callTool({ name: 'buy', arguments: {} })).toMatchObject({
      isError: true,
      content: waiting.content,
    });
    await client.close();
  });
});
