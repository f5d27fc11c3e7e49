import type { App } from './in-process.ts';
import type { Cut } from './read-body.ts';

/** A request to an API, complete but for the connection. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** By name as it is sent; one value each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** Lower-case names of the headers that carry credentials: they never follow a redirect to another origin. */
  readonly credentialHeaders: readonly string[];
  /**
   * Signs it, anew each time that it goes out: with the hour, a nonce, or the path that a redirect named. It belongs to
   * the origin of the request.
   */
  readonly sign?: Signer;
  /** A client certificate and an authority of one's own. It belongs to the origin of the request. */
  readonly tls?: TlsIdentity;
  /** Answers in place of a server on the network. It belongs to the origin of the request. */
  readonly app?: App;
}

/** Adds a signature to a request. */
export type Signer = (request: HttpRequest) => HttpRequest;

/** Who we are to a server, and whom we take it for (TLS, RFC 8446). All in PEM. */
export interface TlsIdentity {
  /** Equal where all else is. */
  readonly id: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** Authorities that the server's certificate may come from, in place of those of Node. */
  readonly ca?: string;
}

/** The answer of an API. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Why a stream of events was not read to its end. */
  readonly cut?: Cut;
  /** Where it came from in the end, after redirects. */
  readonly url: string;
  /** Milliseconds from the request to the last byte. */
  readonly duration: number;
}

/** Reason phrases of RFC 9110 (15) and what APIs use beside them, for answers that carry none. */
export const statusTexts: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
  207: 'Multi-Status',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  417: 'Expectation Failed',
  418: "I'm a teapot",
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  423: 'Locked',
  424: 'Failed Dependency',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  507: 'Insufficient Storage',
};
