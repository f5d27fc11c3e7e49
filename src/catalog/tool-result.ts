import type { Caller } from '../base/caller.ts';
import type { ErrorCode } from '../base/error-codes.ts';
import type { Json } from '../base/json.ts';
import type { CallRecorder, Door } from '../base/trace.ts';

/** A part of a result (MCP, ContentBlock). */
export type Content =
  | {
      readonly type: 'text';
      readonly text: string;
      /** Whom it is for; not shown to a person where it is for the model alone. @default both */
      readonly annotations?: { readonly audience: readonly ('user' | 'assistant')[] };
    }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | {
      readonly type: 'resource';
      readonly resource: { readonly uri: string; readonly mimeType: string; readonly blob: string };
    };

/** What a call comes back with (MCP, CallToolResult). */
export interface ToolResult {
  readonly content: readonly Content[];
  readonly structuredContent?: Json;
  readonly isError?: boolean;
  readonly _meta?: Readonly<Record<string, unknown>>;
  /**
   * Set where the call waits for the user's own authorization at another server. The content says the same with the
   * link, for clients that cannot be asked; a door that can ask (MCP, URL-mode elicitation) does so instead.
   */
  readonly authorization?: AuthorizationRequest;
}

/** What the user has to do before a call can be made: open a page and agree there. */
export interface AuthorizationRequest {
  /** Unique; the callback knows it as `state`. */
  readonly id: string;
  readonly url: string;
  /** One sentence for the person who is asked. */
  readonly message: string;
}

/** What a failed call tells about itself, beside the text for the model. */
export const errorMeta = 'routewright/error';

/** Sentences for the model that belong to a result; what shapes the result puts them where the model looks. */
export const notesMeta = 'routewright/notes';

/** What accompanies a call. */
export interface CallContext {
  /** @default the one who runs the process */
  readonly caller?: Caller;
  /** @default 'library' */
  readonly door?: Door;
  /** Told each step of the call. @default nobody */
  readonly recorder?: CallRecorder;
  /** A header of the request that the call came in by, as the client sent it. @default there was no such request */
  readonly header?: (name: string) => string | undefined;
  /** Aborts the call, upstream request included: the client cancelled, or went away. */
  readonly signal?: AbortSignal;
  /**
   * Told as the answer comes in, and now and then while there is none yet: bytes so far, all of them where the API says,
   * and what happens, in words.
   */
  readonly onProgress?: (received: number, total: number | undefined, message?: string) => void;
}

/** A failure that never became an answer: what went wrong, what to do, and the code. */
export function failureResult(
  code: ErrorCode,
  message: string,
  hint: string | undefined,
  details: Readonly<Record<string, unknown>> = {},
): ToolResult {
  return {
    content: [{ type: 'text', text: [`${code}: ${message}`, ...(hint === undefined ? [] : [hint])].join('\n') }],
    isError: true,
    _meta: { [errorMeta]: { code, ...details } },
  };
}
