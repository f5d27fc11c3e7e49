/** By which way a call came in. */
export type Door = 'stdio' | 'http' | 'claude' | 'console' | 'library';

/** A part of a call and how long it took, in milliseconds. */
export interface TraceStep {
  readonly name: string;
  /** Since the call began. */
  readonly at: number;
  readonly duration: number;
  readonly detail?: string;
}

/** What became of a call, step by step, without secrets. Bodies are cut to a few kilobytes. */
export interface CallTrace {
  /** Unique; the line of the log and of the audit has it too. */
  readonly id: string;
  /** ISO 8601, in UTC: when the call began. */
  readonly time: string;
  readonly caller: { readonly id: string; readonly name: string };
  readonly door: Door;
  readonly tool: string;
  readonly api: string;
  /** As they came. What a name calls a secret is `[redacted]`. */
  readonly arguments: unknown;
  /** Whether arguments are missing a part, being too large to keep. @default false */
  readonly isCut?: boolean;
  readonly steps: readonly TraceStep[];
  /** Of several requests (pages, a repetition with a new token) the last. */
  readonly request?: TracedRequest;
  readonly response?: TracedResponse;
  readonly outcome: 'ok' | 'error';
  /** Why the call failed (docs/errors). */
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  /** The text that the model was given, cut. */
  readonly result?: string;
  /** Milliseconds. */
  readonly duration: number;
  /** What the result costs a model, by estimate. */
  readonly tokens?: number;
}

export interface TracedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the body goes on beyond what is kept. @default false */
  readonly isCut?: boolean;
}

export interface TracedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the body, unpacked. */
  readonly bytes: number;
  /** The beginning of the body, where it is text. */
  readonly excerpt?: string;
}

/** Told what happens in a call, as it happens. */
export interface CallRecorder {
  /** A step begins, and the one before it ends. */
  begin: (step: string, detail?: string) => void;
  /** Says more of the step that is under way. */
  note: (detail: string) => void;
  /** A request goes out. */
  sent: (request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array | undefined;
  }) => void;
  /** An answer came in whole. */
  received: (response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
  }) => void;
}

/** Which traces are wanted; all of them where nothing is said. */
export interface TraceFilter {
  readonly tool?: string;
  readonly api?: string;
  readonly outcome?: CallTrace['outcome'];
  /** The newest so many. */
  readonly limit?: number;
}

/** A call as it was noted down, to be written out when somebody reads it: most are never read. */
export interface NotedCall extends Pick<CallTrace, 'id' | 'tool' | 'api' | 'outcome'> {
  /** About how much memory it holds. */
  readonly bytes: number;
  readonly write: () => CallTrace;
}

/** The last calls. */
export interface TraceLog {
  /** Whether anybody would see a call that is noted now. */
  readonly isActive: boolean;
  record: (call: NotedCall) => void;
  /** The newest first. */
  list: (filter?: TraceFilter) => readonly CallTrace[];
  get: (id: string) => CallTrace | undefined;
  /** Told each call once it has ended, until the function it gives is called. */
  subscribe: (listener: (trace: CallTrace) => void) => () => void;
}

/** Milliseconds until a noted call is written out, read or not: as long as the redactor surely knows its secrets. */
const writtenAfter = 60_000;

export interface TraceLogOptions {
  /** 0 keeps none. */
  readonly most: number;
  readonly mostBytes: number;
}

/** The last calls within two bounds, the oldest going first. */
export function createTraceLog({ most, mostBytes }: TraceLogOptions): TraceLog {
  /** By id, the newest last. */
  const calls = new Map<string, NotedCall>();
  const listeners = new Set<(trace: CallTrace) => void>();
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const read = (id: string): CallTrace | undefined => {
    const noted = calls.get(id);
    if (!noted) return undefined;
    const trace = noted.write();
    // What it was written from is held no longer.
    const { tool, api, outcome, bytes: size } = noted;
    calls.set(id, { id, tool, api, outcome, bytes: size, write: () => trace });
    return trace;
  };
  const writeAll = (): void => {
    timer = undefined;
    for (const id of calls.keys()) read(id);
  };
  return {
    get isActive() {
      return most > 0 || listeners.size > 0;
    },
    record: (noted) => {
      if (most > 0 && noted.bytes <= mostBytes) {
        calls.set(noted.id, noted);
        bytes += noted.bytes;
        timer ??= setTimeout(writeAll, writtenAfter).unref();
      }
      for (const [id, oldest] of calls) {
        if (calls.size <= most && bytes <= mostBytes) break;
        calls.delete(id);
        bytes -= oldest.bytes;
      }
      if (listeners.size === 0) return;
      const trace = read(noted.id) ?? noted.write();
      for (const listener of listeners) listener(trace);
    },
    list: ({ tool, api, outcome, limit = Infinity } = {}) =>
      [...calls.values()]
        .filter(
          (call) =>
            (tool === undefined || call.tool === tool) &&
            (api === undefined || call.api === api) &&
            (outcome === undefined || call.outcome === outcome),
        )
        .reverse()
        .slice(0, limit)
        .map(({ id }) => read(id)!),
    get: read,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
