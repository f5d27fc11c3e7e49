import type { Anthropic } from '@anthropic-ai/sdk';
import type { MessageStream } from '@anthropic-ai/sdk/lib/MessageStream';
import { isObject, own, text } from '../base/json.ts';
import { isLoopback } from '../base/loopback.ts';
import { RoutewrightError } from '../base/errors.ts';
import type { ToolResult } from '../catalog/tool-result.ts';
import type { Surface, ToolDefinition } from '../surface/surface.ts';
import type { AskOptions } from './assistant.ts';
import type { TurnParams } from './turn.ts';

/** An MCP server that Anthropic's side reaches by itself. */
export interface McpServer {
  readonly name: string;
  /** https, and not on this machine. */
  readonly url: string;
  /** Sent to it as a bearer token. A secret. @default none */
  readonly token?: string;
  /** The tools that may be called. @default all of them */
  readonly allow?: readonly string[];
}

/** What a request carries so that the API itself calls the tools of MCP servers. */
export interface Connector {
  readonly betas: string[];
  readonly mcp_servers: readonly object[];
  readonly tools: readonly object[];
}

/** The revision of the connector that has `mcp_toolset` (https://docs.claude.com/en/docs/agents-and-tools/mcp-connector). */
const beta = 'mcp-client-2025-11-20';

/** @throws {RoutewrightError} CLAUDE_MCP_URL for a URL that Anthropic's side cannot or will not reach */
export function connectTo({ name, url, token, allow }: McpServer): Connector {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:' || isLoopback(parsed.hostname)) {
    throw new RoutewrightError('CLAUDE_MCP_URL', `The Messages API cannot reach an MCP server at ${url}`, {
      hint: 'It calls the server from outside, over https. For a gateway on this machine ask without --via-mcp.',
    });
  }
  const enabled = allow && {
    default_config: { enabled: false },
    configs: Object.fromEntries(allow.map((tool) => [tool, { enabled: true }])),
  };
  return {
    betas: [beta],
    mcp_servers: [{ type: 'url', name, url, ...(token === undefined ? {} : { authorization_token: token }) }],
    tools: [{ type: 'mcp_toolset', mcp_server_name: name, ...enabled }],
  };
}

/** The same request as a stream of the beta API, whose events have the same form. */
export function streamConnected(
  client: Anthropic,
  params: TurnParams,
  { betas, mcp_servers, tools }: Connector,
  options: Parameters<Anthropic['messages']['stream']>[1],
): MessageStream {
  const request = { ...params, betas, mcp_servers, tools: [...(params.tools ?? []), ...tools] };
  return client.beta.messages.stream(request as never, options) as unknown as MessageStream;
}

/** No tool is called from here. */
export const nothingToCall: Surface = {
  kind: 'direct',
  tools: [],
  requirementsOf: () => [],
  call: () => Promise.resolve(undefined),
};

/** Tells of the calls that the API made by itself in an answer. */
export function tellConnectedCalls(content: readonly unknown[], { onCall, onResult }: AskOptions): string[] {
  const results = new Map(
    content.flatMap((block) => (own(block, 'type') === 'mcp_tool_result' ? [[own(block, 'tool_use_id'), block]] : [])),
  );
  return content.flatMap((block) => {
    const name = own(block, 'type') === 'mcp_tool_use' ? text(own(block, 'name')) : undefined;
    if (name === undefined) return [];
    const call = { tool: unseen(name), args: own(block, 'input') };
    onCall?.(call);
    const result = results.get(own(block, 'id'));
    if (result !== undefined) onResult?.(call, toResult(result));
    return [name];
  });
}

function toResult(block: unknown): ToolResult {
  const content = own(block, 'content');
  const parts: unknown[] = Array.isArray(content) ? content : [{ text: content }];
  return {
    content: parts.map((part) => ({ type: 'text', text: (isObject(part) && text(part['text'])) || '' })),
    ...(own(block, 'is_error') === true ? { isError: true } : {}),
  };
}

/** Only its name is known here. */
function unseen(name: string): ToolDefinition {
  return {
    name,
    title: name,
    description: '',
    inputSchema: { type: 'object', properties: {}, additionalProperties: false },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  };
}
