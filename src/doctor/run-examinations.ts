import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { Examination, Examined, Outcome } from './examination.ts';

export interface RunOptions {
  /** Milliseconds that each of them has. */
  readonly patience: number;
  /** Told each as it ends. */
  readonly onExamined?: (examined: Examined, left: number) => void;
}

/** Looks at all things at the same time. What takes too long, or throws, is what is wrong with it. */
export async function runExaminations(
  examinations: readonly Examination[],
  { patience, onExamined }: RunOptions,
): Promise<Examined[]> {
  let left = examinations.length;
  return Promise.all(
    examinations.map(async ({ group, name, examine }) => {
      const begun = performance.now();
      const outcome = await within(patience, examine);
      const examined = { group, name, ...outcome, duration: Math.round(performance.now() - begun) };
      onExamined?.(examined, --left);
      return examined;
    }),
  );
}

async function within(patience: number, examine: Examination['examine']): Promise<Outcome> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      resolve({
        status: 'error',
        message: `No answer within ${patience / 1000} s`,
        fix: 'Check the network and firewall; --patience gives it more time.',
      });
      controller.abort();
    }, patience);
  });
  try {
    return await Promise.race([examine(controller.signal).catch(outcomeOf), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** An error as an outcome. */
export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof RoutewrightError)) return { status: 'error', message: messageOf(error) };
  const { code, message, hint } = error;
  return { status: 'error', message: `${code}: ${message}`, ...(hint === undefined ? {} : { fix: hint }) };
}
