import type {
  AuthorizationServer as OAuthServer,
  ClientAuth,
  CustomFetchOptions,
  TokenEndpointRequestOptions,
} from 'oauth4webapi';
import { RoutewrightError } from '../../../base/errors.ts';
import { isObject } from '../../../base/json.ts';
import { essence } from '../../../catalog/media-kind.ts';
import type { HttpClient } from '../../client.ts';
import { withoutQuery } from '../../client.ts';
import type { HttpResponse } from '../../http.ts';
import { cut } from '../../failure-body.ts';
import { send } from './exchange.ts';
import { readToken, type Token } from './token.ts';

/** Who asks, and where. */
export interface TokenRequest {
  /** `OAuth of shop`, for messages. */
  readonly shown: string;
  readonly tokenUrl: string;
  /** Whom an assertion of the client is for (RFC 7523, 3). */
  readonly issuer: string;
  readonly clientId: string;
  /** How the client proves who it is. */
  readonly authenticate: ClientAuth;
  readonly grantType: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** What an authorization server says when it refuses (RFC 6749, 5.2). */
export interface Refusal {
  readonly error: string;
  readonly description: string | undefined;
}

const largestAnswer = 1_000_000;

/**
 * Asks a token endpoint for a token (RFC 6749, 3.2). A refusal comes back, since another grant may do.
 *
 * @throws {RoutewrightError} TOKEN_ENDPOINT_UNREACHABLE, TOKEN_ENDPOINT_TIMEOUT, TOKEN_ENDPOINT_INVALID
 */
export async function requestToken(
  request: TokenRequest,
  http: HttpClient,
  { signal, now }: { readonly signal: AbortSignal; readonly now: () => number },
): Promise<Token | Refusal> {
  const response = await postForm(request, http, signal);
  const refusal = readRefusal(response);
  if (refusal) return refusal;
  const answer = response.status === 200 ? parseJson(response) : undefined;
  const token = answer === undefined ? { fault: describeAnswer(response) } : readToken(answer, now());
  if (!('fault' in token)) return token;
  throw new RoutewrightError(
    'TOKEN_ENDPOINT_INVALID',
    `The token endpoint gave no token for the credential ${request.shown}: ${withoutQuery(request.tokenUrl)}: ${token.fault}`,
    { hint: 'Check that `tokenUrl` names the token endpoint itself (RFC 6749, 3.2), not a page or the issuer.' },
  );
}

/**
 * Asks a device authorization endpoint for a code (RFC 8628, 3.1).
 *
 * @throws {RoutewrightError} TOKEN_ENDPOINT_UNREACHABLE, TOKEN_ENDPOINT_TIMEOUT
 */
export async function requestDeviceCode(
  request: Omit<TokenRequest, 'grantType'> & { readonly deviceUrl: string },
  http: HttpClient,
  signal: AbortSignal,
): Promise<{ readonly answer: Readonly<Record<string, unknown>> } | Refusal> {
  const { deviceAuthorizationRequest } = await import('oauth4webapi');
  const response = await exchange(request, http, signal, async (server, client, parameters, options) =>
    deviceAuthorizationRequest(
      { ...server, device_authorization_endpoint: request.deviceUrl },
      client,
      request.authenticate,
      parameters,
      options,
    ),
  );
  const answer = parseJson(response);
  return readRefusal(response) ?? { answer: isObject(answer) ? answer : {} };
}

/**
 * Tells a server that a token is not needed any more (RFC 7009, 2.1). A refusal comes back.
 *
 * @throws {RoutewrightError} TOKEN_ENDPOINT_UNREACHABLE, TOKEN_ENDPOINT_TIMEOUT, TOKEN_ENDPOINT_INVALID
 */
export async function requestRevocation(
  request: Omit<TokenRequest, 'grantType'> & { readonly revocationUrl: string; readonly token: string },
  http: HttpClient,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  const { revocationRequest } = await import('oauth4webapi');
  const { revocationUrl: revocation_endpoint, token, authenticate } = request;
  const response = await exchange(request, http, signal, async (server, client, additionalParameters, options) =>
    revocationRequest({ ...server, revocation_endpoint }, client, authenticate, token, {
      ...options,
      additionalParameters,
    }),
  );
  const refusal = readRefusal(response);
  if (refusal || response.status === 200) return refusal;
  throw new RoutewrightError(
    'TOKEN_ENDPOINT_INVALID',
    `The token of ${request.shown} was not taken back: ${withoutQuery(revocation_endpoint)}: ${describeAnswer(response)}`,
    { hint: 'End the access at the authorization server, in the settings of the account.' },
  );
}

async function postForm(request: TokenRequest, http: HttpClient, signal: AbortSignal): Promise<HttpResponse> {
  const { genericTokenEndpointRequest } = await import('oauth4webapi');
  return exchange(request, http, signal, async (server, client, parameters, options) =>
    genericTokenEndpointRequest(server, client, request.authenticate, request.grantType, parameters, options),
  );
}

/** The library writes the request and proves who the client is; it goes out by our own client, with its limits. */
async function exchange(
  request: Omit<TokenRequest, 'grantType'>,
  http: HttpClient,
  signal: AbortSignal,
  ask: (
    server: OAuthServer,
    client: { client_id: string },
    parameters: string[][],
    options: TokenEndpointRequestOptions,
  ) => Promise<Response>,
): Promise<HttpResponse> {
  const oauth = await import('oauth4webapi');
  let answer: HttpResponse | undefined;
  const options: TokenEndpointRequestOptions = {
    signal,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- a server inside a cluster is often reached over plain HTTP
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: async (
      url: string,
      { method, headers, body }: CustomFetchOptions<'POST', URLSearchParams>,
    ) => {
      answer = await send(http, { method, url, headers, body: String(body) }, request, signal, largestAnswer);
      return new Response(null, { status: 204 });
    },
  };
  const parameters = request.parameters.map(([name, value]) => [name, value]);
  const server = { issuer: request.issuer, token_endpoint: request.tokenUrl };
  await ask(server, { client_id: request.clientId }, parameters, options);
  return answer!;
}

/** The error of an answer, where it is one in the form of RFC 6749, 5.2. */
function readRefusal(response: HttpResponse): Refusal | undefined {
  const answer = parseJson(response);
  if (!isObject(answer) || typeof answer['error'] !== 'string') return undefined;
  const description = answer['error_description'];
  return { error: answer['error'], description: typeof description === 'string' ? description : undefined };
}

/** `invalid_grant: it was revoked`. */
export function showRefusal({ error, description }: Refusal): string {
  return description === undefined ? error : `${error}: ${cut(description, 300)}`;
}

/** A refusal as an error, with what is known of its reason. */
export function refused(shown: string, tokenUrl: string, refusal: Refusal): RoutewrightError {
  return new RoutewrightError(
    'TOKEN_REFUSED',
    `The authorization server refused a token for the credential ${shown}: ${withoutQuery(tokenUrl)}: ${showRefusal(refusal)}`,
    { hint: explanations[refusal.error] ?? 'Check the credential in the configuration, and the log of the server.' },
  );
}

/** The errors of RFC 6749 (5.2), RFC 8693 (2.2.2) and RFC 9449 (5), for whoever runs the gateway. */
const explanations: Readonly<Record<string, string>> = {
  invalid_grant:
    'What the token is asked for with, such as a password or a refresh token, is wrong or no longer valid.',
  invalid_client:
    'The client id or its secret is wrong, or the client must authenticate in another way (`clientAuthentication`).',
  unauthorized_client: 'The client may not use this grant.',
  unsupported_grant_type: 'The server does not offer this grant (`grant`).',
  invalid_scope: 'The client may not ask for these scopes (`scopes`).',
  invalid_target: 'The server issues no tokens for this `resource` or `audience`.',
  invalid_dpop_proof: 'The server issues only tokens that are bound to a key (DPoP), which are not supported.',
};

function parseJson({ body }: HttpResponse): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString()) as unknown;
  } catch {
    return undefined;
  }
}

function describeAnswer({ status, statusText, headers, body }: HttpResponse): string {
  const type = essence(headers['content-type'] ?? '');
  const what = body.length === 0 ? 'nothing' : type === 'text/html' ? 'a page' : type === '' ? 'no JSON' : type;
  const location =
    status >= 300 && status < 400 ? `, which leads to ${withoutQuery(headers['location'] ?? 'nowhere')}` : '';
  return `HTTP ${status} ${statusText}`.trimEnd() + ` with ${what}${location}`;
}
