import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { findPackageFolder } from '../../base/package-folder.ts';
import { type Finished, type Job, runIn } from './run.ts';

/** MiB of stack: the engine must meet its own limit on recursion before the thread meets its own. */
const stackMegabytes = 16;

/** Threads that run the code of models, some of them kept ready for the next run. */
export class Pool {
  readonly #memory: number;
  readonly #most: number;
  readonly #threads = new Set<Worker>();
  readonly #idle: Worker[] = [];
  readonly #queue: (() => void)[] = [];
  #running = 0;
  #wasm: Promise<WebAssembly.Module> | undefined;

  /** @param memory - bytes that the code of one run may hold; @param most - runs at a time */
  constructor(memory: number, most: number) {
    this.#memory = memory;
    this.#most = most;
  }

  /** Starts a thread where there is none, so that the first run finds one. */
  async warm(): Promise<void> {
    if (this.#threads.size === 0) this.#keep(await this.#start());
  }

  /** Runs code as soon as a thread is free; nothing where none is within the time of the run, or it is cancelled. */
  async run(job: Job): Promise<Finished | undefined> {
    if (!(await this.#turn(job))) return undefined;
    try {
      const thread = this.#idle.pop() ?? (await this.#start());
      thread.ref();
      const finished = await runIn(thread, job);
      if (finished.healthy) this.#keep(thread);
      else void thread.terminate();
      return finished;
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#running--;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.terminate()));
  }

  /** An idle thread does not keep the process alive. */
  #keep(thread: Worker): void {
    thread.unref();
    this.#idle.push(thread);
  }

  /** Whether a run may begin: it waits for its turn as long as it may take itself. */
  async #turn({ limits, signal }: Job): Promise<boolean> {
    if (signal?.aborted) return false;
    if (this.#running < this.#most) {
      this.#running++;
      return true;
    }
    return new Promise((resolve) => {
      const end = (isOn: boolean): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        resolve(isOn);
      };
      const go = (): void => end(true);
      const leave = (): void => {
        this.#queue.splice(this.#queue.indexOf(go), 1);
        end(false);
      };
      const timer = setTimeout(leave, limits.timeout);
      signal?.addEventListener('abort', leave);
      this.#queue.push(go);
    });
  }

  async #start(): Promise<Worker> {
    const folder = join(findPackageFolder(), 'dist');
    // Compiled once; every thread makes its instances of the same module.
    this.#wasm ??= readFile(join(folder, 'quickjs.wasm')).then((bytes) => WebAssembly.compile(bytes));
    const megabytes = Math.ceil(this.#memory / 2 ** 20);
    const thread = new Worker(join(folder, 'sandbox.js'), {
      workerData: { wasm: await this.#wasm, memory: this.#memory },
      resourceLimits: { stackSizeMb: stackMegabytes, maxOldGenerationSizeMb: 64 + 2 * megabytes },
      // Nothing of the process is of use in there.
      env: {},
      argv: [],
      execArgv: [],
      // An engine that breaks says so on the console; the standard output of the process is the protocol.
      stdout: true,
      stderr: true,
    });
    this.#threads.add(thread);
    // Whoever runs something in it is told; an idle one that ends is only forgotten.
    thread.on('error', () => undefined);
    thread.once('exit', () => {
      this.#threads.delete(thread);
      if (this.#idle.includes(thread)) this.#idle.splice(this.#idle.indexOf(thread), 1);
    });
    return thread;
  }
}
