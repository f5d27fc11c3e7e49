import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../base/config/schema.ts';
import { RoutewrightError } from '../base/errors.ts';
import type { Gateway } from '../gateway.ts';
import { type EmbeddedConfig, readEmbedded } from './api.ts';
import { createFastifyPlugin, type FastifyPlugin } from './fastify.ts';
import { type EmbedOptions, type Opened, openEmbedded } from './open.ts';
import { listPaths } from './paths.ts';

/**
 * Tools of an application, to be mounted in it: `app.use('/mcp', tools)` in Express, `tools(request, response)` with
 * Node's http, `fastify.register(tools.fastify)` in Fastify.
 */
export interface Embedded {
  /** Answers what belongs to it, and leaves other requests to `next`, or answers 404 where there is none. */
  (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void): void;
  /** Serves /mcp below the plugin's prefix. Fastify waits for it to be ready, and closes it. */
  readonly fastify: FastifyPlugin;
  /**
   * The gateway, by which the application itself calls tools, or asks Claude (`routewright/claude`). Opened where it is
   * not yet.
   *
   * @throws {RoutewrightError} SPEC_*, SECRET_MISSING, and whatever else a gateway cannot be opened for
   */
  ready: () => Promise<Gateway>;
  /** Ends what is under way and closes the gateway. The server is the application's own. */
  close: () => Promise<void>;
}

/**
 * Serves APIs as MCP tools within an application, which may be the API itself. The gateway is opened by `ready()` or by
 * the first request; where it cannot be, the log says why, requests are answered with 503, and the next one tries again.
 *
 * @throws {RoutewrightError} CONFIG_INVALID, EMBEDDED_ACCESS
 * @example
 * ```ts
 * const app = express();
 * const tools = routewright({ apis: { shop: { spec: document, app } } });
 * app.use('/mcp', tools);
 * await tools.ready();
 * ```
 */
export function routewright(embedded: EmbeddedConfig, options: EmbedOptions = {}): Embedded {
  const { config, inProcess } = readEmbedded(embedded);
  refuseUnclear(config, options);
  const paths = listPaths(config);
  let opening: Promise<Opened> | undefined;
  const open = (): Promise<Opened> => {
    opening ??= openEmbedded(config, { ...options, inProcess }).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  const serve = (request: IncomingMessage, response: ServerResponse, path: string): void => {
    const query = /\?.*/s.exec(request.url ?? '')?.[0] ?? '';
    open().then(
      ({ http }) => void http.app(Object.assign(request, { url: path + query }), response),
      () => answerUnavailable(response),
    );
  };
  const tools = {
    ready: async () => (await open()).gateway,
    close: async () => {
      const opened = await opening?.catch(() => undefined);
      opening = undefined;
      await opened?.close();
    },
  };
  const handle = (...[request, response, next]: Parameters<Embedded>): void => {
    const path = (request.url ?? '/').replace(/\?.*/s, '');
    // Express takes the path of the mount away, and says so.
    const isMounted = ((request as { readonly baseUrl?: string }).baseUrl ?? '') !== '';
    if (isMounted) serve(request, response, `/mcp${path === '/' ? '' : path}`);
    else if (paths.includes(path)) serve(request, response, path);
    else if (next) next();
    else response.writeHead(404, { 'content-length': 0 }).end();
  };
  return Object.assign(handle, tools, { fastify: createFastifyPlugin(serve, paths, tools) });
}

/** It must be clear who may call, and tokens are made for a URL that only the operator knows. */
function refuseUnclear({ access, http }: Config, { caller }: EmbedOptions): void {
  if (access && caller) {
    throw new RoutewrightError('EMBEDDED_ACCESS', 'Both `access` and the option `caller` say who may call', {
      hint: 'Leave one of them out.',
    });
  }
  if (access && http.publicUrl === undefined) {
    throw new RoutewrightError('EMBEDDED_ACCESS', 'It is not known by which URL clients reach the application', {
      hint: 'Set `http.publicUrl`, without /mcp: tokens are made for it, and clients are told where to get one.',
    });
  }
}

function answerUnavailable(response: ServerResponse): void {
  const error = { code: -32603, message: 'The tools cannot be opened at the moment; the log of the server says why' };
  response
    .writeHead(503, { 'content-type': 'application/json', 'retry-after': '5' })
    .end(JSON.stringify({ jsonrpc: '2.0', id: null, error }));
}
