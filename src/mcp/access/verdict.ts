import type { Caller } from '../../base/caller.ts';

/** What became of the credential that came with a request. */
export type Verdict =
  | { readonly caller: Caller }
  /** It is not good. The reason is for the client and for the log: it says nothing of what the token holds. */
  | { readonly refused: string; /** It was good once: no guess. */ readonly stale?: boolean }
  /** Whether it is good could not be found out: the fault is ours or the issuer's, not the client's. */
  | { readonly unavailable: string };

/** Judges a token, or leaves it to another: nothing where it is none of its kind. */
export type Verifier = (token: string) => Promise<Verdict | undefined>;
