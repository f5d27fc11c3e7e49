/* The inside of the sandbox: this runs in QuickJS, before the code of a model, and makes what that code finds there.
   scripts/build.js makes a text of it. Whatever the code does to it, it does to itself: the outside takes strings from
   here and trusts none of them (docs/decisions/0034-sandbox.md). */
import type { Floating, Guest, HostFunctions, Thrown } from './protocol.ts';

interface Call {
  readonly name: string;
  /** Where it was made: an error of the API has no stack of its own. */
  readonly stack: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What the language itself asks an object for. */
const asked = new Set(['then', 'toJSON', 'constructor', 'prototype', 'toString', 'valueOf', 'length', 'name']);
const deepestPromise = 3;
const longestMessage = 4_000;

/** An error of an API, or of the sandbox, with what the code may want to know of it. */
class ApiError extends Error {
  readonly code: string | undefined;
  readonly operation: string | undefined;

  constructor(details: Readonly<Record<string, unknown>>, stack?: string) {
    super(String(details['message']));
    this.name = 'ApiError';
    this.code = String(details['code']);
    Object.assign(this, details);
    if (stack !== undefined) this.stack = stack;
  }
}

export function createGuest(host: HostFunctions): Guest {
  const { parse, stringify } = JSON;
  const { apply } = Reflect;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- applied to the promise of the code
  const { then } = Promise.prototype;
  const calls = new Map<number, Call>();
  const floating = new Set<Call>();
  /** Leads from the promise of a call to the call. A WeakMap would keep the answers until the engine collects garbage. */
  const callOf = Symbol('call');
  const timers = new Map<number, () => void>();
  const functions = new Map<string, (args?: unknown) => Promise<unknown>>();
  let lastTimer = 0;
  let hasFailed = false;

  const isPromise = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && value instanceof Promise;

  function operation(name: string): (args?: unknown) => Promise<unknown> {
    const made = functions.get(name);
    if (made) return made;
    const call = (args: unknown = {}): Promise<unknown> => begin(name, args);
    functions.set(name, call);
    return call;
  }

  function begin(name: string, args: unknown): Promise<unknown> {
    if (hasFailed)
      throw new ApiError({ code: 'CODE_FAILED', message: 'The code has failed, so it makes no further call' });
    const number = host.call(name, stringify(args, replace) ?? 'null');
    if (number < 0)
      throw new ApiError({
        code: 'CODE_CALLS_LIMIT',
        message: `The code has made as many calls as it may (${-number}), and ${name} would be one more`,
      });
    let call: Call | undefined;
    const promise = new Promise((resolve, reject) => {
      call = { name, stack: String(new Error().stack), resolve, reject };
    });
    calls.set(number, call!);
    floating.add(call!);
    return guard(promise, call!);
  }

  /** The promise of a call that tells whoever takes it for the answer. */
  function guard(promise: Promise<unknown>, call: Call): Promise<unknown> {
    return new Proxy(promise, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (key === callOf) return call;
        if (key === 'then' || key === 'catch' || key === 'finally') {
          floating.delete(call);
          return (value as (...args: unknown[]) => unknown).bind(target);
        }
        if (key === 'toJSON' || key === 'constructor' || key === Symbol.toStringTag) return value;
        throw new TypeError(
          `The answer of api.${call.name} has no ${String(key)} before it is awaited: write (await api.${call.name}(…))`,
        );
      },
    });
  }

  /** JSON knows no maps, sets, errors and big integers; what they hold is of use to a model. */
  function replace(_: string, value: unknown): unknown {
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isPromise(value)) return `[${nameOf(value)} was not awaited]`;
    if (value instanceof Map) return Object.fromEntries(value) as unknown;
    if (value instanceof Set) return [...(value as Set<unknown>)];
    if (value instanceof Error) return Object.assign({}, value, { name: value.name, message: value.message });
    return value;
  }

  function nameOf(value: object): string {
    const call = (value as { readonly [callOf]?: Call })[callOf];
    return call ? `api.${call.name}` : 'a promise';
  }

  function show(value: unknown): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'bigint') return String(value);
    try {
      if (value instanceof Error) return `${value.name}: ${value.message}`;
      return stringify(value, replace) ?? String(value);
    } catch {
      return '[a value that cannot be shown]';
    }
  }

  /** The value with the promises in it awaited, as far down as somebody would put one. */
  async function settle(value: unknown, depth = 0): Promise<unknown> {
    const result = await value;
    if (!holdsPromise(result, deepestPromise - depth)) return result;
    if (Array.isArray(result)) return Promise.all(result.map((item) => settle(item, depth + 1)));
    const entries = Object.entries(result as object).map(async ([key, member]) => [
      key,
      await settle(member, depth + 1),
    ]);
    return Object.fromEntries((await Promise.all(entries)) as [string, unknown][]);
  }

  function holdsPromise(value: unknown, depth: number): boolean {
    if (isPromise(value)) return true;
    if (depth <= 0 || typeof value !== 'object' || value === null) return false;
    const kind: unknown = Object.getPrototypeOf(value);
    return (
      (kind === Array.prototype || kind === Object.prototype) &&
      Object.values(value).some((member) => holdsPromise(member, depth - 1))
    );
  }

  async function deliver({ value }: { value: unknown }): Promise<void> {
    // Code that is one function means the function to be called.
    const settled = await settle(typeof value === 'function' ? (value as () => unknown)() : value);
    const json = typeof settled === 'function' ? '' : stringify(settled, replace);
    host.done(json ?? '');
  }

  function fail(error: unknown): void {
    if (hasFailed) return;
    hasFailed = true;
    const thrown = ((): Thrown => {
      try {
        if (!(error instanceof Error)) return { name: 'Thrown', message: show(error), stack: '' };
        const { name, message, stack } = error;
        return { name: name, message: message, stack: `${stack}`, ...known(error) };
      } catch {
        return { name: 'Error', message: 'an error that cannot be shown', stack: '' };
      }
    })();
    host.fail(
      stringify({
        ...thrown,
        message: thrown.message.slice(0, longestMessage),
        stack: thrown.stack.slice(0, longestMessage),
      }),
    );
  }

  function answer(number: number, ok: boolean, json: string): void {
    const call = calls.get(number);
    if (!call) return;
    calls.delete(number);
    try {
      const value: unknown = json === '' ? undefined : parse(json);
      if (ok) call.resolve(value);
      else call.reject(new ApiError({ ...(value as object), operation: call.name }, call.stack));
    } catch (error) {
      call.reject(error);
    }
  }

  /** What is known of an error of ours; one of the code may have fields of these names that say something else. */
  function known(error: Error): Pick<Thrown, 'code' | 'operation'> {
    if (!(error instanceof ApiError)) return {};
    const { code, operation: name } = error;
    return { ...(code === undefined ? {} : { code }), ...(name === undefined ? {} : { operation: name }) };
  }

  const knows = (key: string | symbol): key is string => typeof key === 'string' && host.knows(key);
  const api = new Proxy(
    {},
    {
      get: (_, key) => {
        if (knows(key)) return operation(key);
        if (typeof key === 'symbol' || asked.has(key)) return undefined;
        throw new ApiError({ code: 'CODE_OPERATION_UNKNOWN', message: host.guess(key) });
      },
      has: (_, key) => knows(key),
      ownKeys: () => parse(host.names()) as string[],
      getOwnPropertyDescriptor: (_, key) =>
        knows(key) ? { value: operation(key), enumerable: true, configurable: true } : undefined,
      set: () => false,
      defineProperty: () => false,
      deleteProperty: () => false,
    },
  );
  const log = (...values: unknown[]): void => host.log(values.map(show).join(' '));
  const globals = {
    api,
    console: { log, info: log, warn: log, error: log, debug: log, table: log, dir: log, trace: log },
    setTimeout: (work: unknown, milliseconds: unknown = 0, ...args: unknown[]): number => {
      if (typeof work !== 'function') throw new TypeError('setTimeout takes a function');
      timers.set(++lastTimer, () => void apply(work as (...all: unknown[]) => unknown, undefined, args));
      host.wake(lastTimer, Number(milliseconds) || 0);
      return lastTimer;
    },
    clearTimeout: (timer: unknown): void => void timers.delete(Number(timer)),
  };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });

  return {
    start: (code) => void apply(then, apply(then, code, [deliver]), [undefined, fail]),
    answer,
    fire: (timer) => {
      const work = timers.get(timer);
      timers.delete(timer);
      try {
        work?.();
      } catch (error) {
        fail(error);
      }
    },
    floating: () => stringify([...floating].map(({ name, stack }): Floating => ({ name, stack }))),
  };
}
