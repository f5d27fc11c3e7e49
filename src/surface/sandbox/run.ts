import type { Worker } from 'node:worker_threads';
import { readThreadCpu } from './thread-cpu.ts';
import type { CodeLimits, Failure, FromThread, Outcome, StopCode, ToThread } from './protocol.ts';

/** What to run. */
export interface Job {
  readonly code: string;
  readonly names: readonly string[];
  readonly limits: CodeLimits;
  /** Makes a call; the arguments are what the code gave, as JSON. Never throws. */
  readonly call: (name: string, args: string, signal: AbortSignal) => Promise<Answer>;
  readonly signal?: AbortSignal;
}

/** What the code gets for a call: a value, or what its error says, as JSON. */
export interface Answer {
  readonly ok: boolean;
  readonly json: string;
  /** Why it failed, in one line. */
  readonly failure?: string;
}

/** A call that the code made. */
export interface CallRecord {
  readonly name: string;
  readonly args: string;
  /** Nothing while it is under way. */
  ended?: 'ok' | 'failed' | 'not sent';
  failure?: string;
}

/** How a run went. */
export interface Finished {
  readonly outcome: Outcome;
  readonly calls: readonly CallRecord[];
  /** Whether the thread can take another run. */
  readonly healthy: boolean;
}

/** Time for the thread to end a run by itself, in ms, before it is ended with it. */
const grace = 250;

/**
 * Runs code in a thread. The sandbox watches its own limits, and is watched: what it does not end in time is ended with
 * its thread. Calls under way at the end are aborted.
 */
export function runIn(thread: Worker, job: Job): Promise<Finished> {
  const { limits } = job;
  const calls: CallRecord[] = [];
  const queue: (() => void)[] = [];
  const ending = new AbortController();
  let running = 0;
  let answers = 0;
  let cpu = 0;
  let watchdog: NodeJS.Timeout | undefined;
  let begun: (FromThread & { readonly type: 'begun' }) | undefined;
  return new Promise((resolve) => {
    const send = (message: ToThread): void => thread.postMessage(message);
    const finish = (outcome: Outcome, healthy: boolean): void => {
      clearTimeout(watchdog);
      clearTimeout(deadline);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      job.signal?.removeEventListener('abort', cancel);
      queue.length = 0;
      ending.abort();
      resolve({ outcome, calls, healthy });
    };
    const kill = (code: Failure['code'], message = ''): void =>
      finish({ failure: { code, message }, console: '', notes: [], cpu: Math.round(cpu) }, false);
    const stop = (code: StopCode): void => {
      ending.abort();
      send({ type: 'stop', code });
      clearTimeout(watchdog);
      watchdog = setTimeout(() => kill(code), grace);
    };
    const cancel = (): void => stop('CODE_CANCELLED');
    // The thread cannot say that it computes too long while it computes.
    const watch = (left = limits.cpuTime - cpu): void => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => {
        const now = begun?.thread === undefined ? undefined : readThreadCpu(begun.thread);
        const used = now === undefined ? limits.cpuTime : now - begun!.cpu;
        if (used >= limits.cpuTime) kill('CODE_CPU_LIMIT');
        else watch(limits.cpuTime - used);
      }, left + grace);
    };
    const answer = (call: number, { ok, json }: Answer): void => {
      answers++;
      watch();
      send({ type: 'answer', call, ok, json });
    };
    const begin = (call: number, record: CallRecord): void => {
      running++;
      void job.call(record.name, record.args, ending.signal).then((result) => {
        running--;
        record.ended = result.ok ? 'ok' : 'failed';
        if (result.failure !== undefined) record.failure = result.failure;
        if (ending.signal.aborted) return;
        answer(call, result);
        queue.shift()?.();
      });
    };
    /** Calls that wait for their turn are not made any more once the code has failed. */
    const drop = (): void => {
      const first = calls.length - queue.length;
      queue.length = 0;
      for (let call = first; call < calls.length; call++) {
        calls[call]!.ended = 'not sent';
        answer(call, { ok: false, json: JSON.stringify({ code: 'CODE_FAILED', message: 'It was not sent' }) });
      }
    };
    const onMessage = (message: FromThread): void => {
      switch (message.type) {
        case 'begun':
          begun = message;
          watch();
          return;
        case 'call': {
          const record: CallRecord = { name: message.name, args: message.args };
          calls.push(record);
          if (running < limits.concurrentCalls) begin(message.call, record);
          else queue.push(() => begin(message.call, record));
          return;
        }
        case 'waiting':
          cpu = message.cpu;
          if (message.answers === answers) clearTimeout(watchdog);
          return;
        case 'failed': {
          drop();
          return;
        }
        case 'done': {
          finish(message.outcome, message.healthy);
          return;
        }
        default:
          return message satisfies never;
      }
    };
    const onError = (error: Error & { code?: string }): void =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? kill('CODE_MEMORY_LIMIT')
        : kill('CODE_FAILED', `The sandbox broke: ${error.message}`);
    const onExit = (): void => kill('CODE_FAILED', 'The sandbox ended by itself');
    const deadline = setTimeout(() => stop('CODE_TIMEOUT'), limits.timeout);
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    job.signal?.addEventListener('abort', cancel);
    send({ type: 'run', code: job.code, names: job.names, limits });
  });
}
