import type { AddressInfo } from 'node:net';
import { hostHeaderValidation, originValidation } from '@modelcontextprotocol/express';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { RoutewrightError } from '../base/errors.ts';
import { isLoopback, loopbackNames } from './access/loopback.ts';
import { createServerFactory, type McpServerOptions } from './server.ts';

export interface HttpOptions extends McpServerOptions {
  /** Only loopback, until there is access control. @default '127.0.0.1' */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Host names that the Host header may hold, beside those of this machine. */
  readonly allowedHosts?: readonly string[];
  /** Origins of web pages that may call, beside those of this machine. */
  readonly allowedOrigins?: readonly string[];
  /** Adds what else is served beside the MCP endpoint: the console, the callback of an authorization. */
  readonly mount?: (app: Express) => void;
}

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
  const { host, port } = options;
  if (!isLoopback(host)) {
    throw new RoutewrightError(
      'ACCESS_CONTROL_REQUIRED',
      `Refused to listen on ${host}: everyone who reaches it could call the API with its credentials`,
      {
        hint: 'Listen on 127.0.0.1, and put a reverse proxy that authenticates in front of it where others must reach it.',
      },
    );
  }
  const handler = createMcpHandler(createServerFactory(options), {
    onerror: (error) => options.logger.debug('request refused', { error }),
  });
  const app = createApp(options, toNodeHandler(handler));
  const server = await new Promise<ReturnType<Express['listen']>>((resolve, reject) => {
    const listening = app.listen(port, host, (error?: Error) =>
      error ? reject(listenError(error, host, port)) : resolve(listening),
    );
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/mcp`,
    port: bound,
    close: async () => {
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
  { allowedHosts = [], allowedOrigins = [], surface, mount }: HttpOptions,
  handle: ReturnType<typeof toNodeHandler>,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response) => void response.json({ status: 'ready', tools: surface.tools.length }));
  // A page in a browser must not reach what listens on this machine (MCP 2026-07-28, Transports, Security Warning).
  app.use(
    '/mcp',
    hostHeaderValidation([...loopbackNames, ...allowedHosts]),
    originValidation([...loopbackNames, ...allowedOrigins.map(hostOf)]),
  );
  // The body is parsed here because a body that the SDK reads itself loses the signal of a client that goes away.
  app.use('/mcp', express.json({ limit: bodyLimit, strict: false, type: ['application/json', 'application/*+json'] }));
  app.all('/mcp', (request, response) => handle(request, response, request.body));
  mount?.(app);
  app.use((request, response) => {
    response.status(404).json({ error: `There is nothing at ${request.path}; the MCP endpoint is /mcp` });
  });
  app.use(answerError);
  return app;
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

/** An allowed origin may be given whole or as a host name. */
function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname || origin : origin;
}

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
