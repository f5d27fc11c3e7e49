import release from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import { nearestNames } from '../../base/nearest.ts';
import { findThread, readThreadCpu } from './thread-cpu.ts';
import { codeFile, faultOf, positionIn, type SourceMap } from './position.ts';
import type { CodeLimits, Failure, Floating, FromThread, Guest, HostFunctions, StopCode, Thrown } from './protocol.ts';

// Its types are those of its CommonJS build, which has the variant one level deeper.
const variant = release as unknown as QuickJSSyncVariant;

/** The text of guest.ts: an expression whose value is `createGuest`. Put in by scripts/build.js. */
declare const GUEST: string;

/** Evaluates a script whose top level may await; its value is a promise of `{value}` (quickjs.h, JS_EVAL_FLAG_ASYNC). */
const asynchronous = 1 << 7;
const pageBytes = 65_536;
/** What the build of QuickJS begins with. */
const leastPages = 256;
/** Deep recursion ends in an error of the language while the thread still has stack to spare. */
const stackBytes = 256 * 1024;

/** One run of code in an engine of its own: a fresh WebAssembly instance, so that no run finds anything of another. */
export class Machine {
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #guest: Readonly<Record<keyof Guest, QuickJSHandle>>;
  readonly #tell: (message: FromThread) => void;
  readonly #timers = new Set<NodeJS.Timeout>();
  #limits: CodeLimits | undefined;
  #names: readonly string[] = [];
  #known: ReadonlySet<string> = new Set();
  #source: SourceMap = { prefix: 0, code: '' };
  #deadline = 0;
  #entered = 0;
  /** Time in the engine, which is more than its CPU time where others want the processor too. */
  #cpu = 0;
  readonly #thread = findThread();
  #cpuBefore = 0;
  #calls = 0;
  #answers = 0;
  #waiting = new Set<number>();
  #console = '';
  #dropped = 0;
  #value: string | undefined;
  #failure: Failure | undefined;
  #stop: StopCode | undefined;
  #hasEnded = false;
  #isOver = false;

