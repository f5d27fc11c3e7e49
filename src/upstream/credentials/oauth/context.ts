import { loginFolder, openFolder, type SealedStore } from '../../../base/open-store.ts';
import type { Redactor } from '../../../base/secrets.ts';
import type { HttpClient } from '../../client.ts';
import { createAuthorizations } from './authorizations.ts';
import type { OAuthContext } from './credential.ts';
import { createTokens, type Tokens } from './tokens.ts';

export interface OAuthOptions {
  readonly http: HttpClient;
  /** Where state between calls lives. */
  readonly sealed: SealedStore;
  /** Whether that outlives the process. */
  readonly isLasting: boolean;
  /** Finds the folder of logins, where the store does not outlive the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly redactor: Redactor;
  readonly callbackUrl: () => string | undefined;
  /** @default links lead to the authorization server directly */
  readonly startUrl?: (() => string | undefined) | undefined;
  /** Milliseconds since the epoch. @default the system's clock */
  readonly now?: () => number;
}

/** What the OAuth clients of a gateway share: their tokens, and the agreements of users under way. */
export function createOAuthContext(options: OAuthOptions): OAuthContext {
  const { http, sealed, redactor, callbackUrl, startUrl = () => undefined, now = Date.now } = options;
  const tokens = createTokens({ ...sealed, redactor, now });
  return {
    http,
    tokens,
    // What `routewright login` left must be there at the next start, whatever else is kept in memory.
    logins: options.isLasting
      ? tokens
      : openLate(async () => createTokens({ ...(await openFolder(loginFolder(options.env))), redactor, now })),
    authorizations: createAuthorizations({ ...sealed, callbackUrl, startUrl }),
    now,
  };
}

/** Tokens whose store is opened with the first use. */
function openLate(open: () => Promise<Tokens>): Tokens {
  let opened: Promise<Tokens> | undefined;
  const tokens = (): Promise<Tokens> => (opened ??= open());
  return {
    get: async (...args) => (await tokens()).get(...args),
    peek: async (subject) => (await tokens()).peek(subject),
    put: async (subject, token) => (await tokens()).put(subject, token),
    delete: async (subject) => (await tokens()).delete(subject),
  };
}
