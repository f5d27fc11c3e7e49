import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

/** The gateway, while it runs as a process of its own. */
export interface RunningGateway {
  readonly url: string;
  close(): Promise<void>;
}

const startLimit = 30_000;
const stopLimit = 5_000;

/** Starts the built program over HTTP on a free local port. */
export async function startGateway(program: string, args: readonly string[]): Promise<RunningGateway> {
  if (!existsSync(program)) throw new Error(`The gateway is not built: ${program} (npm run build)`);
  const child = spawn(process.execPath, [program, 'serve', ...args, '--http', '127.0.0.1:0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  let log = '';
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (what: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`The gateway ${what}:\n${log}`));
    };
    const timer = setTimeout(() => fail(`did not listen within ${startLimit / 1000} s`), startLimit);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${String(code)} before it listened`);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const listening = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(log);
      if (listening === null) return;
      clearTimeout(timer);
      resolve(listening[0]);
    });
  });
  return {
    url,
    close: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopLimit);
      await exited;
      clearTimeout(timer);
    },
  };
}
