import type { CodeLimits } from './protocol.ts';
import type { Pool } from './pool.ts';
import type { Finished, Job } from './run.ts';

/** Where the code of models runs, apart from everything else. */
export interface Sandbox {
  readonly limits: CodeLimits;
  /** Gets ready for a run that is likely to come. */
  warm: () => void;
  /** Runs code; nothing where too many runs were under way for as long as it might have taken. */
  run: (job: Omit<Job, 'limits'>) => Promise<Finished | undefined>;
  close: () => Promise<void>;
}

/** A sandbox; nothing of it is loaded before it is first used. */
export function createSandbox(limits: CodeLimits): Sandbox {
  let pool: Promise<Pool> | undefined;
  const open = (): Promise<Pool> =>
    (pool ??= import('./pool.ts').then(({ Pool }) => new Pool(limits.memory, limits.concurrentRuns)));
  return {
    limits,
    // Whatever is wrong is told by the run.
    warm: () =>
      void open()
        .then((opened) => opened.warm())
        .catch(() => undefined),
    run: async (job) => (await open()).run({ ...job, limits }),
    close: async () => {
      await (await pool)?.close();
    },
  };
}
