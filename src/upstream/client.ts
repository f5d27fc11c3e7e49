import type { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { withoutUserInfo } from '../spec/read.ts';
import { type HttpRequest, type HttpResponse, statusTexts } from './http.ts';

/** Limits of one exchange. */
export interface SendOptions {
  /** Aborts the request: the client cancelled, or the deadline of the call passed. */
  readonly signal: AbortSignal;
  /** Most bytes of the answer, unpacked. */
  readonly maxBytes: number;
  /** Told as the answer comes in: bytes so far, and all of them where the API says. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
}

const mostRedirects = 5;
const emptyBodyStatuses = new Set([204, 205, 304]);

/** Sends requests over connections that are kept open. undici takes 60 ms to load, so it waits for the first one. */
export class HttpClient {
  #agent: Promise<Agent> | undefined;

  #connect(): Promise<Agent> {
    this.#agent ??= import('../base/lazy/undici.ts').then(
      ({ Agent }) =>
        new Agent({
          connections: 64,
          pipelining: 1,
          keepAliveTimeout: 30_000,
          connect: { timeout: 15_000 },
          headersTimeout: 0,
          bodyTimeout: 0,
        }),
    );
    return this.#agent;
  }

  /**
   * Sends a request and reads the answer whole. Redirects of safe requests are followed, up to five; what carries
   * credentials never goes to another origin than the first.
   *
   * @throws {RoutewrightError} UPSTREAM_UNREACHABLE, UPSTREAM_PROTOCOL, UPSTREAM_TOO_LARGE, UPSTREAM_REDIRECT; the
   *   reason of the signal when it aborts
   */
  async send(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
    const start = performance.now();
    const agent = await this.#connect();
    let current = request;
    for (let redirects = 0; ; redirects++) {
      const response = await this.#exchange(agent, current, options);
      const location = isRedirect(response.statusCode) ? header(response, 'location') : undefined;
      const next = location === undefined ? undefined : redirected(current, response.statusCode, location);
      if (!next) return await readResponse(current, response, start, options);
      await response.body.dump({ limit: 65_536 }).catch(() => undefined);
      if (redirects >= mostRedirects) {
        throw new RoutewrightError(
          'UPSTREAM_REDIRECT',
          `${shown(request)} was redirected more than ${mostRedirects} times, last to ${withoutQuery(next.url)}`,
          {
            hint: 'Set `baseUrl` to where the API really is.',
          },
        );
      }
      current = next;
    }
  }

  async #exchange(
    agent: Agent,
    { method, url, headers, body }: HttpRequest,
    { signal }: SendOptions,
  ): Promise<Dispatcher.ResponseData> {
    signal.throwIfAborted();
    const { origin, path } = splitUrl(url);
    try {
      return await agent.request({
        origin,
        path,
        method: method as Dispatcher.HttpMethod,
        headers,
        signal,
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      throw translate(error, `${method} ${withoutQuery(url)}`, signal);
    }
  }

  /** Ends the connections; requests under way are aborted. */
  async close(): Promise<void> {
    await (await this.#agent)?.destroy();
  }
}

/** Origin and path as written: a URL parser would resolve what is percent-encoded dots in it. */
function splitUrl(url: string): { origin: string; path: string } {
  const match = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(url);
  if (!match)
    throw new RoutewrightError('SERVER_MISSING', `${url} is no URL to send a request to`, {
      hint: 'Pass --base-url or set `baseUrl` in the configuration.',
    });
  const path = match[2]!;
  return { origin: match[1]!, path: path.startsWith('/') ? path : `/${path}` };
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/**
 * The request that a redirect asks for (RFC 9110, 15.4), or nothing where following it would repeat an effect. To
 * another origin it goes without anything that tells who asks.
 */
function redirected(request: HttpRequest, status: number, location: string): HttpRequest | undefined {
  const safe = request.method === 'GET' || request.method === 'HEAD';
  if (!safe && status !== 303) return undefined;
  if (!URL.canParse(location, request.url)) return undefined;
  const target = new URL(location, request.url);
  target.hash = '';
  if (target.protocol !== 'http:' && target.protocol !== 'https:') return undefined;
  const sameOrigin = target.origin === new URL(request.url).origin;
  const dropped = new Set([
    ...(safe ? [] : ['content-type']),
    ...(sameOrigin ? [] : ['authorization', 'cookie', ...request.credentialHeaders]),
  ]);
  return {
    ...request,
    method: safe ? request.method : 'GET',
    url: target.href,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !dropped.has(name.toLowerCase()))),
    body: safe ? request.body : undefined,
  };
}

async function readResponse(
  request: HttpRequest,
  response: Dispatcher.ResponseData,
  start: number,
  options: SendOptions,
): Promise<HttpResponse> {
  const { statusCode: status } = response;
  const hasBody = request.method !== 'HEAD' && !emptyBodyStatuses.has(status);
  if (!hasBody) await response.body.dump().catch(() => undefined);
  return {
    status,
    statusText: statusTexts[status] ?? '',
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [
        name.toLowerCase(),
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    body: hasBody ? await readBody(request, response, options) : new Uint8Array(),
    url: request.url,
    duration: performance.now() - start,
  };
}

async function readBody(
  request: HttpRequest,
  response: Dispatcher.ResponseData,
  { maxBytes, signal, onProgress }: SendOptions,
): Promise<Uint8Array> {
  const encoding = header(response, 'content-encoding')?.toLowerCase();
  const declared = Number(header(response, 'content-length') ?? Number.NaN);
  const total = Number.isFinite(declared) ? declared : undefined;
  const tooLarge = (): RoutewrightError =>
    new RoutewrightError(
      'UPSTREAM_TOO_LARGE',
      `The answer of ${shown(request)} is larger than ${formatBytes(maxBytes)}${total === undefined ? '' : ` (${formatBytes(total)})`}`,
      {
        hint: 'Ask for less: a filter, a smaller page, fewer fields. The operator can raise `limits.responseBytes`.',
      },
    );
  if (total !== undefined && total > maxBytes) {
    response.body.on('error', () => undefined).destroy();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let received = 0;
  try {
    onProgress?.(0, total);
    for await (const chunk of await decompress(response.body, encoding)) {
      const bytes = chunk as Uint8Array;
      received += bytes.length;
      if (received > maxBytes) {
        response.body.on('error', () => undefined).destroy();
        throw tooLarge();
      }
      chunks.push(bytes);
      onProgress?.(received, total);
    }
  } catch (error) {
    if (error instanceof RoutewrightError) throw error;
    throw translate(error, shown(request), signal);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** The body as it was before it was packed (RFC 9110, 8.4); an unknown encoding is left to whoever reads it. */
async function decompress(body: Readable, encoding: string | undefined): Promise<Readable> {
  if (encoding === undefined || encoding === 'identity') return body;
  const { createBrotliDecompress, createGunzip, createInflate } = await import('node:zlib');
  const unpack =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : undefined;
  if (!unpack) return body;
  const { pipeline } = await import('node:stream');
  pipeline(body, unpack, () => undefined); // an error of either ends the loop that reads the other
  return unpack;
}

function header(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** An error of the connection in words that say what to look at. */
function translate(error: unknown, what: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const code = errorCode(error);
  if (code !== undefined && unreachable[code] !== undefined) {
    return new RoutewrightError('UPSTREAM_UNREACHABLE', `Could not reach the API: ${what}: ${unreachable[code]}`, {
      hint: 'Check that the API runs and that its base URL (`--base-url` or `baseUrl`) is right.',
      cause: error,
    });
  }
  if (code !== undefined && /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return new RoutewrightError(
      'UPSTREAM_UNREACHABLE',
      `Could not reach the API: ${what}: its certificate was not accepted (${code})`,
      {
        hint: 'Check the certificate of the API; NODE_EXTRA_CA_CERTS names a file with your own authority.',
        cause: error,
      },
    );
  }
  return new RoutewrightError('UPSTREAM_PROTOCOL', `The exchange with the API broke: ${what}: ${messageOf(error)}`, {
    hint: 'Check the scheme and port of the base URL, and the log of the API.',
    cause: error,
  });
}

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused, nothing listens there',
  ENOTFOUND: 'the host name does not exist',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
};

function errorCode(error: unknown): string | undefined {
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const code =
    (first as { code?: unknown } | undefined)?.code ??
    (first as { cause?: { code?: unknown } } | undefined)?.cause?.code;
  return typeof code === 'string' ? code : undefined;
}

function shown({ method, url }: HttpRequest): string {
  return `${method} ${withoutQuery(url)}`;
}

/** A URL for a message: its query may hold a credential. */
export function withoutQuery(url: string): string {
  return withoutUserInfo(url.replace(/[?#].*$/s, ''));
}

function formatBytes(bytes: number): string {
  return bytes >= 1e6 ? `${Math.round(bytes / 1e5) / 10} MB` : `${Math.ceil(bytes / 1000)} kB`;
}
