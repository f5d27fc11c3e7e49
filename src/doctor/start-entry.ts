import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { messageOf } from '../base/errors.ts';

/** A server as a client starts it. */
export interface Start {
  readonly command: string;
  readonly args: readonly string[];
  /** All of it: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** What came of it. */
export type Started =
  | { readonly tools: number; readonly log: string }
  | { readonly failure: string; readonly log: string; readonly isAbsent: boolean };

/** Starts a server over stdio as a client does: initialize, and the list of its tools (MCP 2025-06-18). */
export async function startEntry({ command, args, env, cwd }: Start, signal: AbortSignal): Promise<Started> {
  const child = spawn(command, [...args], { env, cwd, stdio: ['pipe', 'pipe', 'pipe'], signal, windowsHide: true });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-20_000)));
  child.stdin.on('error', () => undefined);
  const send = (message: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  try {
    return await new Promise<Started>((resolve) => {
      const fail = (failure: string, isAbsent = false): void => resolve({ failure, log, isAbsent });
      let tools = 0;
      child.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT' ? fail(`${command} was not found`, true) : fail(messageOf(error)),
      );
      child.once('close', (code, killed) =>
        fail(`it ended ${killed ? `by ${killed}` : `with exit code ${String(code)}`} before it answered`),
      );
      createInterface({ input: child.stdout }).on('line', (line) => {
        let message: { id?: unknown; error?: { message?: string }; result?: Record<string, unknown> };
        try {
          message = JSON.parse(line) as typeof message;
        } catch {
          fail(`it writes to standard output what is no message of the protocol: ${line.slice(0, 200)}`);
          return;
        }
        if (message.error) fail(`it answers with an error: ${message.error.message ?? ''}`);
        else if (message.id === 1) {
          send({ method: 'notifications/initialized' });
          send({ id: 2, method: 'tools/list' });
        } else if (message.id !== undefined) {
          tools += (message.result?.['tools'] as unknown[] | undefined)?.length ?? 0;
          const cursor = message.result?.['nextCursor'];
          if (typeof cursor === 'string')
            send({ id: Number(message.id) + 1, method: 'tools/list', params: { cursor } });
          else resolve({ tools, log });
        }
      });
      const clientInfo = { name: 'routewright-doctor', version: '1' };
      send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } });
    });
  } finally {
    child.removeAllListeners('close');
    child.stdin.end();
    const killer = setTimeout(() => child.kill('SIGKILL'), 2_000).unref();
    child.once('close', () => clearTimeout(killer));
  }
}
