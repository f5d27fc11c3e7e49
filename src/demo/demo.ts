import { once } from 'node:events';
import { setMaxListeners } from 'node:events';
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
  // Whoever reads the output may go away too: `routewright demo | head`.
  process.once('SIGINT', abort).once('SIGTERM', abort);
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
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
    process.stdout.off('error', abort);
    await stage.close();
  }
}
