import { RoutewrightError } from '../../../base/errors.ts';
import { isObject, text } from '../../../base/json.ts';
import type { OAuthConfig } from '../../../base/config/oauth-schema.ts';
import type { OAuthFlow, SecurityScheme } from '../../../spec/operation.ts';
import { withoutQuery, type HttpClient } from '../../client.ts';
import { send } from './exchange.ts';

/** The endpoints of an authorization server (RFC 8414, 2). */
export interface AuthorizationServer {
  readonly issuer: string;
  readonly tokenUrl: string | undefined;
}

/** Where to look, as far as document and configuration say. */
export interface ServerSource {
  /** `OAuth of shop`, for messages. */
  readonly shown: string;
  readonly config: Pick<OAuthConfig, 'issuer' | 'tokenUrl'>;
  readonly scheme: SecurityScheme | undefined;
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
 *
 * @throws {RoutewrightError} OAUTH_INCOMPLETE, OAUTH_DISCOVERY_FAILED, TOKEN_ENDPOINT_UNREACHABLE
 */
export function createServerFinder(
  source: ServerSource,
  http: HttpClient,
  now: () => number,
): (signal: AbortSignal) => Promise<AuthorizationServer> {
  const { config, flow, scheme, baseUrl } = source;
  const tokenUrl = config.tokenUrl ?? absolute(flow?.tokenUrl, baseUrl);
  const metadataUrl = config.issuer ?? absolute(scheme?.metadataUrl, baseUrl);
  let published: { readonly until: number; readonly server: AuthorizationServer } | undefined;
  return async (signal) => {
    if (tokenUrl !== undefined) return { issuer: config.issuer ?? new URL(tokenUrl).origin, tokenUrl };
    if (metadataUrl === undefined) throw incomplete(source, 'token endpoint', 'tokenUrl');
    if (!published || published.until < now())
      published = { until: now() + metadataLifetime, server: await discover(source, metadataUrl, http, signal) };
    return published.server;
  };
}

/** @throws {RoutewrightError} OAUTH_INCOMPLETE */
export function incomplete({ shown }: Pick<ServerSource, 'shown'>, what: string, key: string): RoutewrightError {
  return new RoutewrightError('OAUTH_INCOMPLETE', `The credential ${shown} has no ${what}`, {
    hint: `Neither the document nor an issuer names one; set \`${key}\` or \`issuer\` at the credential in the configuration.`,
  });
}

function absolute(url: string | undefined, base: string | undefined): string | undefined {
  if (url === undefined || /^https?:\/\//i.test(url)) return url;
  return base === undefined ? undefined : new URL(url, base.endsWith('/') ? base : `${base}/`).href;
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
    const response = await send(
      http,
      { method: 'GET', url, headers: { accept: 'application/json' } },
      source,
      signal,
      largestMetadata,
    );
    const metadata = response.status === 200 ? parseJson(response.body) : undefined;
    if (isObject(metadata)) {
      const named = text(metadata['issuer']);
      if (named === undefined || !isIssuer(url, named)) {
        faults.push(`${withoutQuery(url)} speaks for another issuer`);
        continue;
      }
      return { issuer: named, tokenUrl: text(metadata['token_endpoint']) };
    }
    faults.push(
      `${withoutQuery(url)} answers HTTP ${response.status}${response.status === 200 ? ', but no JSON object' : ''}`,
    );
  }
  throw new RoutewrightError(
    'OAUTH_DISCOVERY_FAILED',
    `The endpoints of the credential ${source.shown} could not be found: ${faults.join('; ')}`,
    { hint: 'Check `issuer`, or set the endpoints themselves (`tokenUrl`) in the configuration.' },
  );
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
