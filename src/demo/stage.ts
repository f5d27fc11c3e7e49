import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import express from 'express';
import { configFromSpec } from '../base/config/load.ts';
import { RoutewrightError } from '../base/errors.ts';
import { silentLogger } from '../base/log.ts';
import { Redactor } from '../base/secrets.ts';
import { version } from '../base/version.ts';
import { consolePath, createConsole } from '../console/console.ts';
import { createGateway } from '../gateway.ts';
import { type HttpServer, serveOverHttp } from '../mcp/http.ts';
import { showCalls } from '../mcp/show-calls.ts';
import { viewOf } from '../mcp/view.ts';
import { createBookshop } from './bookshop-api.ts';
import { findPackageFolder } from '../base/package-folder.ts';
import { createRecorder, type Received } from './recorder.ts';

/** All that the demo shows at work: an API, the gateway in front of it, and a client. */
export interface Stage {
  /** The folder of the package, with the document and the program. */
  readonly folder: string;
  /** Where the bookshop is: `http://127.0.0.1:8809/v1`. */
  readonly baseUrl: string;
  readonly gateway: HttpServer;
  /** The page in front of the gateway. */
  readonly consoleUrl: string;
  /** Connected to the gateway over Streamable HTTP. */
  readonly client: Client;
  readonly takeReceived: () => readonly Received[];
  close: () => Promise<void>;
}

/** The secrets of the bookshop, by the variables that configurations of the demo name. */
export const shopSecrets = { SHOP_KEY: 'demo-shop-key', STAFF_TOKEN: 'demo-staff-token' };
const host = '127.0.0.1';
/** The port that openapi/bookshop.yaml gives. */
const shopPort = 8809;

/**
 * Starts everything. A port that is taken is replaced by a free one; the revision of MCP is pinned, since a client that
 * falls back to an older one would prove nothing.
 */
export async function openStage(port: number): Promise<Stage> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const folder = findPackageFolder();
    const recorder = createRecorder();
    const app = express()
      .disable('x-powered-by')
      .use(recorder.middleware)
      .use(createBookshop({ shopKey: shopSecrets.SHOP_KEY, staffToken: shopSecrets.STAFF_TOKEN }));
    const shop = await listen(app, port === 0 ? 0 : shopPort);
    closers.push(shop.close);
    const baseUrl = `http://${host}:${shop.port}/v1`;

    const credentials = { ShopKey: 'env:SHOP_KEY', StaffToken: 'env:STAFF_TOKEN' };
    const config = configFromSpec(join(folder, 'openapi', 'bookshop.yaml'), { api: { baseUrl, credentials } });
    const redactor = new Redactor();
    const opened = await createGateway(config, { redactor, secrets: { env: shopSecrets, readFile: refuse } });
    const hideCalls = showCalls(opened, { target: 'openapi/bookshop.yaml', door: 'http', logger: silentLogger });
    closers.push(async () => {
      hideCalls();
      await opened.close();
    });
    const page = await createConsole({ gateway: opened, config, redactor });
    const door = {
      view: viewOf(opened),
      logger: silentLogger,
      host,
      mount: page.mount,
    };
    const gateway = await onFreePort(port, (candidate) => serveOverHttp({ ...door, port: candidate }));
    closers.push(async () => {
      page.close();
      await gateway.close();
    });

    const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const client = new Client(
      { name: 'routewright-demo', version },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    await client.connect(new StreamableHTTPClientTransport(new URL(gateway.url)));
    closers.push(() => client.close());
    const consoleUrl = `${new URL(gateway.url).origin}${consolePath}`;
    return { folder, baseUrl, gateway, consoleUrl, client, takeReceived: recorder.take, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function refuse(path: string): never {
  throw new Error(`the demo keeps no secrets in files, so ${path} is not read`);
}

async function onFreePort(port: number, start: (port: number) => Promise<HttpServer>): Promise<HttpServer> {
  try {
    return await start(port);
  } catch (error) {
    if (!(error instanceof RoutewrightError) || error.code !== 'PORT_IN_USE') throw error;
    return await start(0);
  }
}

async function listen(
  app: express.Express,
  port: number,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = app.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (port === 0) throw error;
    return await listen(app, 0);
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
