/* eslint-disable @typescript-eslint/no-deprecated -- `Server` is for those who bring JSON Schemas of their own, as we do
   (docs/decisions/0001-sdk-v2.md); a 2025-era connection has told its capabilities to it and to nobody else. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  isInputRequiredResult,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  Server,
} from '@modelcontextprotocol/server';
import type { CallToolResult, InputRequiredResult, McpRequestContext, Tool } from '@modelcontextprotocol/server';
import type { Caller } from '../base/caller.ts';
import { own } from '../base/json.ts';
import type { Logger } from '../base/log.ts';
import type { Door } from '../base/trace.ts';
import { nearest } from '../base/nearest.ts';
import { version } from '../base/version.ts';
import type { AuthorizationRequest, ToolResult } from '../catalog/tool-result.ts';
import { carriedCaller } from './access/request-caller.ts';
import type { OutputSchema } from '../catalog/output.ts';
import type { Surface } from '../surface/surface.ts';
import { type AuthorizationOptions, canOpenPages, createAsker } from './authorization.ts';
import { hasDeclaredPages } from './declared.ts';
import type { View } from './view.ts';
import { takeArguments } from './written-numbers.ts';

/** Tools a page of the list holds: large enough that all but a few APIs fit into one. */
export const toolsPerPage = 500;

export interface McpServerOptions {
  readonly logger: Logger;
  /** Of everything. */
  readonly view: View;
  /** Where callers may see different things, that of each. @default the same for everyone */
  readonly viewFor?: (caller: Caller) => View;
  /** Told when the lists of tools have changed. @default they never do */
  readonly onChange?: ((listener: () => void) => () => void) | undefined;
  /** How users are asked to agree at another server. @default by the link in the result */
  readonly authorization?: AuthorizationOptions;
}

/** Milliseconds that a client may keep the list: for long where it does not change while the process runs. */
const listLifetime = { fixed: 300_000, changing: 5_000 };

/**
 * Makes the MCP servers that both doors ask for: one for each connection over stdio, one for each request over HTTP.
 * It holds no state, so it serves revision 2026-07-28 and the older ones alike.
 */
export function createServerFactory(
  door: Door,
  { logger, viewFor, authorization, view, onChange }: McpServerOptions,
): (context: McpRequestContext) => Server {
  const asker = authorization && createAsker(authorization);
  return ({ authInfo, era, requestInfo }) => {
    const caller = carriedCaller(authInfo);
    // A connection may last longer than a list of tools.
    const viewNow = (): View => viewFor?.(caller) ?? view;
    const toolsNow = (): Tool[] => viewNow().surface.tools as unknown as Tool[];
    const ttlMs = onChange ? listLifetime.changing : listLifetime.fixed;
    // What was made for one caller must not be handed to another by a cache in between.
    const cacheScope = viewFor || authInfo ? 'private' : 'public';
    const server = new Server(
      { name: 'routewright', version },
      {
        capabilities: { tools: onChange ? { listChanged: true } : {} },
        instructions: viewNow().instructions,
        ...(asker ? { requestState: { verify: asker.verify } } : {}),
        cacheHints: {
          'tools/list': { ttlMs, cacheScope },
          'server/discover': { ttlMs, cacheScope },
        },
      },
    );
    if (door === 'stdio' && onChange) {
      const stop = onChange(() => void server.sendToolListChanged().catch(() => undefined));
      server.onclose = stop;
    }
    server.onerror = (error) => logger.debug('protocol error', { error });
    server.setRequestHandler('tools/list', ({ params }) => listPage(toolsNow(), params?.cursor));
    // What a door does about an authorization is no part of the result.
    const project = (result: ToolResult, name: string): CallToolResult =>
      server.projectCallToolResult(
        withoutAuthorization(result) as CallToolResult,
        outputSchemaOf(viewNow().surface, name),
      );
    server.setRequestHandler('tools/call', async ({ params }, context) => {
      const { surface } = viewNow();
      const { mcpReq } = context;
      // A connection of the later revision says it anew with each request; an older one has said it once.
      const said = own(mcpReq.envelope, CLIENT_CAPABILITIES_META_KEY) as object | undefined;
      const capabilities = said ?? server.getClientCapabilities();
      requireCapabilities(surface.requirementsOf(params.name, params.arguments), capabilities);
      const { progressToken } = mcpReq._meta ?? {};
      let told = -1;
      const notify = (progress: number, total: number | undefined, message?: string): void => {
        if (progressToken === undefined || progress <= told) return;
        told = progress;
        // A client that has gone away wants no progress either.
        void mcpReq
          .notify({
            method: 'notifications/progress',
            params: {
              progressToken,
              progress,
              ...(total === undefined ? {} : { total }),
              ...(message === undefined ? {} : { message }),
            },
          })
          .catch(() => undefined);
      };
      const asked = { name: params.name, args: params.arguments };
      const refused = await asker?.resume(context, asked);
      if (refused) return project(refused, asked.name);
      const result = await surface.call(asked.name, takeArguments(params.arguments, mcpReq._meta), {
        caller,
        door,
        ...(requestInfo ? { header: (name: string) => requestInfo.headers.get(name) ?? undefined } : {}),
        signal: mcpReq.signal,
        ...(progressToken === undefined ? {} : { onProgress: notify }),
      });
      if (result === undefined) throw unknownTool(params.name, toolsNow());
      let answer: ToolResult | InputRequiredResult = result;
      if (asker && isWaiting(result)) {
        const declared = canOpenPages(capabilities) || hasDeclaredPages(requestInfo);
        answer = await asker.ask(result, context, asked, { era, canOpenPages: declared });
      }
      return isInputRequiredResult(answer) ? answer : project(answer, asked.name);
    });
    return server;
  };
}

/** What the SDK wraps a result by for revisions that know objects alone. */
function outputSchemaOf({ tools }: Surface, name: string): OutputSchema | undefined {
  return tools.find((tool) => tool.name === name)?.outputSchema;
}

function isWaiting(result: ToolResult): result is ToolResult & { readonly authorization: AuthorizationRequest } {
  return result.authorization !== undefined;
}

function withoutAuthorization(result: ToolResult): ToolResult {
  const { authorization, ...others } = result;
  return authorization === undefined ? result : others;
}

function listPage(tools: Tool[], cursor: string | undefined): { tools: Tool[]; nextCursor?: string } {
  const start = cursor === undefined ? 0 : Number(/^page-(\d{1,9})$/.exec(cursor)?.[1] ?? Number.NaN);
  if (Number.isNaN(start) || start > tools.length)
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown cursor: ${cursor ?? ''}`);
  const end = start + toolsPerPage;
  const page = tools.length <= toolsPerPage ? tools : tools.slice(start, end);
  return end < tools.length ? { tools: page, nextCursor: `page-${end}` } : { tools: page };
}

/** A tool may ask for a client that can do something, such as ask its user: -32021 (MCP 2026-07-28, Capabilities). */
function requireCapabilities(names: readonly string[], declared: object = {}): void {
  const missing = names.filter((name) => !Object.hasOwn(declared, name));
  if (missing.length > 0)
    throw new MissingRequiredClientCapabilityError({
      requiredCapabilities: Object.fromEntries(missing.map((name) => [name, {}])),
    });
}

/** A tool that does not exist is broken protocol: -32602 (MCP 2026-07-28, Tools, Error Handling). */
function unknownTool(name: string, tools: readonly Tool[]): ProtocolError {
  const guess = nearest(
    name,
    tools.map((tool) => tool.name),
  );
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `Unknown tool: ${name}.${guess === undefined ? '' : ` Did you mean ${guess}?`}`,
  );
}
