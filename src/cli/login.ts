import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Command, InvalidArgumentError } from 'commander';
import { localCaller } from '../base/caller.ts';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { MemoryStore } from '../base/store.ts';
import type { Gateway } from '../gateway.ts';
import { type PageContent, renderPage } from '../mcp/agreement/page.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { openSession } from './target.ts';

interface LoginOptions extends CommonOptions {
  readonly open?: boolean;
  readonly store: boolean;
  readonly port: number;
}

type Client = ReturnType<Gateway['authorizations']['clients']>[number];

/** Milliseconds that a person has to agree: as long as the authorization server keeps a link or code at most. */
const patience = 600_000;

/** Adds `login` and `logout`. */
export function addLoginCommands(program: Command): void {
  const target = '<spec|config>';
  const about = 'an OpenAPI document (file or URL) or a routewright.config.yaml';
  const login = program
    .command('login')
    .description('log in to an API by OAuth, so that serve and call can use it')
    .argument(target, about)
    .argument('[api]', 'its name in the configuration')
    .argument('[scheme]', 'the security scheme')
    .option('--open', 'open the link in the browser of this machine')
    .option('--no-store', 'try it, and keep no token')
    .option('--port <port>', 'where the browser comes back to on 127.0.0.1 (default: any free port)', parsePort, 0);
  withCommonOptions(login).action(
    async (given: string, api: string | undefined, scheme: string | undefined, options: LoginOptions) => {
      const kept = options.store ? {} : { store: new MemoryStore() };
      const { gateway, logger } = await openSession(given, { ...options, logLevel: options.logLevel ?? 'error' }, kept);
      const client = choose(gateway, api, scheme);
      const signal = AbortSignal.timeout(patience);
      if (client.grant === 'deviceCode') await loginByDevice(gateway, client, options, signal);
      else await loginByBrowser(gateway, client, options, signal);
      console.error(
        `Logged in to ${client.api}${options.store ? '. The token is kept, encrypted, for serve and call.' : '; no token was kept.'}`,
      );
      await gateway.close();
      await logger.close();
    },
  );
  const logout = program
    .command('logout')
    .description('forget the token of an API, and give it back to its server')
    .argument(target, about)
    .argument('[api]', 'its name in the configuration')
    .argument('[scheme]', 'the security scheme');
  withCommonOptions(logout).action(
    async (given: string, api: string | undefined, scheme: string | undefined, options: CommonOptions) => {
      const { gateway, logger } = await openSession(given, { ...options, logLevel: options.logLevel ?? 'error' });
      const client = choose(gateway, api, scheme);
      console.error(describeLogout(client, await gateway.authorizations.forget(client, localCaller)));
      await gateway.close();
      await logger.close();
    },
  );
}

function describeLogout({ api }: Client, revocation: Awaited<ReturnType<Gateway['authorizations']['forget']>>): string {
  if (revocation === undefined) return `There was no token of ${api}.`;
  const done = `Logged out of ${api}. The token is forgotten here`;
  if (revocation === 'revoked') return `${done}, and no longer good at its server.`;
  const reason =
    revocation === 'unsupported' ? 'which takes none back' : `which did not take it back: ${revocation.failed}`;
  return `${done}; it stays good until it expires at its server, ${reason}.\n  To end it now, look for it in the settings of your account there.`;
}

/** @throws {RoutewrightError} USAGE where none is meant, or more than one */
function choose(gateway: Gateway, api: string | undefined, scheme: string | undefined): Client {
  const all = gateway.authorizations.clients();
  const found = all.filter((one) => (api ?? one.api) === one.api && (scheme ?? one.scheme) === one.scheme);
  if (found.length === 1) return found[0]!;
  const known = all.map((one) => `${one.api} ${one.scheme}`).join(', ');
  throw new RoutewrightError(
    'USAGE',
    found.length === 0
      ? 'There is no OAuth client of that name to log in to'
      : 'There are several OAuth clients to log in to',
    {
      hint:
        known === ''
          ? 'Configure one under `credentials`, by the name of the security scheme: { clientId: … }, with the grant authorizationCode or deviceCode.'
          : `Name the API and the scheme: ${known}.`,
    },
  );
}

async function loginByDevice(
  gateway: Gateway,
  client: Client,
  options: LoginOptions,
  signal: AbortSignal,
): Promise<void> {
  await gateway.authorizations.byDevice(
    client,
    localCaller,
    ({ userCode, url, completeUrl }) => {
      console.error(`Open ${completeUrl ?? url}\nand enter the code ${userCode}`);
      if (options.open === true) openBrowser(completeUrl ?? url);
    },
    signal,
  );
}

/** A browser on this machine comes back to a port of ours (RFC 8252, 7.3). */
async function loginByBrowser(
  gateway: Gateway,
  client: Client,
  options: LoginOptions,
  signal: AbortSignal,
): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new RoutewrightError('PORT_IN_USE', `Cannot listen on port ${options.port}: ${messageOf(error)}`, {
          hint: 'Choose another with --port.',
        }),
      ),
    );
    server.listen(options.port, '127.0.0.1', resolve);
  });
  try {
    const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
    const request = await gateway.authorizations.begin(client.api, client.scheme, localCaller, signal, redirectUri);
    console.error(`Open this link and agree:\n${request!.url}`);
    if (options.open === true) openBrowser(request!.url);
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () =>
        reject(new RoutewrightError('AUTHORIZATION_UNKNOWN', 'Nobody agreed in time', { hint: 'Log in again.' })),
      );
      server.on('request', (incoming, response) => {
        const url = new URL(incoming.url ?? '/', redirectUri);
        const answer = (status: number, content: PageContent): void => {
          const { html, headers } = renderPage(content);
          response.writeHead(status, { ...headers, connection: 'close' }).end(html);
        };
        // A browser asks for an icon as well, and a page elsewhere may try its luck.
        if (url.pathname !== '/callback' || url.searchParams.get('state') !== request!.id) {
          response.writeHead(404, { 'content-length': 0, connection: 'close' }).end();
          return;
        }
        gateway.authorizations.complete(url).then(
          () => {
            answer(200, {
              outcome: 'done',
              title: 'You are logged in',
              text: `${client.api} may now be used with your account.`,
              advice: 'Close this page and go back to your terminal.',
            });
            resolve();
          },
          (error: unknown) => {
            answer(400, {
              outcome: 'failed',
              title: 'That did not work',
              text: `You are not logged in to ${client.api}.`,
              advice: 'Close this page and go back to your terminal, which says why.',
              ...(error instanceof RoutewrightError ? { code: error.code } : {}),
            });
            reject(error instanceof Error ? error : new Error(messageOf(error)));
          },
        );
      });
    });
  } finally {
    server.close();
  }
}

/** The link comes from the authorization server's address, which the configuration names; no shell reads it. */
function openBrowser(url: string): void {
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open'];
  spawn(program, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('A port is from 0 to 65535.');
  return port;
}
