import type { Command } from 'commander';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { refuseEmpty } from '../catalog/refuse-empty.ts';
import type { AuthorizationRequest } from '../catalog/tool-result.ts';
import type { Config } from '../base/config/schema.ts';
import type { Console, ConsoleOptions } from '../console/console.ts';
import { isLoopback } from '../base/loopback.ts';
import type { AgreementListener } from '../mcp/agreement/listener.ts';
import { callbackPath, startPath } from '../mcp/agreement/paths.ts';
import { tellFindings } from '../mcp/findings.ts';
import { changesOf, viewOf } from '../mcp/view.ts';
import { showCalls } from '../mcp/show-calls.ts';
import { resumeOptimizer } from './optimizer.ts';
import { type CommonOptions, surfaceOption, withCommonOptions } from './options.ts';
import { openSession, type Session } from './target.ts';

interface ServeOptions extends CommonOptions {
  readonly http?: string | true;
}

export function addServeCommand(program: Command): void {
  const command = program
    .command('serve')
    .description('serve an API as MCP tools, over stdio or HTTP')
    .argument('<spec|config>', 'an OpenAPI document (file, URL or - for stdin) or a routewright.config.yaml')
    .option(
      '--http [host:port]',
      'serve Streamable HTTP instead of stdio (default 127.0.0.1:8808; port 0 takes a free one)',
    )
    .option('--watch', 'follow the documents as they change: files at once, URLs every 2 s')
    .addOption(surfaceOption());
  withCommonOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  routewright serve ./openapi.json --credential ApiKeyAuth=env:SHOP_KEY\n  routewright serve https://api.example.com/openapi.json --http --read-only',
    )
    .action(async (target: string, options: ServeOptions) => {
      // Where it would listen is known before a large document is read.
      const address = options.http === undefined ? undefined : parseAddress(options.http);
      if (target === '-' && address === undefined) {
        throw new RoutewrightError('USAGE', 'Standard input cannot bring the document and the protocol at once', {
          hint: 'Serve over HTTP with --http, or name a file.',
        });
      }
      const place: Place = { url: undefined };
      const at = (path: string): string | undefined => place.url && place.url + path;
      const session = await openSession(target, options, {
        isLasting: true,
        callbackUrl: () => at(callbackPath),
        startUrl: () => at(startPath),
      });
      tellFindings(session.gateway, session.logger);
      refuseEmpty(session.gateway.apis.map(({ catalog }) => catalog));
      const { gateway, logger } = session;
      showCalls(gateway, { target, door: address === undefined ? 'stdio' : 'http', logger });
      // A client lists the tools at once; after that come the calls.
      setTimeout(resumeOptimizer, 1_000).unref();
      if (address === undefined) await serveStdio(session, place);
      else await serveHttp(session, address, place);
    });
}

/** Where browsers reach the gateway: known once it is known where it listens. */
interface Place {
  url: string | undefined;
}

async function serveStdio({ config, gateway, logger }: Session, place: Place): Promise<void> {
  const { serveOverStdio } = await import('../mcp/stdio.ts');
  const port = config.http.port;
  place.url = port === 0 ? undefined : `http://127.0.0.1:${port}`;
  const onAsk = async ({ id }: AuthorizationRequest): Promise<void> => {
    const { createAgreementListener } = await import('../mcp/agreement/listener.ts');
    listener ??= createAgreementListener(port, gateway.authorizations, logger);
    await listener.expect(id);
  };
  let listener: AgreementListener | undefined;
  logger.info(`serving ${gateway.tools.length} tools over stdio`);
  await serveOverStdio({
    logger,
    view: viewOf(gateway),
    onChange: changesOf(gateway),
    authorization: { status: gateway.authorizations.status, onAsk },
  });
  listener?.close();
  await gateway.close();
  await logger.close();
  process.exit(0);
}

async function serveHttp(
  { config, gateway, logger, redactor }: Session,
  address: { host?: string; port?: number },
  place: Place,
): Promise<void> {
  const { serveOverHttp } = await import('../mcp/http.ts');
  const { prepareHttp } = await import('../mcp/prepare-http.ts');
  const host = address.host ?? config.http.host;
  const prepared = await prepareHttp(gateway, config, { logger, redactor });
  const page = hasConsole(config, host) ? await openConsole({ gateway, config, redactor }) : undefined;
  const server = await serveOverHttp({
    ...prepared,
    host,
    port: address.port ?? config.http.port,
    mount: (app, gates) => {
      prepared.mount?.(app, gates);
      page?.mount(app, gates);
    },
  });
  place.url = config.http.publicUrl ?? new URL(server.url).origin;
  logger.info(`serving ${gateway.tools.length} tools at ${server.url}`);
  if (page) logger.info(`the console is at ${new URL(server.url).origin}${page.path}`);
  const stop = (signal: string): void => {
    logger.info(`stopping on ${signal}`);
    page?.close();
    void server
      .close()
      .then(() => gateway.close())
      .then(() => logger.close())
      .finally(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

/** Whether the console is served: where nothing is said, on this machine alone and where everyone is let in. */
function hasConsole({ console: { enabled }, access }: Config, host: string): boolean {
  return enabled === 'auto' ? isLoopback(host) && access === undefined : enabled;
}

async function openConsole(options: ConsoleOptions): Promise<Console & { readonly path: string }> {
  const { consolePath, createConsole } = await import('../console/console.ts');
  return { ...(await createConsole(options)), path: consolePath };
}

/** `8808`, `127.0.0.1`, `127.0.0.1:8808`, `[::1]:8808`, `:8808`. */
function parseAddress(text: string | true): { host?: string; port?: number } {
  if (text === true) return {};
  const match = /^(\[[^\]]+\]|[^:]*)(?::(\d{1,5}))?$/.exec(/^\d{1,5}$/.test(text) ? `:${text}` : text);
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  if (!match || (port !== undefined && port > 65_535)) {
    throw new RoutewrightError('USAGE', `Cannot understand the address ${messageOf(text)}`, {
      hint: 'Write --http HOST:PORT, such as --http 127.0.0.1:8808.',
    });
  }
  const host = match[1]!.replace(/^\[|\]$/g, '');
  return { ...(host === '' ? {} : { host }), ...(port === undefined ? {} : { port }) };
}
