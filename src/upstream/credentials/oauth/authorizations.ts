import { createHash, randomBytes } from 'node:crypto';
import type { Caller } from '../../../base/caller.ts';
import { RoutewrightError } from '../../../base/errors.ts';
import type { Seal } from '../../../base/seal.ts';
import type { Store } from '../../../base/store.ts';
import type { AuthorizationRequest } from '../../../catalog/tool-result.ts';
import type { OAuthClient } from './client.ts';
import { type DeviceCode, obtainByDevice } from './device.ts';
import { type Revocation, revokeToken } from './revoke.ts';
import { refused } from './token-endpoint.ts';
import type { Tokens } from './tokens.ts';

/** Who agreed to what. */
interface Authorized {
  /** Name of the API in the configuration. */
  readonly api: string;
  /** Name of the security scheme. */
  readonly scheme: string;
  readonly caller: Pick<Caller, 'id' | 'name'>;
}

/** What a user is asked for, before they agree to it. */
interface Asked extends Authorized {
  /** Where they are sent to agree: `login.example.com`. */
  readonly host: string;
}

/** `unknown`: there never was such a one, or its time is over. */
type AuthorizationStatus = 'pending' | 'complete' | 'failed' | 'unknown';

/** Agreements of users under way (RFC 6749, 4.1, with PKCE, RFC 7636): from the link to the token. */
export interface Authorizations {
  /** Makes an OAuth client known: whom to ask when a callback arrives. */
  register: (client: OAuthClient, tokens: Tokens) => void;
  /** The clients that a person can log in to. */
  readonly clients: () => readonly OAuthClient[];
  /**
   * A link for a caller; the same one while it is under way. Nothing where there is no address to come back to.
   *
   * @throws {RoutewrightError} OAUTH_*, TOKEN_ENDPOINT_*
   */
  begin: (
    api: string,
    scheme: string,
    caller: Caller,
    signal: AbortSignal,
    redirectUri?: string,
  ) => Promise<AuthorizationRequest | undefined>;
  /**
   * What a user is asked for who opened the page at `startUrl`.
   *
   * @throws {RoutewrightError} AUTHORIZATION_UNKNOWN
   */
  look: (id: string) => Promise<Asked>;
  /**
   * The page of the authorization server, for the browser that goes on to it first: only that one may come back.
   *
   * @param browser - a secret of the browser
   * @throws {RoutewrightError} AUTHORIZATION_UNKNOWN, AUTHORIZATION_ELSEWHERE
   */
  start: (id: string, browser: string) => Promise<string>;
  /**
   * Takes the address that the user came back to, and obtains and keeps the token. Any replica of the store can do it,
   * once.
   *
   * @param browser - the secret of the browser, where it was sent away by `start`
   * @throws {RoutewrightError} AUTHORIZATION_UNKNOWN, AUTHORIZATION_ELSEWHERE, AUTHORIZATION_DENIED,
   *   AUTHORIZATION_FAILED, TOKEN_*
   */
  complete: (callbackUrl: URL, browser?: string) => Promise<Authorized>;
  /** How it stands with a link, by the id of its request. */
  status: (id: string) => Promise<AuthorizationStatus>;
  /**
   * Lets a caller agree on another device (RFC 8628), and keeps the token.
   *
   * @param show - told once what there is to do
   * @throws {RoutewrightError} AUTHORIZATION_*, TOKEN_*, OAUTH_*; the reason of the signal
   */
  byDevice: (
    client: OAuthClient,
    caller: Caller,
    show: (code: DeviceCode) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Forgets the token of a caller, and gives it back to its server. Nothing where there was none. */
  forget: (client: OAuthClient, caller: Caller) => Promise<Revocation | undefined>;
}

interface Pending extends Authorized {
  readonly verifier: string;
  readonly redirectUri: string;
  /** The page of the authorization server. */
  readonly link: string;
  /** Whether the user goes there by a page of ours, and must come back in the same browser. */
  readonly isBound: boolean;
}

export interface AuthorizationsOptions {
  readonly store: Store;
  readonly seal: Seal;
  /** Where users come back to; nothing where they cannot. */
  readonly callbackUrl: () => string | undefined;
  /** The page that sends them away, which is given `?id=`. Without one the link leads there directly. */
  readonly startUrl: () => string | undefined;
}

/** Milliseconds a user has to agree. */
const lifetime = 600_000;
/** Milliseconds a link is given again; what is left must suffice to agree. */
const reuse = 300_000;
/** Milliseconds for the exchange of a code. */
const exchangeTime = 30_000;

export function createAuthorizations({ store, seal, callbackUrl, startUrl }: AuthorizationsOptions): Authorizations {
  const clients = new Map<string, { client: OAuthClient; tokens: Tokens }>();
  const find = ({ api, scheme }: Pick<Authorized, 'api' | 'scheme'>): { client: OAuthClient; tokens: Tokens } => {
    const found = clients.get(JSON.stringify([api, scheme]));
    if (found) return found;
    throw new RoutewrightError('AUTHORIZATION_UNKNOWN', `There is no OAuth client ${scheme} of ${api} to log in to`, {
      hint: 'It must be configured under `credentials` with the grant authorizationCode or deviceCode.',
    });
  };
  const put = (key: string, value: unknown, life: number): Promise<void> =>
    store.set(key, seal.seal(JSON.stringify(value), key), life);
  const open = (key: string, sealed: string | undefined): unknown => {
    const text = sealed === undefined ? undefined : seal.open(sealed, key);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  };
  const read = async (id: string): Promise<Pending> => {
    const key = keyOf('pending', id);
    const pending = open(key, await store.get(key)) as Pending | undefined;
    if (!pending) throw unknownState();
    return pending;
  };
  const isStarted = async (id: string, browser: string | undefined): Promise<boolean> =>
    browser !== undefined && (await store.get(keyOf('browser', id))) === markOf(browser);

  return {
    register: (client, tokens) => clients.set(JSON.stringify([client.api, client.scheme]), { client, tokens }),
    // Documents are read at once, so they register in any order.
    clients: () => [...clients.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { client }]) => client),
    begin: async (api, scheme, caller, signal, ownRedirectUri) => {
      const redirectUri = ownRedirectUri ?? callbackUrl();
      if (redirectUri === undefined) return undefined;
      const page = ownRedirectUri === undefined ? startUrl() : undefined;
      const { client } = find({ api, scheme });
      const known = keyOf('for', JSON.stringify([api, scheme, caller.id, redirectUri]));
      const underWay = open(known, await store.get(known)) as AuthorizationRequest | undefined;
      if (underWay) return underWay;
      const [id, verifier] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
      const link = await linkOf(client, { id, verifier, redirectUri }, signal);
      const url = page === undefined ? link : `${page}?id=${id}`;
      const request = { id, url, message: `Agree at ${new URL(link).host} that ${api} may be used on your behalf.` };
      const { id: callerId, name } = caller;
      const isBound = page !== undefined;
      const pending: Pending = { api, scheme, caller: { id: callerId, name }, verifier, redirectUri, link, isBound };
      await put(keyOf('pending', id), pending, lifetime);
      await store.set(keyOf('status', id), 'pending', lifetime);
      await put(known, request, reuse);
      return request;
    },
    look: async (id) => {
      const { api, scheme, caller, link } = await read(id);
      return { api, scheme, caller, host: new URL(link).host };
    },
    start: async (id, browser) => {
      const { link } = await read(id);
      const key = keyOf('browser', id);
      if (!(await store.add(key, markOf(browser), lifetime)) && !(await isStarted(id, browser))) throw elsewhere();
      return link;
    },
    complete: async (callback, browser) => {
      const id = callback.searchParams.get('state') ?? '';
      // Another browser does not use the answer up.
      if ((await read(id)).isBound && !(await isStarted(id, browser))) throw elsewhere();
      const key = keyOf('pending', id);
      const pending = open(key, await store.take(key)) as Pending | undefined;
      if (!pending) throw unknownState();
      const { api, scheme, caller, redirectUri } = pending;
      await store.delete(keyOf('for', JSON.stringify([api, scheme, caller.id, redirectUri])));
      try {
        const { client, tokens } = find(pending);
        await exchangeCode(client, tokens, pending, callback.searchParams);
        await store.set(keyOf('status', id), 'complete', lifetime);
      } catch (error) {
        await store.set(keyOf('status', id), 'failed', lifetime);
        throw error;
      }
      return { api, scheme, caller };
    },
    byDevice: async (client, caller, show, signal) => {
      const token = await obtainByDevice(client, show, signal);
      await find(client).tokens.put(client.subjectOf(caller, []), token);
    },
    forget: async (client, caller) => {
      const { tokens } = find(client);
      const subject = client.subjectOf(caller, []);
      const token = await tokens.peek(subject);
      await tokens.delete(subject);
      return token && revokeToken(client, token);
    },
    status: async (id) => ((await store.get(keyOf('status', id))) as AuthorizationStatus | undefined) ?? 'unknown',
  };
}

