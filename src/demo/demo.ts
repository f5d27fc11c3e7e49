import { once } from 'node:events';
import { version } from '../base/version.ts';
import { formatConnecting } from './connecting.ts';
import { choosePaint, formatNames, formatOutcome, type Paint } from './print.ts';
import { runTour } from './run-tour.ts';
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
  // Whoever reads the output may go away too (`routewright demo | head`); what was still to be told fails later than this.
  process.stdout.on('error', abort);
  const paint = choosePaint(process.stdout);
  const stage = await openStage(port);
  try {
    write(formatHeader(stage, port, paint));
    const code = await showTour(stage, stop.signal, paint);
    if (isOnce || stop.signal.aborted) return code;
    write(formatConnecting(stage, paint));
    await once(stop.signal, 'abort');
    write('\nStopped.\n');
    return code;
  } catch (error) {
    if (stop.signal.aborted) return 1;
    throw error;
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
    await stage.close();
  }
}

/** @returns the exit code */
async function showTour({ client, takeReceived }: Stage, signal: AbortSignal, paint: Paint): Promise<number> {
  const { tools } = await client.listTools(undefined, { signal });
  write(`${paint('bold', `tools/list: ${tools.length} tools`)}\n${formatNames(tools.map(({ name }) => name))}\n\n`);

  const steps = listSteps();
  const outcomes = runTour(steps, {
    call: (name, args, onprogress) =>
      client.callTool({ name, arguments: args }, { signal, ...(onprogress ? { onprogress } : {}) }),
    takeReceived,
    signal,
  });
  let done = 0;
  let wrong = 0;
  for await (const outcome of outcomes) {
    done += 1;
    if (outcome.faults.length > 0) wrong += 1;
    write(`${formatOutcome(done, outcome, paint)}\n`);
  }
  if (done < steps.length) {
    write(`Stopped after ${done} of ${steps.length} calls.\n`);
    return 1;
  }
  write(
    wrong === 0
      ? paint('green', `${done} calls, all as expected.\n\n`)
      : paint('red', `${done} calls, ${wrong} not as expected.\n\n`),
  );
  return wrong === 0 ? 0 : 1;
}

function formatHeader({ baseUrl, gateway, client }: Stage, asked: number, paint: Paint): string {
  const isReplaced = asked !== 0 && asked !== gateway.port;
  return [
    paint('bold', `Routewright ${version}: the demo`),
    '',
    `  API      ${baseUrl}   a bookshop, described by openapi/bookshop.yaml`,
    `  Gateway  ${gateway.url}   its operations as MCP tools, over Streamable HTTP`,
    `  Client   MCP ${client.getNegotiatedProtocolVersion() ?? 'of unknown revision'}`,
    ...(isReplaced
      ? ['', `Port ${asked} is taken by another program; the gateway listens on ${gateway.port} instead.`]
      : []),
    '',
    '',
  ].join('\n');
}

function write(text: string): void {
  process.stdout.write(text);
}
