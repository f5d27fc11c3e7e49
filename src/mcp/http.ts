import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostHeaderValidation } from '@modelcontextprotocol/express';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { HttpConfig } from '../base/config/http-schema.ts';
import { RoutewrightError } from '../base/errors.ts';
import type { Access } from './access/access.ts';
import { createGuard, createScopeGuard } from './access/guard.ts';
import { isLoopback, loopbackNames } from './access/loopback.ts';
import { createOriginGate } from './access/origin.ts';
import { sessionFor } from './declared.ts';
import { createServerFactory, type McpServerOptions } from './server.ts';
import { createTlsServer } from './tls.ts';
import { keepWrittenNumbers, withWrittenNumbers } from './written-numbers.ts';

export interface HttpOptions extends McpServerOptions, Partial<HttpSettings> {
  /** Only loopback without access control. @default '127.0.0.1' */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Who may call, for the public URL of the server. @default everyone who reaches it, which is nobody elsewhere */
  readonly access?: (publicUrl: string) => Access;
  /** Adds what else is served beside the MCP endpoint: the console, the callback of an authorization. */
  readonly mount?: (app: Express) => void;
}

/** What the configuration says of the server. */
type HttpSettings = Omit<HttpConfig, 'host' | 'port'>;

/** A server that listens. */
export interface HttpServer {
  /** Of the MCP endpoint: `http://127.0.0.1:8808/mcp`. */
  readonly url: string;
  readonly port: number;
  close: () => Promise<void>;
}

/** Milliseconds that calls under way have to end when the server is closed. */
const drainTime = 2_000;

/** Largest request body: a file travels in it as base64. */
const bodyLimit = '32mb';

/**
 * Serves Streamable HTTP at /mcp, for revision 2026-07-28 and the older ones, with /healthz and /readyz beside it.
 *
 * @throws {RoutewrightError} ACCESS_CONTROL_REQUIRED, PORT_IN_USE, LISTEN_FAILED
 */
export async function serveOverHttp(options: HttpOptions): Promise<HttpServer> {
  const { host, port, access: openAccess, tls, logger } = options;
  if (!isLoopback(host) && !openAccess) {
    throw new RoutewrightError(
      'ACCESS_CONTROL_REQUIRED',
      `Refused to listen on ${host}: everyone who reaches it could call the API with its credentials`,
      {
        hint: 'Say who may call under `access` in the configuration (`routewright key new NAME` makes a key), or listen on 127.0.0.1.',
      },
    );
  }
  const { server, stop } = tls ? createTlsServer(tls, logger) : { server: createServer(), stop: () => undefined };
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, host, port))).listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const listening = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  const access = openAccess?.(options.publicUrl ?? listening);
  const viewFor = access?.viewFor ?? options.viewFor;
  const handler = createMcpHandler(createServerFactory({ ...options, ...(viewFor ? { viewFor } : {}) }), {
    onerror: (error) => logger.debug('request refused', { error }),
  });
  server.on('request', createApp(options, toNodeHandler(handler), access));
  return {
    url: `${listening}/mcp`,
    port: bound,
    close: async () => {
      stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Calls under way may end; streams that stay open for news may not hold the process up.
        setTimeout(() => {
          void handler.close().finally(() => server.closeAllConnections());
        }, drainTime).unref();
      });
    },
  };
}

function createApp(
  options: HttpOptions,
  handle: ReturnType<typeof toNodeHandler>,
  access: Access | undefined,
): Express {
  const { surface, mount, logger } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustedProxies ?? 0);
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response) => void response.json({ status: 'ready', tools: surface.tools.length }));
  const { metadata, metadataPaths = [] } = access?.resource ?? {};
  if (metadata) {
    // It holds nothing that is not for everyone, and pages have to read it before they can ask for anything.
    app.get([...metadataPaths], (_request, response) => {
      response.setHeader('access-control-allow-origin', '*').setHeader('cache-control', 'public, max-age=300');
      response.json(metadata);
    });
  }
  // A page in a browser must not reach what listens on this machine (MCP 2026-07-28, Transports, Security Warning).
  const hosts = hostsOf(options);
  if (hosts) app.use('/mcp', hostHeaderValidation(hosts));
  app.use('/mcp', createOriginGate({ ...options, allowLoopback: isLoopback(options.host) }));
  if (access) app.use('/mcp', createGuard(access, logger));
  // The body is parsed here because a body that the SDK reads itself loses the signal of a client that goes away.
  app.use(
    '/mcp',
    express.json({
      limit: bodyLimit,
      strict: false,
      type: ['application/json', 'application/*+json'],
      verify: keepWrittenNumbers,
    }),
  );
  if (access) app.post('/mcp', createScopeGuard(access, logger));
  app.all('/mcp', (request, response) => {
    const session = options.authorization && sessionFor(request.body);
    if (session !== undefined) response.setHeader('mcp-session-id', session);
    return handle(request, response, withWrittenNumbers(request.body, response));
  });
  mount?.(app);
  app.use((request, response) => {
    response.status(404).json({ error: `There is nothing at ${request.path}; the MCP endpoint is /mcp` });
  });
  app.use(answerError);
  return app;
}

/**
 * What the Host header may hold: on loopback the names of this machine; elsewhere what is configured. Where that is
 * nothing, access control stands in its place, since a page that was led here by DNS has no credential to send.
 */
function hostsOf({ host, publicUrl, allowedHosts }: HttpOptions): string[] | undefined {
  if (!isLoopback(host) && publicUrl === undefined && !allowedHosts) return undefined;
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).hostname];
  return [...loopbackNames, ...own, ...(allowedHosts ?? [])];
}

/** What goes wrong before the protocol begins is answered in its terms (JSON-RPC 2.0, 5.1), never as a page. */
const answerError: ErrorRequestHandler = (
  error: { status?: number; type?: string; message?: string },
  _request,
  response,
  next,
) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const isParseError = error.type === 'entity.parse.failed';
  response.status(error.status ?? 500).json({
    jsonrpc: '2.0',
    id: null,
    error: {
      code: isParseError ? -32700 : error.status === undefined ? -32603 : -32600,
      message: isParseError ? 'Parse error: the body is not JSON' : (error.message ?? 'Internal error'),
    },
  });
};

function listenError(error: NodeJS.ErrnoException, host: string, port: number): RoutewrightError {
  if (error.code === 'EADDRINUSE') {
    return new RoutewrightError('PORT_IN_USE', `Port ${port} on ${host} is taken by another program`, {
      hint: `Choose another: --http ${host}:${port + 1}, or --http ${host}:0 for a free one.`,
      cause: error,
    });
  }
  return new RoutewrightError('LISTEN_FAILED', `Could not listen on ${host}:${port}: ${error.message}`, {
    hint: 'Check the host name, and the permissions for the port.',
    cause: error,
  });
}
