import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { tokensOfTool } from '../../src/catalog/tokens.ts';
import { connectGateway, type LiveClient } from '../support/gateway.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

/** A real client, the built program and a real upstream: a search, a call, a result. */

const github = '../shared/corpus/npm-octokit__openapi__generated.api.github.com.json';
let upstream: Upstream;
let client: LiveClient | undefined;

beforeAll(async () => {
  upstream = await startUpstream(({ method, url, body }, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ method, url, body })),
  );
});
afterEach(() => client?.close());
afterAll(() => upstream.close());

async function connect(args: readonly string[]): Promise<LiveClient> {
  client = await connectGateway('v2-stdio', { args: [...args, '--base-url', upstream.url] });
  return client;
}

async function say(name: string, args: Readonly<Record<string, unknown>>): Promise<{ text: string; isError: boolean }> {
  const { content, isError } = await client!.callTool(name, args);
  return { text: content.map(({ text }) => text ?? '').join('\n'), isError: isError === true };
}

/** Name, invoker and input schema of the first operation that a search finds. */
async function findFirst(query: string): Promise<{ operation: string; invoker: string; schema: unknown }> {
  const { text } = await say('search_operations', { query });
  const [, operation = '', invoker = '', schema = 'null'] =
    /^(\w+) \((\w+)\): .*\n.*\n(?:arguments: (.*))?/m.exec(text) ?? [];
  return { operation, invoker, schema: JSON.parse(schema) };
}

(existsSync(github) ? describe : describe.skip)("GitHub's 1,223 operations", () => {
  test('cost a few definitions; one search and one call reach the right one', async () => {
    const tools = await (await connect([github, '--surface', 'auto'])).listTools();
    const cost = tools.reduce(
      (sum, { name, description = '', inputSchema }) => sum + tokensOfTool({ name, description, inputSchema }),
      0,
    );
    expect(cost).toBeLessThanOrEqual(1200);
    const found = await findFirst('create a new issue in a repository');
    expect(found).toMatchObject({
      operation: 'issues_create',
      invoker: 'call_write_operation',
      schema: {
        properties: { owner: {}, repo: {}, body: { required: ['title'] } },
        required: ['owner', 'repo', 'body'],
      },
    });
    const args = { owner: 'me', repo: 'it', body: { title: 'It broke' } };
    const { text } = await say(found.invoker, { operation: found.operation, arguments: args });
    expect(JSON.parse(text)).toEqual({ method: 'POST', url: '/repos/me/it/issues', body: '{"title":"It broke"}' });
  });
});

describe('a small API whose operations are found by a search because somebody wants that', () => {
  test('wrong arguments name the operation and an example, and nothing is sent', async () => {
    await connect(['openapi/bookshop.yaml', '--surface', 'discovery']);
    upstream.received.splice(0);
    const { text, isError } = await say('call_read_operation', { operation: 'getBook', arguments: { bookid: 7 } });
    expect(isError).toBe(true);
    expect(text).toMatch(/arguments of getBook.*nothing was sent/s);
    expect(upstream.received).toEqual([]);
  });

  test('a read-only gateway has one invoker', async () => {
    const tools = await (await connect(['openapi/bookshop.yaml', '--surface', 'discovery', '--read-only'])).listTools();
    expect(tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['search_operations', 'describe_operation', 'call_read_operation']),
    );
    expect(tools.map(({ name }) => name).filter((name) => /write|delete/.test(name))).toEqual([]);
  });
});
