import { createContext, Script } from 'node:vm';

const script = new Script('run()');

/**
 * Runs what may take longer than anybody should wait: an expression that somebody wrote, over data of any size. Neither
 * loops nor the backtracking of a regular expression outlast the limit. The process does nothing else meanwhile.
 *
 * @param milliseconds - at least 1
 */
export function withinTime<Value>(
  milliseconds: number,
  run: () => Value,
): { readonly value: Value } | { readonly timedOut: true } {
  try {
    const value = script.runInContext(createContext({ run }), { timeout: milliseconds }) as Value;
    return { value };
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { timedOut: true };
    throw error;
  }
}
