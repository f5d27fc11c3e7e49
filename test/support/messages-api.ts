import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A block of an answer. */
type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object }
  | {
      readonly type: 'mcp_tool_use';
      readonly id: string;
      readonly name: string;
      readonly server_name: string;
      readonly input: object;
    }
  | {
      readonly type: 'mcp_tool_result';
      readonly tool_use_id: string;
      readonly is_error: boolean;
      readonly content: readonly { readonly type: 'text'; readonly text: string }[];
    };

/** What the API does with one request. */
export interface Reply {
  readonly blocks?: readonly Block[];
  readonly stop?: string;
  readonly status?: number;
  readonly errorType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly usage?: Readonly<Record<string, number>>;
  /** Milliseconds before the headers, before the first word, and after it. */
  readonly before?: number;
  readonly beforeFirst?: number;
  readonly afterFirst?: number;
  /** After the first word the connection is cut, or the answer ends as if it were whole. */
  readonly cut?: boolean | 'politely';
}

interface ToolParam {
  readonly name: string;
  /** A tool of the API's own. */
  readonly type?: string;
  readonly input_schema?: Record<string, unknown>;
  readonly defer_loading?: boolean;
  readonly cache_control?: unknown;
  /** Of a toolset of the MCP connector, which has no name. */
  readonly mcp_server_name?: string;
}

/** A server of the MCP connector. */
interface McpServerParam {
  readonly type: string;
  readonly name: string;
  readonly url: string;
  readonly authorization_token?: string;
}

export interface MessagesRequest {
  readonly mcp_servers?: readonly McpServerParam[];
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools?: readonly ToolParam[];
  readonly system?: unknown;
  readonly model: string;
  readonly max_tokens?: number;
  readonly stream?: boolean;
}

export interface MessagesApi {
  readonly url: string;
  readonly requests: readonly MessagesRequest[];
  /** Of `count_tokens`. */
  readonly counted: readonly MessagesRequest[];
  close: () => Promise<void>;
}

export interface MessagesApiOptions {
  /** The answer of `count_tokens`. @default 100 */
  readonly countTokens?: (request: MessagesRequest) => number;
  /** Of the Models API: models that it knows are deprecated. */
  readonly deprecated?: readonly string[];
}

/**
 * The Messages API on loopback, as its documentation describes it: it streams, counts, limits, and refuses what the
 * real one refuses: bad names and schemas of tools, tool calls without results.
 */
export async function startMessagesApi(
  answer: (request: MessagesRequest, index: number) => Reply,
  { countTokens = () => 100, deprecated = [] }: MessagesApiOptions = {},
): Promise<MessagesApi> {
  const requests: MessagesRequest[] = [];
  const counted: MessagesRequest[] = [];
  const server = createServer((request, response) => {
    void readJson(request).then(async (body): Promise<void> => {
      const { authorization, 'x-api-key': key } = request.headers;
      if (key !== 'test-key' && authorization !== 'Bearer test-key') {
        refuse(response, 401, 'authentication_error', 'invalid x-api-key');
        return;
      }
      const [, model] = /^\/v1\/models\/([^?]+)/.exec(request.url ?? '') ?? [];
      if (model !== undefined) {
        const lifecycle = deprecated.includes(model) ? 'deprecated' : 'active';
        const deprecatedAt = deprecated.includes(model) ? '2026-01-31T00:00:00Z' : null;
        const info = { type: 'model', id: model, lifecycle, deprecated_at: deprecatedAt };
        return void response.setHeader('content-type', 'application/json').end(JSON.stringify(info));
      }
      const problem = findProblem(body) ?? findConnectorProblem(body, String(request.headers['anthropic-beta'] ?? ''));
      if (problem !== undefined) {
        refuse(response, 400, 'invalid_request_error', problem);
        return;
      }
      if (request.url === '/v1/messages/count_tokens') {
        counted.push(body);
        return void response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ input_tokens: countTokens(body) }));
      }
      requests.push(body);
      await reply(response, body, answer(body, requests.length - 1));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    counted,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function reply(response: ServerResponse, request: MessagesRequest, wanted: Reply): Promise<void> {
  const { status = 200, headers = {}, before = 0, beforeFirst = 0, afterFirst = 0 } = wanted;
  await wait(before);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 200) {
    refuse(response, status, wanted.errorType ?? 'api_error', 'as the test wants it');
    return;
  }
  response.setHeader('content-type', 'text/event-stream');
  response.flushHeaders();
  const send = (event: { readonly type: string }): void =>
    void response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  const usage = {
    input_tokens: 10,
    output_tokens: 1,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
    ...wanted.usage,
  };
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: request.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  send({ type: 'message_start', message } as never);
  await wait(beforeFirst);
  for (const [index, block] of (wanted.blocks ?? []).entries()) {
    if (block.type === 'mcp_tool_result') {
      send({ type: 'content_block_start', index, content_block: block } as never);
      send({ type: 'content_block_stop', index } as never);
      continue;
    }
    const start = block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} };
    send({ type: 'content_block_start', index, content_block: start } as never);
    const pieces = block.type === 'text' ? block.text.match(/.{1,8}/gs)! : [JSON.stringify(block.input)];
    for (const piece of pieces) {
      const delta =
        block.type === 'text' ? { type: 'text_delta', text: piece } : { type: 'input_json_delta', partial_json: piece };
      send({ type: 'content_block_delta', index, delta } as never);
      if (wanted.cut === true) return void response.destroy();
      if (wanted.cut === 'politely') return void response.end();
      if (wanted.errorType !== undefined) {
        send({ type: 'error', error: { type: wanted.errorType, message: 'as the test wants it' } } as never);
        response.end();
        return;
      }
      await wait(afterFirst);
    }
    send({ type: 'content_block_stop', index } as never);
  }
  const calls = wanted.blocks?.some(({ type }) => type === 'tool_use') === true;
  send({
    type: 'message_delta',
    delta: { stop_reason: wanted.stop ?? (calls ? 'tool_use' : 'end_turn'), stop_sequence: null },
    usage,
  } as never);
  send({ type: 'message_stop' });
  response.end();
}

