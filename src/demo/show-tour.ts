import { formatOutcome, type Paint } from './print.ts';
import { runTour, type TourWorld } from './run-tour.ts';
import type { Step } from './tour.ts';

/** Where a tour is shown. */
export interface Screen {
  readonly write: (text: string) => void;
  readonly paint: Paint;
}

/**
 * Makes the calls of a tour and shows each as it is done.
 *
 * @returns the exit code: 0, or 1 when a call did not do what it should or the tour was stopped
 */
export async function showTour(steps: readonly Step[], world: TourWorld, { write, paint }: Screen): Promise<number> {
  let done = 0;
  let wrong = 0;
  for await (const outcome of runTour(steps, world)) {
    done += 1;
    if (outcome.faults.length > 0) wrong += 1;
    write(`${formatOutcome(done, outcome, paint)}\n`);
  }
  if (done < steps.length) {
    write(`Stopped after ${done} of ${steps.length} calls.\n`);
    return 1;
  }
  const summary =
    wrong === 0
      ? paint('green', `${done} calls, all as expected.`)
      : paint('red', `${done} calls, ${wrong} not as expected.`);
  write(`${summary}\n\n`);
  return wrong === 0 ? 0 : 1;
}
