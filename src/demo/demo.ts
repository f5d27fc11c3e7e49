import { once } from 'node:events';
import { version } from '../base/version.ts';
import { formatConnecting } from './connecting.ts';
import { choosePaint, formatNames, type Paint } from './print.ts';
import { type Screen, showTour } from './show-tour.ts';
import { openStage, type Stage } from './stage.ts';
import { listSteps } from './tour.ts';

export interface DemoOptions {
  /** Of the gateway; 0 takes a free one. */
  readonly port: number;
  /** Ends after the tour instead of staying up. */
  readonly once: boolean;
}

/**
 * Starts the bundled bookshop, the gateway in front of it and a client, and shows calls of every kind. Stays up until
 * SIGINT or SIGTERM, so that others can connect.
 *
 * @returns the exit code: 0, or 1 when a call did not do what it should
 */
export async function runDemo({ port, once: isOnce }: DemoOptions): Promise<number> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  process.once('SIGINT', abort).once('SIGTERM', abort);
  // The reader may go away as well (`routewright demo | head`), even after the end: this one stays.
  process.stdout.on('error', abort);
  const screen: Screen = {
    write: (text) => process.stdout.write(text),
    paint: choosePaint(process.stdout),
  };
  const stage = await openStage(port);
  try {
    screen.write(formatHeader(stage, port, screen.paint));
    const code = await makeCalls(stage, stop.signal, screen);
    if (isOnce || stop.signal.aborted) return code;
    screen.write(formatConnecting(stage, screen.paint));
    await once(stop.signal, 'abort');
    screen.write('\nStopped.\n');
    return code;
  } catch (error) {
    if (stop.signal.aborted) return 1;
    throw error;
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
    await stage.close();
  }
}

async function makeCalls({ client, takeReceived }: Stage, signal: AbortSignal, screen: Screen): Promise<number> {
  const { tools } = await client.listTools(undefined, { signal });
  const head = screen.paint('bold', `tools/list: ${tools.length} tools`);
  screen.write(`${head}\n${formatNames(tools.map(({ name }) => name))}\n\n`);
  const world = {
    call: (
      name: string,
      args: Readonly<Record<string, unknown>>,
      onprogress?: (notice: { progress: number }) => void,
    ) => client.callTool({ name, arguments: args }, { signal, ...(onprogress ? { onprogress } : {}) }),
    takeReceived,
    signal,
  };
  return showTour(listSteps(), world, screen);
}

function formatHeader({ baseUrl, gateway, consoleUrl, client }: Stage, asked: number, paint: Paint): string {
  const isReplaced = asked !== 0 && asked !== gateway.port;
  return [
    paint('bold', `Routewright ${version}: the demo`),
    '',
    `  API      ${baseUrl}    a bookshop, described by openapi/bookshop.yaml`,
    `  Gateway  ${gateway.url}   its operations as MCP tools, over Streamable HTTP`,
    `  Console  ${consoleUrl}   tools, calls and failures, in a browser`,
    `  Client   MCP ${client.getNegotiatedProtocolVersion() ?? 'of unknown revision'}`,
    ...(isReplaced
      ? ['', `Port ${asked} is taken by another program; the gateway listens on ${gateway.port} instead.`]
      : []),
    '',
    '',
  ].join('\n');
}
