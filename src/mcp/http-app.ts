import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { HttpConfig } from '../base/config/http-schema.ts';
import type { Access } from './access/access.ts';
import { createGuard, createScopeGuard } from './access/guard.ts';
import { createOriginGate } from './access/origin.ts';
import { sessionFor } from './declared.ts';
import { createGates, type Gates } from './gates.ts';
import { createNewsStream } from './news.ts';
import { createServerFactory, type McpServerOptions } from './server.ts';
import { keepWrittenNumbers, withWrittenNumbers } from './written-numbers.ts';

export interface HttpAppOptions
  extends McpServerOptions, Partial<Pick<HttpConfig, 'allowedOrigins' | 'allowCredentials' | 'trustedProxies'>> {
  /** Who may call. @default everyone whom the gates let through */
  readonly access?: Access | undefined;
  /** Recognises callers in its place. @default nobody is recognised */
  readonly guard?: RequestHandler;
  /** Stand before everything else at the MCP endpoint. @default none */
  readonly gates?: readonly RequestHandler[];
  /** Whether pages of this machine may call. @default false */
  readonly allowLoopback?: boolean;
  /** Headers of clients that are passed on, which pages may send too. @default none */
  readonly forwardedHeaders?: readonly string[];
  /** Adds what else is served beside the MCP endpoint: the console, the callback of an authorization. */
  readonly mount?: (app: Express, gates: Gates) => void;
}

/** The MCP endpoint as an Express application, which whoever has a server may serve. */
export interface HttpApp {
  readonly app: Express;
  /** Ends calls that are under way, and streams that wait for news. */
  close: () => Promise<void>;
}

/** Largest request body: a file travels in it as base64. */
const bodyLimit = '32mb';

/** Streamable HTTP at /mcp, for revision 2026-07-28 and the older ones, with /healthz and /readyz beside it. */
export function createHttpApp(options: HttpAppOptions): HttpApp {
  const { view, access, allowLoopback = false, mount, logger } = options;
  const guard = options.guard ?? (access && createGuard(access, logger));
  const gates = createGates(options.gates ?? [], guard, access);
  const viewFor = access?.viewFor ?? options.viewFor;
  const handler = createMcpHandler(createServerFactory('http', { ...options, ...(viewFor ? { viewFor } : {}) }), {
    onerror: (error) => logger.debug('request refused', { error }),
  });
  const handle = toNodeHandler(handler);
  const { onChange } = options;
  const news = onChange && createNewsStream(onChange);
  const stopTelling = onChange?.(() => handler.notify.toolsChanged());
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustedProxies ?? 0);
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response) => void response.json({ status: 'ready', tools: view.surface.tools.length }));
  const { metadata, metadataPaths = [] } = access?.resource ?? {};
  if (metadata) {
    // It holds nothing that is not for everyone, and pages have to read it before they can ask for anything.
    app.get([...metadataPaths], (_request, response) => {
      response.setHeader('access-control-allow-origin', '*').setHeader('cache-control', 'public, max-age=300');
      response.json(metadata);
    });
  }
  if (gates.host.length > 0) app.use('/mcp', ...gates.host);
  app.use('/mcp', createOriginGate({ ...options, allowLoopback }));
  if (gates.caller) app.use('/mcp', gates.caller);
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
  if (news) app.get('/mcp', news.handle);
  app.all('/mcp', (request, response) => {
    const session = options.authorization && sessionFor(request.body);
    if (session !== undefined) response.setHeader('mcp-session-id', session);
    return handle(request, response, withWrittenNumbers(request.body, response));
  });
  mount?.(app, gates);
  app.use((request, response) => {
    response.status(404).json({ error: `There is nothing at ${request.path}; the MCP endpoint is /mcp` });
  });
  app.use(answerError);
  return {
    app,
    close: async () => {
      stopTelling?.();
      news?.close();
      await handler.close();
    },
  };
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
