/** Bounds on what the code of a model may use: durations in milliseconds, sizes in bytes. */
export interface CodeLimits {
  /** From the start of a run to its end, calls included. */
  readonly timeout: number;
  /** What the code itself computes, without the time it waits. */
  readonly cpuTime: number;
  readonly memory: number;
  readonly calls: number;
  readonly concurrentCalls: number;
  readonly concurrentRuns: number;
  readonly outputBytes: number;
  readonly consoleBytes: number;
  readonly codeBytes: number;
}

/** Why a run was ended from outside. */
export type StopCode = 'CODE_TIMEOUT' | 'CODE_CPU_LIMIT' | 'CODE_CANCELLED';

/** What the gateway tells the thread of a sandbox. */
export type ToThread =
  | {
      readonly type: 'run';
      readonly code: string;
      /** The operations there are, by their names. */
      readonly names: readonly string[];
      readonly limits: CodeLimits;
    }
  | { readonly type: 'answer'; readonly call: number; readonly ok: boolean; readonly json: string }
  | { readonly type: 'stop'; readonly code: StopCode };

/** What the thread of a sandbox tells the gateway. */
export type FromThread =
  /** The run begins, the thread having had so much CPU time before, which is told in a file of that path. */
  | { readonly type: 'begun'; readonly thread: string | undefined; readonly cpu: number }
  | { readonly type: 'call'; readonly call: number; readonly name: string; readonly args: string }
  /** The code waits, so many answers having reached it, and has computed so long. */
  | { readonly type: 'waiting'; readonly answers: number; readonly cpu: number }
  /** The code has failed: what has not been sent yet need not be. */
  | { readonly type: 'failed' }
  | { readonly type: 'done'; readonly outcome: Outcome; readonly healthy: boolean };

/** How a run went, as far as the sandbox knows. */
export interface Outcome {
  /** The value of the code as JSON; nothing where it is `undefined`. */
  readonly value?: string;
  readonly failure?: Failure;
  readonly console: string;
  readonly notes: readonly string[];
  /** Milliseconds that the code has computed. */
  readonly cpu: number;
}

/** Why a run failed, and where in the code of the model. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** The operation whose call failed, where that is why. */
  readonly operation?: string;
}

/** What the inside of a sandbox can ask of the outside: strings and numbers only. */
export interface HostFunctions {
  /** Begins a call; the answer is its number, or -1 where there have been too many. */
  readonly call: (name: string, args: string) => number;
  readonly knows: (name: string) => boolean;
  /** All names, as a JSON array. */
  readonly names: () => string;
  /** A sentence about a name that is not known. */
  readonly guess: (name: string) => string;
  readonly log: (line: string) => void;
  readonly wake: (timer: number, milliseconds: number) => void;
  /** The code has come to its end. `json` is empty for `undefined`. */
  readonly done: (json: string) => void;
  /** A JSON object: {@link Thrown}. */
  readonly fail: (json: string) => void;
}

/** What the outside can ask of the inside of a sandbox. */
export interface Guest {
  readonly start: (code: Promise<{ value: unknown }>) => void;
  readonly answer: (call: number, ok: boolean, json: string) => void;
  readonly fire: (timer: number) => void;
  /** Calls whose promise nobody looked at, as a JSON array of {@link Floating}. */
  readonly floating: () => string;
}

/** A call that was not awaited. */
export interface Floating {
  readonly name: string;
  readonly stack: string;
}

/** An error that nobody caught. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
  readonly operation?: string;
}
