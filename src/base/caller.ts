/** Who makes a call: the one person over stdio or in a program, or whom a door over HTTP has recognised. */
export interface Caller {
  /** Stable and unique among all callers of this gateway: what results, tokens and budgets are bound to. */
  readonly id: string;
  /** For the log and the audit, never a secret. */
  readonly name: string;
  /** Scopes that were granted to the token; empty where there is none. */
  readonly scopes: readonly string[];
  /** What a verified token says of its subject; empty where there is none. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Over stdio, on the command line, and over HTTP on loopback without access control: whoever runs the process. */
export const localCaller: Caller = { id: 'local', name: 'local', scopes: [], claims: {} };
