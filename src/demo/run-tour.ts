import { setTimeout as sleep } from 'node:timers/promises';
import type { CallToolResult } from '@modelcontextprotocol/client';
import { messageOf } from '../base/errors.ts';
import { retryAfterOf } from './result.ts';
import type { Received } from './recorder.ts';
import type { ProgressNotice, Step } from './tour.ts';

/** What a step came to. */
export interface Outcome {
  readonly step: Step;
  readonly received: readonly Received[];
  readonly progress: readonly ProgressNotice[];
  /** Milliseconds, as the client saw it. */
  readonly duration: number;
  /** Nothing where the call itself broke; `faults` say why. */
  readonly result: CallToolResult | undefined;
  /** In what it is not as it should be; empty when all is well. */
  readonly faults: readonly string[];
}

/** The world of a tour: a client that calls, and what the API has received of it. */
export interface TourWorld {
  call: (
    tool: string,
    args: Step['args'],
    onProgress: ((notice: ProgressNotice) => void) | undefined,
  ) => Promise<CallToolResult>;
  takeReceived: () => readonly Received[];
  readonly signal: AbortSignal;
}

/** Makes the calls of a tour, one after the other, and tells each as it is done. Ends early when the signal aborts. */
export async function* runTour(steps: readonly Step[], world: TourWorld): AsyncGenerator<Outcome> {
  let pause = 0;
  for (const step of steps) {
    if (step.waits === true) await sleep(pause * 1000, undefined, { signal: world.signal }).catch(() => undefined);
    if (world.signal.aborted) return;
    const outcome = await runStep(step, world);
    if (world.signal.aborted) return;
    pause = (outcome.result && retryAfterOf(outcome.result)) ?? 0;
    yield outcome;
  }
}

async function runStep(step: Step, { call, takeReceived }: TourWorld): Promise<Outcome> {
  const progress: ProgressNotice[] = [];
  takeReceived();
  const start = performance.now();
  const attempt = await call(
    step.tool,
    step.args,
    step.progress === true ? (notice) => progress.push(notice) : undefined,
  ).then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  const seen = { duration: performance.now() - start, received: takeReceived(), progress };
  if ('error' in attempt)
    return { step, ...seen, result: undefined, faults: [`the call broke: ${messageOf(attempt.error)}`] };
  const { result } = attempt;
  return { step, ...seen, result, faults: findFaults(step, result, seen) };
}

function findFaults(step: Step, result: CallToolResult, seen: Pick<Outcome, 'received' | 'progress'>): string[] {
  const { sends, status, fails = false } = step;
  const sent = seen.received.map(({ method, path }) => `${method} ${path}`);
  const statuses = seen.received.map((one) => one.status);
  const faults: string[] = [];
  if (sent.join() !== (sends ?? '')) faults.push(`expected ${sends ?? 'nothing'} to be sent`);
  else if (status !== undefined && statuses.join() !== String(status)) faults.push(`expected status ${status}`);
  if ((result.isError === true) !== fails) faults.push(fails ? 'expected an error' : 'expected no error');
  if (faults.length === 0 && !step.holds({ result, ...seen })) faults.push(`expected ${step.expects}`);
  return faults;
}
