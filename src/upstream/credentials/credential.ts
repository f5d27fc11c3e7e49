import type { Caller } from '../../base/caller.ts';
import type { AuthorizationRequest } from '../../catalog/tool-result.ts';
import type { HttpResponse } from '../http.ts';
import type { AppliedCredentials } from './apply.ts';
import type { Provenance } from './provenance.ts';

/** For whom and for what a credential is presented. */
export interface Ask {
  readonly caller: Caller;
  /** What the operation demands of it (OpenAPI 3.2.0, 4.30). */
  readonly scopes: readonly string[];
  /** The deadline of the call, and its cancellation. */
  readonly signal: AbortSignal;
  /** For the eye alone: nobody is asked for a token, which is shown as a word instead. @default false */
  readonly preview?: boolean;
}

/** What a credential adds to a request, or why it has nothing to add. */
export type Presented =
  | {
      readonly applied: AppliedCredentials;
      readonly provenance: Provenance;
      /**
       * Asked once after the API refused (401): what to present instead, or nothing where there is nothing better. The
       * one it gives is not asked again.
       */
      readonly renew?: (refusal: HttpResponse) => Promise<Presented | undefined>;
    }
  /** A variable that is not set, a file that is not there: and how to set it. */
  | { readonly missing: string }
  /** The user has to agree first, at another server. */
  | { readonly authorization: AuthorizationRequest };

/** How it stands with a token. */
export interface TokenState {
  readonly state: 'none' | 'fresh' | 'expired';
  /** Milliseconds since the epoch; nothing where nobody said. */
  readonly expires?: number;
  /** Whether another one is had without a person. */
  readonly renewable?: boolean;
}

/** A credential of the configuration. It belongs to one security scheme of one API. */
export interface Credential {
  /** Presented with each request, whether the document asks for it or not. */
  readonly always: boolean;
  /** What is known to be missing, told at start; nobody is asked. */
  readonly findMissing: () => string | undefined;
  /** A URL over which it would travel for anyone on the way to read, told at start. */
  readonly findPlainUrl?: () => string | undefined;
  /** How it stands with the token that it presents for everybody, where it is one; nobody is asked for it. */
  readonly inspect?: () => Promise<TokenState | undefined>;
  /** @throws {RoutewrightError} where a token cannot be obtained */
  readonly present: (ask: Ask) => Promise<Presented>;
}
