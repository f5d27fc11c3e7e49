import type { Request, RequestHandler } from 'express';
import type { Caller } from '../base/caller.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Access } from './access/access.ts';
import { carriedCaller } from './access/request-caller.ts';

/** What stands before the MCP endpoint, for what is served beside it. */
export interface Gates {
  /** Refuse requests under a name that is not this server's. */
  readonly host: readonly RequestHandler[];
  /** Lets in who brings a good credential; nothing where everyone is let in. */
  readonly caller: RequestHandler | undefined;
  /** Whom it has let in. */
  readonly callerOf: (request: Request) => Caller;
  /** The tools that a caller may call; nothing where that is all of them. */
  readonly toolsFor: (caller: Caller) => readonly Tool[] | undefined;
}

/** The gates of a server, from what it was given and what it made of it. */
export function createGates(
  host: readonly RequestHandler[],
  caller: RequestHandler | undefined,
  access: Access | undefined,
): Gates {
  return {
    host,
    caller,
    callerOf: ({ auth }) => carriedCaller(auth),
    toolsFor: (caller) => access?.viewFor?.(caller).tools,
  };
}
