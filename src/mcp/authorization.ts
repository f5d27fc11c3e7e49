import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createRequestStateCodec,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/server';
import { RoutewrightError } from '../base/errors.ts';
import { own } from '../base/json.ts';
import { type AuthorizationRequest, failureResult, type ToolResult } from '../catalog/tool-result.ts';
import type { Gateway } from '../gateway.ts';
import { carriedCaller } from './access/request-caller.ts';

export interface AuthorizationOptions {
  readonly status: Gateway['authorizations']['status'];
  /** Signs what a client keeps between two rounds: 32 bytes, the same for all replicas. @default random ones */
  readonly stateKey?: Uint8Array;
  /** Told before a user is sent away, so that somebody is there when they come back. */
  readonly onAsk?: (request: AuthorizationRequest) => Promise<void>;
}

/** A tool that is called, as far as a second round must be the same call. */
export interface AskedCall {
  readonly name: string;
  readonly args: unknown;
}

/** What a client understands. */
export interface AskedClient {
  readonly era: 'legacy' | 'modern';
  /** Whether it can ask its user to open a page. */
  readonly canOpenPages: boolean;
}

/** What the client carries from one round to the next: signed, bound to its caller, not secret. */
interface State {
  readonly id: string;
  readonly call: string;
}

/** Seconds that a user has, and with them what the client carries: the life of a link. */
const stateLifetime = 600;
/** Milliseconds that a second round waits for a user who has just opened the page. */
const longestWait = 25_000;
const lookInterval = 500;
const key = 'authorization';

/** Asks users to open a page, in the way that their client understands. */
export function createAsker({ status, stateKey, onAsk }: AuthorizationOptions) {
  const codec = createRequestStateCodec<State>({
    key: stateKey ?? randomBytes(32),
    ttlSeconds: stateLifetime,
    bind: ({ mcpReq, http }) => `${mcpReq.method}\0${carriedCaller(http?.authInfo).id}`,
  });
  return {
    verify: (state: string, context: ServerContext) => codec.verify(state, context),

    /**
     * The second round: waits a while for the user. Where the user has said no, that is the result.
     *
     * @throws {ProtocolError} -32602 where the state was made for another call
     */
    resume: async ({ mcpReq }: ServerContext, call: AskedCall): Promise<ToolResult | undefined> => {
      const state = mcpReq.requestState<State | undefined>();
      if (state === undefined) return undefined;
      if (state.call !== fingerprint(call))
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The requestState belongs to another call');
      const answer = inputResponse(mcpReq.inputResponses, key);
      if (answer.kind === 'elicit' && answer.action !== 'accept') return declined;
      const end = performance.now() + longestWait;
      while ((await status(state.id)) === 'pending' && performance.now() < end && !mcpReq.signal.aborted)
        await delay(lookInterval, undefined, { signal: mcpReq.signal }).catch(() => undefined);
      return undefined;
    },

    /**
     * What takes the place of a result that waits for the user: a question to the client, or where it cannot ask, the
     * link as text.
     *
     * @throws {UrlElicitationRequiredError} -32042 for clients of revision 2025-11-25
     */
    ask: async (
      { authorization, ...result }: ToolResult & { readonly authorization: AuthorizationRequest },
      context: ServerContext,
      call: AskedCall,
      client: AskedClient,
    ): Promise<InputRequiredResult | ToolResult> => {
      try {
        await onAsk?.(authorization);
      } catch (error) {
        if (!(error instanceof RoutewrightError)) throw error;
        return failureResult(error.code, error.message, error.hint);
      }
      if (!client.canOpenPages) return result;
      const { id, url, message } = authorization;
      if (client.era === 'legacy')
        throw new UrlElicitationRequiredError([{ mode: 'url', elicitationId: id, url, message }], message);
      return inputRequired({
        inputRequests: { [key]: inputRequired.elicitUrl({ url, message }) },
        requestState: await codec.mint({ id, call: fingerprint(call) }, context),
      });
    },
  };
}

/** URL mode must be declared (MCP 2025-11-25 and 2026-07-28, Elicitation, Capabilities). */
export function canOpenPages(capabilities: object | undefined): boolean {
  return own(own(capabilities, 'elicitation'), 'url') !== undefined;
}

const declined: ToolResult = {
  isError: true,
  content: [
    {
      type: 'text',
      text: 'The user declined to authorize this, so nothing was sent. Ask them before you call it again.',
    },
  ],
};

function fingerprint({ name, args }: AskedCall): string {
  return createHash('sha256')
    .update(JSON.stringify([name, args]))
    .digest('base64url');
}
