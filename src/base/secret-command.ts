import { execFile } from 'node:child_process';

/** What a program printed, or in a few words why it did not. */
export type CommandOutcome = { readonly output: string } | { readonly failure: string };

/** A secret is no novel. */
const longestOutput = 1_000_000;

/** Runs a program without a shell and without our standard input, which is the protocol's. */
export function runCommand([program, ...args]: readonly string[], timeout: number): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = execFile(
      program!,
      args,
      { timeout, killSignal: 'SIGKILL', maxBuffer: longestOutput, windowsHide: true },
      (error, output) => resolve(error ? { failure: explain(error, timeout) } : { output }),
    );
    child.stdin?.end();
  });
}

function explain(error: Error & { code?: unknown; killed?: boolean; signal?: unknown }, timeout: number): string {
  if (error.code === 'ENOENT') return 'does not exist';
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `printed more than ${longestOutput} characters`;
  if (error.killed === true) return `did not end within ${timeout / 1000} s`;
  if (typeof error.code === 'number') return `ended with code ${error.code}`;
  return typeof error.code === 'string'
    ? `could not be started (${error.code})`
    : `was ended by ${String(error.signal)}`;
}
