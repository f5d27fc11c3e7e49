import type { Request, RequestHandler, Response } from 'express';
import type { HttpConfig } from '../../base/config/http-schema.ts';
import { loopbackNames } from '../../base/loopback.ts';

export type OriginOptions = Pick<HttpConfig, 'allowedOrigins'> & {
  readonly allowCredentials?: boolean;
  /** Whether pages of this machine may call. */
  readonly allowLoopback: boolean;
  /** Headers that pages may send beside those of the protocol. @default none */
  readonly forwardedHeaders?: readonly string[];
};

/** Headers that a page may send: those of the protocol, of access control and of tracing. */
const allowedHeaders = new Set([
  'accept',
  'authorization',
  'baggage',
  'content-type',
  'last-event-id',
  'traceparent',
  'tracestate',
  'x-api-key',
]);

/**
 * Refuses requests of web pages that are not allowed (MCP, Transports, Security Warning), and tells browsers of those
 * that are (CORS, the Fetch standard). Programs send no Origin and pass.
 */
export function createOriginGate({
  allowedOrigins = [],
  allowCredentials = false,
  allowLoopback,
  forwardedHeaders = [],
}: OriginOptions): RequestHandler {
  const headers = new Set([...allowedHeaders, ...forwardedHeaders.map((name) => name.toLowerCase())]);
  const any = allowedOrigins.includes('*');
  const names = new Set(allowLoopback ? loopbackNames : []);
  const origins = new Set<string>();
  for (const entry of allowedOrigins) {
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(entry)) origins.add(entry.toLowerCase().replace(/\/$/, ''));
    else names.add(entry.toLowerCase());
  }
  return (request, response, next) => {
    const origin = request.headers.origin;
    if (origin === undefined) {
      next();
      return;
    }
    if (!any && !origins.has(origin) && !names.has(hostOf(origin))) {
      response.status(403).json({
        jsonrpc: '2.0',
        id: null,
        error: { code: -32000, message: `Pages of this origin may not call: add it to http.allowedOrigins` },
      });
      return;
    }
    response.setHeader('access-control-allow-origin', any ? '*' : origin);
    if (!any) response.vary('Origin');
    if (allowCredentials && !any) response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('access-control-expose-headers', 'WWW-Authenticate, Mcp-Session-Id, Retry-After');
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined)
      answerPreflight(request, response, headers);
    else next();
  };
}

function answerPreflight(request: Request, response: Response, headers: ReadonlySet<string>): void {
  const asked = (request.headers['access-control-request-headers'] ?? '').split(',').map((name) => name.trim());
  const allowed = asked.filter((name) => headers.has(name.toLowerCase()) || /^mcp-[\w-]+$/i.test(name));
  response.setHeader('access-control-allow-methods', 'POST, GET, DELETE');
  if (allowed.length > 0) response.setHeader('access-control-allow-headers', allowed.join(', '));
  response.setHeader('access-control-max-age', '600');
  response.vary('Access-Control-Request-Headers');
  response.status(204).end();
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname : origin;
}
