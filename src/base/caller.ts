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
  /**
   * The token that the caller came with: for an exchange at its issuer (RFC 8693), never to be passed on. A secret, so
   * it is not enumerable: no log, spread or JSON text holds it.
   */
  readonly token?: string;
}

/** A caller who came with a token. */
export function withToken(caller: Caller, token: string): Caller {
  return Object.defineProperty({ ...caller }, 'token', { value: token, enumerable: false });
}

/** Over stdio, on the command line, and over HTTP on loopback without access control: whoever runs the process. */
export const localCaller: Caller = { id: 'local', name: 'local', scopes: [], claims: {} };
