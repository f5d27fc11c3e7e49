import { RoutewrightError } from '../../../base/errors.ts';
import { isObject, text } from '../../../base/json.ts';
import { isLoopback } from '../../../base/loopback.ts';
import type { OAuthConfig } from '../../../base/config/oauth-schema.ts';
import type { OAuthFlow, SecurityScheme } from '../../../spec/operation.ts';
import { withoutQuery, type HttpClient } from '../../client.ts';
import { send } from './exchange.ts';

/** The endpoints of an authorization server (RFC 8414, 2), as far as they are known. */
export interface AuthorizationServer {
  readonly tokenUrl?: string | undefined;
  readonly authorizationUrl?: string | undefined;
  readonly deviceAuthorizationUrl?: string | undefined;
  readonly revocationUrl?: string | undefined;
  /** Its name, where it has published one: what an authorization response must come from (RFC 9207). */
  readonly issuer?: string | undefined;
  /** Whether it names itself in authorization responses. */
  readonly namesItself?: boolean;
}

/** An endpoint that an exchange cannot do without. */
type Endpoint = 'tokenUrl' | 'authorizationUrl' | 'deviceAuthorizationUrl' | 'revocationUrl';
export type FindServer = <Needed extends Endpoint>(
  needed: readonly Needed[],
  signal: AbortSignal,
) => Promise<AuthorizationServer & Record<Needed, string>>;

/** Where to look, as far as document and configuration say. */
export interface ServerSource {
  /** `OAuth of shop`, for messages. */
  readonly shown: string;
  readonly config: Pick<OAuthConfig, 'issuer' | Endpoint>;
  readonly scheme: SecurityScheme | undefined;
  /** The flow that is taken, which goes before the others of the scheme. */
  readonly flow: OAuthFlow | undefined;
  /** What relative URLs of a document that was read from a file are relative to: the API. */
  readonly baseUrl: string | undefined;
}

/** Milliseconds for which published metadata are used again. */
const metadataLifetime = 3_600_000;
const largestMetadata = 1_000_000;

/**
 * Finds the endpoints of an authorization server: the configuration first, then the flow of the document, then what the
 * issuer publishes, which is read when it is needed and kept for an hour.
 */
export function createServerFinder(source: ServerSource, http: HttpClient, now: () => number): FindServer {
  const named = namedEndpoints(source);
  const metadataUrl = metadataUrlOf(source);
  let published: { readonly until: number; readonly server: AuthorizationServer } | undefined;
  return async (needed, signal) => {
    let server = named;
    if (needed.some((endpoint) => server[endpoint] === undefined) && metadataUrl !== undefined) {
      if (!published || published.until < now())
        published = { until: now() + metadataLifetime, server: await discover(source, metadataUrl, http, signal) };
      server = { ...published.server, ...named };
    }
    const absent = needed.find((endpoint) => server[endpoint] === undefined);
    if (absent !== undefined) throw incomplete(source, absent);
    return server as AuthorizationServer & Record<(typeof needed)[number], string>;
  };
}

/** What configuration and document name themselves. */
function namedEndpoints({ config, flow, scheme, baseUrl }: ServerSource): AuthorizationServer {
  const flows = [...(flow ? [flow] : []), ...Object.values(scheme?.flows ?? {})];
  const locate = (endpoint: Exclude<Endpoint, 'revocationUrl'>): string | undefined =>
    config[endpoint] ?? absolute(flows.find((one) => one[endpoint] !== undefined)?.[endpoint], baseUrl);
  return withoutGaps({
    tokenUrl: locate('tokenUrl'),
    authorizationUrl: locate('authorizationUrl'),
    deviceAuthorizationUrl: locate('deviceAuthorizationUrl'),
    revocationUrl: config.revocationUrl,
  });
}

function metadataUrlOf({ config, scheme, baseUrl }: ServerSource): string | undefined {
  return config.issuer ?? absolute(scheme?.metadataUrl, baseUrl);
}

/** A URL of the authorization server over which secrets would travel for anyone on the way to read. */
export function findPlainUrl(source: ServerSource): string | undefined {
  const { tokenUrl, authorizationUrl, deviceAuthorizationUrl, revocationUrl } = namedEndpoints(source);
  const urls = [tokenUrl, authorizationUrl, deviceAuthorizationUrl, revocationUrl, metadataUrlOf(source)];
  return urls.find((url) => {
    if (url === undefined || !URL.canParse(url)) return false;
    const { protocol, hostname } = new URL(url);
    return protocol === 'http:' && !isLoopback(hostname);
  });
}

function incomplete({ shown }: ServerSource, endpoint: Endpoint): RoutewrightError {
  return new RoutewrightError('OAUTH_INCOMPLETE', `The credential ${shown} has no ${endpoint}`, {
    hint: `Neither the document nor an issuer names one; set \`${endpoint}\` or \`issuer\` at the credential in the configuration.`,
  });
}

function absolute(url: string | undefined, base: string | undefined): string | undefined {
  if (url === undefined || /^https?:\/\//i.test(url)) return url;
  const folder = base?.endsWith('/') === true ? base : `${base ?? ''}/`;
  return URL.canParse(url, folder) ? new URL(url, folder).href : undefined;
}

function withoutGaps<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}

/** The metadata of an issuer, under the names of OpenID Connect Discovery (4) and RFC 8414 (3). */
async function discover(
  source: ServerSource,
  issuer: string,
  http: HttpClient,
  signal: AbortSignal,
): Promise<AuthorizationServer> {
  const faults: string[] = [];
  for (const url of metadataUrls(issuer)) {
    const message = { method: 'GET', url, headers: { accept: 'application/json' } };
    const { status, body } = await send(http, message, source, signal, largestMetadata);
    const metadata = status === 200 ? parseJson(body) : undefined;
    if (isObject(metadata)) {
      const named = text(metadata['issuer']);
      if (named !== undefined && isIssuer(url, named)) return readMetadata(named, metadata);
      faults.push(`${withoutQuery(url)} speaks for another issuer`);
    } else faults.push(`${withoutQuery(url)} answers HTTP ${status}${status === 200 ? ', but no JSON object' : ''}`);
  }
  throw new RoutewrightError(
    'OAUTH_DISCOVERY_FAILED',
    `The endpoints of the credential ${source.shown} could not be found: ${faults.join('; ')}`,
    { hint: 'Check `issuer`, or set the endpoints themselves (`tokenUrl`) in the configuration.' },
  );
}

function readMetadata(issuer: string, metadata: Readonly<Record<string, unknown>>): AuthorizationServer {
  return withoutGaps({
    issuer,
    tokenUrl: text(metadata['token_endpoint']),
    authorizationUrl: text(metadata['authorization_endpoint']),
    deviceAuthorizationUrl: text(metadata['device_authorization_endpoint']),
    revocationUrl: text(metadata['revocation_endpoint']),
    namesItself: metadata['authorization_response_iss_parameter_supported'] === true,
  });
}

function metadataUrls(issuer: string): string[] {
  if (issuer.includes('/.well-known/')) return [issuer];
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}

/** Metadata speak for the issuer under whose URL they stand (RFC 8414, 3.3), or a template of it, as Entra has. */
function isIssuer(url: string, issuer: string): boolean {
  return URL.canParse(issuer) && new URL(url).origin === new URL(issuer).origin;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString()) as unknown;
  } catch {
    return undefined;
  }
}
