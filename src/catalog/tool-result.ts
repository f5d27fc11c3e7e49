import type { Json } from '../base/json.ts';

/** A part of a result (MCP, ContentBlock). */
export type Content =
  | { readonly type: 'text'; readonly text: string }
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
}

/** What a failed call tells about itself, beside the text for the model. */
export const errorMeta = 'routewright/error';

/** What accompanies a call. */
export interface CallContext {
  /** Aborts the call, upstream request included: the client cancelled, or went away. */
  readonly signal?: AbortSignal;
  /** Told as the answer comes in: bytes so far, and all of them where the API says. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
}
