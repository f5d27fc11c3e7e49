import type { Socket } from 'node:net';
import type { Agent, Dispatcher } from 'undici';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { CallRecorder } from '../base/trace.ts';
import { isEventStream } from './events.ts';
import { type HttpRequest, type HttpResponse, statusTexts, type TlsIdentity } from './http.ts';
import type { App } from './in-process.ts';
import { acceptedEncodings, type ReadBody, readBody } from './read-body.ts';
import { isRedirect, redirected } from './redirect.ts';

/** Limits of one exchange. */
export interface SendOptions {
  /** Aborts the request: the client cancelled, or the deadline of the call passed. */
  readonly signal: AbortSignal;
  /** Most bytes of the answer, unpacked. */
  readonly maxBytes: number;
  /** Told as the answer comes in: bytes so far, and all of them where the API says. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
  /** Ends a stream of events, which is then an answer as far as it came. It aborts whatever else is under way. */
  readonly deadline?: AbortSignal;
  /** Told each part of a stream of events as it comes in, and how many bytes there are with it. */
  readonly onStream?: (chunk: Uint8Array, received: number, contentType: string) => void;
  /** Told each request that goes out, and what comes back. */
  readonly recorder?: CallRecorder;
}

const mostRedirects = 5;
const emptyBodyStatuses = new Set([204, 205, 304]);

/** Certificates that are in use at once, in all APIs and while they are replaced. */
const mostIdentities = 64;

/** What holds for every connection: how long an answer may take is said by the call's own deadline. */
const connections = {
  connections: 64,
  pipelining: 1,
  keepAliveTimeout: 30_000,
  headersTimeout: 0,
  bodyTimeout: 0,
};

async function openAgent(tls?: TlsIdentity): Promise<Agent> {
  const { Agent } = await import('../base/lazy/undici.ts');
  const { cert, key, passphrase, ca } = tls ?? {};
  const identity = {
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(passphrase ? { passphrase } : {}),
    ...(ca ? { ca } : {}),
  };
  return new Agent({ ...connections, connect: { timeout: 15_000, ...identity } });
}

async function openAgentInProcess(app: App): Promise<Agent> {
  const { Agent } = await import('../base/lazy/undici.ts');
  const { connectorTo } = await import('./in-process.ts');
  const connect = connectorTo(app);
  return new Agent({
    ...connections,
    // undici wants a socket, and uses what a socket has in common with any stream.
    connect: (_place, done) => queueMicrotask(() => done(null, connect() as Socket)),
  });
}

/** Sends requests over connections that are kept open. undici takes 60 ms to load, so it waits for the first one. */
export class HttpClient {
  #agent: Promise<Agent> | undefined;
  /** By the identity that is shown, the newest last. */
  readonly #identified = new Map<string, Promise<Agent>>();
  readonly #inProcess = new Map<App, Promise<Agent>>();

