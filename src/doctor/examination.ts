/** What was found out about one thing. */
export interface Outcome {
  readonly status: 'ok' | 'warning' | 'error' | 'skipped';
  /** What is so, or what is wrong; one sentence. */
  readonly message: string;
  /** Why it matters, or how it comes about. */
  readonly why?: string;
  /** What mends it: a command, or what to change. */
  readonly fix?: string;
}

/** One thing to look at. */
export interface Examination {
  /** What it belongs to: this machine, an API, a client. */
  readonly group: string;
  readonly name: string;
  /** It may throw: what it throws is what is wrong. */
  readonly examine: (signal: AbortSignal) => Promise<Outcome>;
}

/** One thing that was looked at. */
export interface Examined extends Outcome {
  readonly group: string;
  readonly name: string;
  /** Milliseconds. */
  readonly duration: number;
}

export const ok = (message: string): Outcome => ({ status: 'ok', message });
export const skipped = (message: string): Outcome => ({ status: 'skipped', message });