function refuse(response: ServerResponse, status: number, type: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_1' }));
}

interface BlockParam {
  readonly type: string;
  readonly id: string;
  readonly tool_use_id: string;
  readonly text: string;
  readonly cache_control?: unknown;
}

/** Why the real API would refuse a request (https://docs.claude.com/en/api/messages). */
export function findProblem(request: MessagesRequest): string | undefined {
  const { max_tokens: most, tools = [], messages } = request;
  if (most !== undefined && !(most > 0)) return 'max_tokens: Input should be greater than or equal to 1';
  const marks = JSON.stringify(request).split('"cache_control"').length - 1;
  if (marks > 4) return `A maximum of 4 blocks with cache_control may be provided. Found ${marks}.`;
  return findToolProblem(tools.filter(({ type }) => type !== 'mcp_toolset')) ?? findMessageProblem(messages);
}

/** What the MCP connector refuses (https://docs.claude.com/en/docs/agents-and-tools/mcp-connector). */
function findConnectorProblem(
  { mcp_servers: servers = [], tools = [] }: MessagesRequest,
  betas: string,
): string | undefined {
  const toolsets = tools.filter(({ type }) => type === 'mcp_toolset').map(({ mcp_server_name: name }) => name);
  if (servers.length === 0 && toolsets.length === 0) return undefined;
  if (!betas.split(',').includes('mcp-client-2025-11-20')) return 'mcp_servers: Extra inputs are not permitted';
  if (servers.some(({ url }) => !url.startsWith('https://'))) return 'mcp_servers.0.url: must begin with https://';
  const names = servers.map(({ name }) => name);
  if (new Set(names).size < names.length) return 'mcp_servers: names must be unique';
  if (names.some((name) => toolsets.filter((toolset) => toolset === name).length !== 1))
    return 'mcp_servers: each server must be referenced by exactly one mcp_toolset';
  const stray = toolsets.find((toolset) => !names.includes(toolset ?? ''));
  return stray === undefined ? undefined : `tools: mcp_toolset refers to an unknown server: ${stray}`;
}

function findToolProblem(tools: readonly ToolParam[]): string | undefined {
  const names = tools.map(({ name }) => name);
  if (new Set(names).size < names.length) return 'tools: Tool names must be unique.';
  if (tools.length > 0 && tools.every(({ defer_loading: deferred }) => deferred === true))
    return 'At least one tool must have defer_loading=false.';
  for (const { name, type, input_schema: schema, defer_loading: deferred, cache_control: mark } of tools) {
    if (type !== undefined && deferred === true) return `tools: ${name}: defer_loading is not supported`;
    if (deferred === true && mark !== undefined)
      return `tools: ${name}: cannot use both defer_loading and cache_control`;
    if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name))
      return `tools: ${name}: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`;
    if (type !== undefined) continue;
    if (schema?.['type'] !== 'object') return `tools: ${name}: input_schema.type: Input should be 'object'`;
    const combinator = ['oneOf', 'allOf', 'anyOf'].find((keyword) => keyword in schema);
    if (combinator !== undefined) return `tools: ${name}: input_schema does not support ${combinator} at the top level`;
    const key = Object.keys(schema['properties'] ?? {}).find((key) => !/^[a-zA-Z0-9_.-]{1,64}$/.test(key));
    if (key !== undefined) return `tools: ${name}: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$': ${key}`;
  }
  return undefined;
}

function findMessageProblem(messages: MessagesRequest['messages']): string | undefined {
  if (messages[0]?.role !== 'user') return 'messages: first message must use the "user" role';
  let open: string[] = [];
  const seen = new Set<string>();
  for (const { role, content } of messages) {
    const blocks = (Array.isArray(content) ? content : []) as BlockParam[];
    if (content === '' || (Array.isArray(content) && content.length === 0))
      return 'messages: content must not be empty';
    if (blocks.some(({ type, text }) => type === 'text' && text.trim() === ''))
      return 'messages: text content blocks must contain non-whitespace text';
    const answered = blocks.filter(({ type }) => type === 'tool_result').map(({ tool_use_id }) => tool_use_id);
    const missing = open.find((id) => !answered.includes(id));
    if (missing !== undefined || blocks.slice(0, answered.length).some(({ type }) => type !== 'tool_result'))
      return `messages: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing ?? ''}`;
    const stray = answered.find((id) => !open.includes(id));
    if (stray !== undefined) return `messages: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}`;
    if (new Set(answered).size < answered.length) return 'messages: each tool_use must have a single result';
    open = role === 'assistant' ? blocks.filter(({ type }) => type === 'tool_use').map(({ id }) => id) : [];
    const twice = open.find((id) => seen.has(id));
    if (twice !== undefined) return `messages: \`tool_use\` ids must be unique: ${twice}`;
    for (const id of open) seen.add(id);
  }
  return open.length > 0 ? `messages: \`tool_use\` without \`tool_result\`: ${open.join()}` : undefined;
}

async function readJson(request: IncomingMessage): Promise<MessagesRequest> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text || '{}') as MessagesRequest;
}

/** A client that has gone away must not keep the test waiting. */
function wait(milliseconds: number): Promise<unknown> {
  return delay(milliseconds, undefined, { ref: false });
}