  #connect({ app, tls }: HttpRequest): Promise<Agent> {
    if (app) {
      const agent = this.#inProcess.get(app) ?? openAgentInProcess(app);
      this.#inProcess.set(app, agent);
      return agent;
    }
    if (!tls) return (this.#agent ??= openAgent());
    let agent = this.#identified.get(tls.id);
    if (!agent) {
      this.#identified.set(tls.id, (agent = openAgent(tls)));
      // A certificate that was replaced is not shown again; requests under way end in peace.
      if (this.#identified.size > mostIdentities) {
        const [[id, former]] = this.#identified as unknown as [[string, Promise<Agent>]];
        this.#identified.delete(id);
        void former.then((old) => old.close()).catch(() => undefined);
      }
    }
    return agent;
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
    const { recorder } = options;
    let current = request;
    for (let redirects = 0; ; redirects++) {
      recorder?.begin('wait', redirects === 0 ? undefined : `redirected to ${withoutQuery(current.url)}`);
      const signed = current.sign ? current.sign(current) : current;
      recorder?.sent(signed);
      const response = await this.#exchange(await this.#connect(current), signed, options);
      const location = isRedirect(response.statusCode) ? header(response, 'location') : undefined;
      const next = location === undefined ? undefined : redirected(current, response.statusCode, location);
      if (!next) {
        recorder?.begin('answer', `HTTP ${response.statusCode}`);
        const read = await readResponse(current, response, start, options);
        recorder?.received(read);
        return read;
      }
      await response.body.dump({ limit: 65_536 }).catch(() => undefined);
      if (redirects >= mostRedirects) {
        throw new RoutewrightError(
          'UPSTREAM_REDIRECT',
          `${shown(request)} was redirected more than ${mostRedirects} times, last to ${withoutQuery(next.url)}`,
          { hint: 'Set `baseUrl` to where the API really is.' },
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
        method: method,
        headers: { 'accept-encoding': acceptedEncodings, ...headers },
        signal,
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      throw translate(error, `${method} ${withoutQuery(url)}`, signal);
    }
  }

  /** Ends the connections; requests under way are aborted. */
  async close(): Promise<void> {
    const agents = [this.#agent ?? [], ...this.#identified.values(), ...this.#inProcess.values()].flat();
    await Promise.all(agents.map(async (agent) => (await agent).destroy()));
  }
}

/** Origin and path as written: a URL parser would resolve what is percent-encoded dots in it. */
function splitUrl(url: string): { origin: string; path: string } {
  const match = /^(https?:\/\/)(?:[^/?#]*@)?([^/?#]+)([^#]*)/i.exec(url);
  if (!match || !URL.canParse(url))
    throw new RoutewrightError('SERVER_MISSING', `${withoutQuery(url)} is no URL to send a request to`, {
      hint: 'Pass --base-url or set `baseUrl` in the configuration.',
    });
  const path = match[3]!;
  return { origin: match[1]! + match[2]!, path: path.startsWith('/') ? path : `/${path}` };
}

async function readResponse(
  request: HttpRequest,
  response: Dispatcher.ResponseData,
  start: number,
  { maxBytes, signal, deadline, onProgress, onStream }: SendOptions,
): Promise<HttpResponse> {
  const { statusCode: status } = response;
  let body: ReadBody = { bytes: new Uint8Array() };
  if (request.method === 'HEAD' || emptyBodyStatuses.has(status)) await response.body.dump().catch(() => undefined);
  else {
    const declared = Number(header(response, 'content-length') ?? Number.NaN);
    const length = Number.isFinite(declared) ? declared : undefined;
    const encoding = header(response, 'content-encoding');
    const type = header(response, 'content-type') ?? '';
    const stream =
      status < 400 && isEventStream(type)
        ? {
            deadline,
            isCancelled: () => signal.aborted && deadline?.aborted !== true,
            onChunk: onStream && ((chunk: Uint8Array, received: number): void => onStream(chunk, received, type)),
          }
        : undefined;
    try {
      body = await readBody(response.body, { shown: shown(request), encoding, length, maxBytes, onProgress, stream });
    } catch (error) {
      throw error instanceof RoutewrightError ? error : translate(error, shown(request), signal);
    }
  }
  return {
    status,
    statusText: statusTexts[status] ?? '',
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [
        name.toLowerCase(),
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    body: body.bytes,
    ...(body.cut === undefined ? {} : { cut: body.cut }),
    url: request.url,
    duration: performance.now() - start,
  };
}

function header(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** An error of the connection in words that say what to look at. */
function translate(error: unknown, what: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const code = errorCode(error);
  const about = code === undefined ? undefined : explainCode(code);
  if (about) {
    return new RoutewrightError('UPSTREAM_UNREACHABLE', `Could not reach the API: ${what}: ${about.reason}`, {
      hint: about.hint ?? 'Check that the API runs and that its base URL (`--base-url` or `baseUrl`) is right.',
      cause: error,
    });
  }
  return new RoutewrightError('UPSTREAM_PROTOCOL', `The exchange with the API broke: ${what}: ${messageOf(error)}`, {
    hint: 'Check the scheme and port of the base URL, and the log of the API.',
    cause: error,
  });
}

function explainCode(code: string): { reason: string; hint?: string } | undefined {
  const reason = unreachable[code];
  if (reason !== undefined) return { reason };
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|EPROTO/.test(code))
    return { reason: 'it does not speak TLS', hint: 'Check whether the base URL should begin with http:// instead.' };
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code))
    return {
      reason: `its certificate was not accepted (${code})`,
      hint: 'Check the certificate of the API; NODE_EXTRA_CA_CERTS names a file with your own authority.',
    };
  return undefined;
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

/** A URL for a message: its query may hold a credential, and so may what stands before the host. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([a-z]+:\/\/)[^/]*@/i, '$1');
}