/** The page where the user agrees (RFC 6749, 4.1.1; RFC 7636, 4.3). */
async function linkOf(
  client: OAuthClient,
  { id, verifier, redirectUri }: { id: string; verifier: string; redirectUri: string },
  signal: AbortSignal,
): Promise<string> {
  const url = new URL((await client.findServer(['authorizationUrl'], signal)).authorizationUrl);
  const parameters: readonly (readonly [string, string])[] = [
    ['response_type', 'code'],
    ['client_id', await client.readClientId()],
    ['redirect_uri', redirectUri],
    ['state', id],
    ['code_challenge', createHash('sha256').update(verifier).digest('base64url')],
    ['code_challenge_method', 'S256'],
    ...(client.allScopes.length > 0 ? [['scope', client.allScopes.join(' ')] as const] : []),
  ];
  for (const [name, value] of parameters) url.searchParams.set(name, value);
  for (const [name, value] of client.parameters) url.searchParams.append(name, value);
  return url.href;
}

async function exchangeCode(
  client: OAuthClient,
  tokens: Tokens,
  { caller, verifier, redirectUri }: Pending,
  answer: URLSearchParams,
): Promise<void> {
  const signal = AbortSignal.timeout(exchangeTime);
  const server = await client.findServer(['tokenUrl'], signal);
  const issuer = answer.get('iss');
  // An answer of another server must not reach this one (RFC 9207, 2.4).
  if (server.issuer !== undefined && (issuer ?? (server.namesItself === true ? '' : server.issuer)) !== server.issuer)
    throw failed(client, 'the answer comes from another authorization server');
  const error = answer.get('error');
  if (error === 'access_denied')
    throw new RoutewrightError(
      'AUTHORIZATION_DENIED',
      `The user did not agree that ${client.api} is used on their behalf`,
      {
        hint: 'Call again for a new link.',
      },
    );
  if (error !== null) throw failed(client, `${error} ${answer.get('error_description') ?? ''}`.trim().slice(0, 300));
  const code = answer.get('code');
  if (code === null) throw failed(client, 'the answer holds no code');
  const token = await client.request(
    'authorization_code',
    [
      ['code', code],
      ['redirect_uri', redirectUri],
      ['code_verifier', verifier],
    ],
    signal,
  );
  if ('error' in token) throw refused(client.shown, server.tokenUrl, token);
  await tokens.put(client.subjectOf({ ...caller, scopes: [], claims: {} }, []), token);
}

function failed({ shown }: OAuthClient, reason: string): RoutewrightError {
  return new RoutewrightError(
    'AUTHORIZATION_FAILED',
    `The authorization for the credential ${shown} failed: ${reason}`,
    {
      hint: 'Call again for a new link; if it fails again, check the client at the authorization server.',
    },
  );
}

function unknownState(): RoutewrightError {
  return new RoutewrightError(
    'AUTHORIZATION_UNKNOWN',
    'This authorization is not known: its link was used already, or its time is over',
    {
      hint: 'Call the tool again for a new link.',
    },
  );
}

function elsewhere(): RoutewrightError {
  return new RoutewrightError(
    'AUTHORIZATION_ELSEWHERE',
    'This authorization was begun in another browser, or without the page that begins it',
    { hint: 'Open the link of the tool call in one browser, and stay in it until the page says that it worked.' },
  );
}

/** A browser as it is stored: its secret itself is nobody's business. */
function markOf(browser: string): string {
  return createHash('sha256').update(browser).digest('base64url');
}

/** Under which a thing is stored; an id from outside may be of any length. */
function keyOf(kind: string, id: string): string {
  return `authorization:${kind}:${createHash('sha256').update(id).digest('base64url')}`;
}