  private constructor(context: QuickJSContext, tell: (message: FromThread) => void) {
    this.#context = context;
    this.#runtime = context.runtime;
    this.#tell = tell;
    this.#runtime.setInterruptHandler(() => this.#mustStop());
    const create = context.unwrapResult(context.evalCode(GUEST, 'routewright'));
    const guest = context.unwrapResult(context.callFunction(create, context.undefined, this.#hostObject()));
    const member = (name: keyof Guest): QuickJSHandle => context.getProp(guest, name);
    this.#guest = {
      start: member('start'),
      answer: member('answer'),
      fire: member('fire'),
      floating: member('floating'),
    };
  }

  /** Makes an engine that is ready to run; `memory` is in bytes and bounds all that the code can hold. */
  static async create(wasm: WebAssembly.Module, memory: number, tell: (message: FromThread) => void): Promise<Machine> {
    // The engine's own limit does not see large blocks; the memory itself cannot grow beyond its maximum.
    const maximum = Math.max(leastPages, Math.ceil(memory / pageBytes));
    const wasmMemory = new WebAssembly.Memory({ initial: leastPages, maximum });
    const engine = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule: wasm, wasmMemory }));
    const runtime = engine.newRuntime();
    runtime.setMemoryLimit(memory);
    runtime.setMaxStackSize(stackBytes);
    return new Machine(runtime.newContext(), tell);
  }

  run(code: string, names: readonly string[], limits: CodeLimits): void {
    this.#limits = limits;
    this.#names = names;
    this.#known = new Set(names);
    this.#deadline = performance.now() + limits.timeout;
    this.#cpuBefore = this.#readCpu() ?? 0;
    this.#tell({ type: 'begun', thread: this.#thread, cpu: this.#cpuBefore });
    this.#enter(() => {
      const compiled = this.#compile(code);
      if (compiled) this.#call('start', compiled).dispose();
    });
  }

  answer(call: number, ok: boolean, json: string): void {
    // An answer may come when its run is over, and the engine of the next one is there already.
    if (this.#isOver || !this.#limits) return;
    this.#answers++;
    this.#waiting.delete(call);
    this.#enter(() => {
      const context = this.#context;
      const isOk = ok ? context.true : context.false;
      this.#call('answer', context.newNumber(call), isOk, context.newString(json)).dispose();
    });
  }

  stop(code: StopCode): void {
    if (this.#isOver || !this.#limits) return;
    this.#stop ??= code;
    this.#finish(true);
  }

  /** A script, or the body of a function where the code returns; nothing where it is neither, which is the failure. */
  #compile(code: string): QuickJSHandle | undefined {
    this.#source = { prefix: 0, code };
    const script = this.#context.evalCode(code, codeFile, asynchronous);
    if (!script.error) return script.value;
    const fault = this.#read(script.error);
    if (fault.message === 'return not in a function') {
      this.#source = { prefix: 1, code };
      const body = this.#context.evalCode(`(async () => {\n${code}\n})()`, codeFile, asynchronous);
      if (!body.error) return body.value;
      Object.assign(fault, this.#read(body.error));
    }
    this.#failure = faultOf({ ...fault, code: 'CODE_SYNTAX' }, this.#source);
    this.#hasEnded = true;
    return undefined;
  }

  #read(error: QuickJSHandle): Thrown {
    const text = (name: string): string => this.#context.getString(this.#context.getProp(error, name));
    return { name: text('name'), message: text('message'), stack: text('stack') };
  }

  /** Lets the engine work: every entry is timed, and what breaks the engine itself ends the run. */
  #enter(work: () => void): void {
    this.#entered = performance.now();
    try {
      work();
      const jobs = this.#runtime.executePendingJobs();
      // The jobs of promises hold their errors themselves; what is left is an engine that was stopped or is exhausted.
      if (jobs.error) {
        this.#failure ??= faultOf(this.#read(jobs.error), this.#source);
        this.#hasEnded = true;
      }
    } catch (error) {
      this.#break(error);
    }
    this.#cpu += performance.now() - this.#entered;
    this.#entered = 0;
    this.#settle();
  }

  #break(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    const isMemory = /memory|allocation/i.test(words);
    this.#failure ??= {
      code: isMemory ? 'CODE_MEMORY_LIMIT' : 'CODE_FAILED',
      message: isMemory ? 'out of memory' : `The engine could not go on: ${words}`,
    };
    this.#finish(false);
  }

  #call(name: keyof Guest, ...args: QuickJSHandle[]): QuickJSHandle {
    const result = this.#context.callFunction(this.#guest[name], this.#context.undefined, ...args);
    // What is not let go of here stays in the memory of the run: an answer may be large.
    for (const arg of args) arg.dispose();
    return this.#context.unwrapResult(result);
  }

  /** After each entry: is the run at its end, does it wait for something, or for nothing at all? */
  #settle(): void {
    if (this.#isOver) return;
    const isIdle = this.#waiting.size === 0;
    if (this.#stop !== undefined) this.#finish(true);
    else if (this.#hasEnded && isIdle) this.#finish(true);
    else if (isIdle && this.#timers.size === 0) {
      this.#failure ??= { code: 'CODE_STUCK', message: 'The code waits for a promise that nothing will settle' };
      this.#finish(true);
    } else this.#tell({ type: 'waiting', answers: this.#answers, cpu: this.#cpu });
  }

  #finish(canAsk: boolean): void {
    this.#isOver = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const notes = canAsk && this.#stop === undefined && !this.#failure ? [...new Set(this.#notes())] : [];
    // Where the engine was stopped it does not know to the line.
    const failure = this.#stop === undefined ? this.#failure : { code: this.#stop, message: '' };
    this.#tell({
      type: 'done',
      healthy: canAsk,
      outcome: {
        ...(this.#value === undefined || failure ? {} : { value: this.#value }),
        ...(failure ? { failure } : {}),
        console: this.#dropped === 0 ? this.#console : `${this.#console}… (${this.#dropped} more lines)\n`,
        notes,
        cpu: Math.round(this.#cpu),
      },
    });
  }

  #notes(): string[] {
    try {
      const floating = JSON.parse(this.#context.getString(this.#call('floating'))) as Floating[];
      return floating.map(({ name, stack }) => {
        const { line } = positionIn(stack, this.#source);
        return `api.${name}${line === undefined ? '' : ` in line ${line}`} was not awaited, so its answer was lost.`;
      });
    } catch {
      return [];
    }
  }

  /** Asked by the engine now and then while it works. */
  #mustStop(): boolean {
    if (!this.#limits) return false;
    const now = performance.now();
    if (this.#cpu + now - this.#entered > this.#limits.cpuTime && this.#usedCpu() > this.#limits.cpuTime)
      this.#stop ??= 'CODE_CPU_LIMIT';
    else if (now > this.#deadline) this.#stop ??= 'CODE_TIMEOUT';
    return this.#stop !== undefined;
  }

  #usedCpu(): number {
    const cpu = this.#readCpu();
    return cpu === undefined ? Number.POSITIVE_INFINITY : cpu - this.#cpuBefore;
  }

  #readCpu(): number | undefined {
    return this.#thread === undefined ? undefined : readThreadCpu(this.#thread);
  }

  #hostObject(): QuickJSHandle {
    const context = this.#context;
    const text = (handle: QuickJSHandle | undefined): string => (handle ? context.getString(handle) : '');
    const host: Record<keyof HostFunctions, (...args: QuickJSHandle[]) => QuickJSHandle | undefined> = {
      call: (name, args) => context.newNumber(this.#begin(text(name), text(args))),
      knows: (name) => (this.#known.has(text(name)) ? context.true : context.false),
      names: () => context.newString(JSON.stringify(this.#names)),
      guess: (name) => context.newString(this.#guess(text(name))),
      log: (line) => this.#log(text(line)),
      wake: (timer, milliseconds) => this.#wake(context.getNumber(timer), context.getNumber(milliseconds)),
      done: (json) => {
        this.#hasEnded = true;
        this.#take(text(json));
        return undefined;
      },
      fail: (json) => {
        this.#hasEnded = true;
        this.#failure ??= faultOf(JSON.parse(text(json)) as Thrown, this.#source);
        this.#tell({ type: 'failed' });
        return undefined;
      },
    };
    const object = context.newObject();
    for (const [name, work] of Object.entries(host)) context.setProp(object, name, context.newFunction(name, work));
    return object;
  }

  #begin(name: string, args: string): number {
    const { calls } = this.#limits!;
    if (this.#calls >= calls) return -calls;
    const call = this.#calls++;
    this.#waiting.add(call);
    this.#tell({ type: 'call', call, name, args });
    return call;
  }

  #guess(name: string): string {
    const names = nearestNames(name, this.#names, 3).map((known) => `api.${known}`);
    const hint = names.length === 0 ? 'search_operations finds the names' : `Did you mean ${names.join(', ')}?`;
    return `There is no api.${name.slice(0, 100)}. ${hint}`;
  }

  #log(line: string): undefined {
    if (this.#dropped > 0) {
      this.#dropped++;
      return;
    }
    const room = this.#limits!.consoleBytes - Buffer.byteLength(this.#console);
    if (Buffer.byteLength(line) < room) this.#console += `${line}\n`;
    else {
      this.#dropped = 1;
      // A character is at most four bytes.
      this.#console += `${line.slice(0, Math.floor(room / 4)).toWellFormed()}\n`;
    }
  }

  #wake(timer: number, milliseconds: number): undefined {
    if (this.#timers.size >= this.#limits!.calls) throw new Error('too many timers');
    const handle = setTimeout(
      () => {
        this.#timers.delete(handle);
        if (!this.#isOver) this.#enter(() => this.#call('fire', this.#context.newNumber(timer)));
      },
      Math.min(milliseconds, this.#limits!.timeout),
    );
    this.#timers.add(handle);
  }

  #take(json: string): void {
    const bytes = Buffer.byteLength(json);
    const { outputBytes } = this.#limits!;
    if (bytes <= outputBytes) this.#value = json === '' ? undefined : json;
    else
      this.#failure ??= {
        code: 'CODE_OUTPUT_LIMIT',
        message: `The result is ${bytes} bytes of JSON, and ${outputBytes} are allowed`,
      };
  }
}
