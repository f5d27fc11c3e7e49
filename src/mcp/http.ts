import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostHeaderValidation } from '@modelcontextprotocol/express';
import type { HttpConfig } from '../base/config/http-schema.ts';
import { RoutewrightError } from '../base/errors.ts';
import type { Access } from './access/access.ts';
import { isLoopback, loopbackNames } from '../base/loopback.ts';
import { createHttpApp, type HttpAppOptions } from './http-app.ts';
import { createTlsServer } from './tls.ts';

export interface HttpOptions extends Omit<HttpAppOptions, 'access' | 'gates' | 'allowLoopback'>, Partial<HttpSettings> {
  /** Only loopback without access control. @default '127.0.0.1' */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Who may call, for the public URL of the server. @default everyone who reaches it, which is nobody elsewhere */
  readonly access?: (publicUrl: string) => Access;
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
  const hosts = hostsOf(options);
  const { app, close } = createHttpApp({
    ...options,
    access,
    // A page in a browser must not reach what listens on this machine (MCP 2026-07-28, Transports, Security Warning).
    gates: hosts ? [hostHeaderValidation(hosts)] : [],
    allowLoopback: isLoopback(host),
  });
  server.on('request', app);
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
          void close().finally(() => server.closeAllConnections());
        }, drainTime).unref();
      });
    },
  };
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
