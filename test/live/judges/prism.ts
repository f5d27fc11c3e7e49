import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endProcess } from '../../support/process.ts';
import type { Part } from './documents.ts';
import { forward } from './forward.ts';
import type { Judge, RawRequest } from './judge.ts';

const program = join('test', 'live', 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');
const startMilliseconds = 90_000;

/** Prism as a validating mock. Some requests end its process; it is started again and the next one is judged. */
export async function startPrism(document: Part, folder: string): Promise<Judge> {
  const file = join(folder, 'prism.json');
  await writeFile(file, JSON.stringify(document));
  let running = await run(file);
  return {
    name: 'prism',
    judge: async (request) => {
      try {
        return await ask(running.port, request);
      } catch (error) {
        await delay(50);
        if (running.child.exitCode === null && running.child.signalCode === null) throw error;
        running = await run(file);
        return 'Prism ended while it judged';
      }
    },
    stop: () => endProcess(running.child),
  };
}

async function run(file: string): Promise<{ child: ChildProcess; port: number }> {
  const options = ['--host', '127.0.0.1', '--port', '0', '--errors'];
  const child = spawn(process.execPath, [program, 'mock', ...options, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-20_000)));
  const end = Date.now() + startMilliseconds;
  while (Date.now() < end && child.exitCode === null) {
    const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(log)?.[1];
    if (port !== undefined) return { child, port: Number(port) };
    await delay(50);
  }
  await endProcess(child);
  throw new Error(`Prism did not start:\n${log}`);
}

async function ask(port: number, request: RawRequest): Promise<string | undefined> {
  const { status, text } = await forward(port, request);
  if (status < 400) return undefined;
  return `${status} ${text}`.replace(/"request":\{.*/s, '').slice(0, 600);
}
