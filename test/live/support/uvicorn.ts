import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endProcess } from '../../support/process.ts';

export interface Uvicorn {
  /** Where the application answers, without a slash at the end. */
  readonly url: string;
  /** What the server has written so far. */
  log(): string;
  stop(): Promise<void>;
}

export interface UvicornOptions {
  /** The folder with `app.py` and `requirements.txt`. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Starts the application again when its files change. @default false */
  readonly reload?: boolean;
  /** The path that tells whether the application answers. */
  readonly ready?: string;
}

export const environment = fileURLToPath(new URL('../.venv/', import.meta.url));
export const python = join(environment, 'bin', 'python');
const startMilliseconds = 30_000;

/**
 * Serves the FastAPI application of a folder on a free port of 127.0.0.1. Whatever is in the way of that is an error
 * and never a reason to skip: a live test that did not run has shown nothing.
 */
export async function startUvicorn({
  folder,
  env = {},
  reload = false,
  ready = '/openapi.json',
}: UvicornOptions): Promise<Uvicorn> {
  await prepareEnvironment(join(folder, 'requirements.txt'));
  const options = ['--host', '127.0.0.1', '--port', '0', '--no-access-log', '--timeout-graceful-shutdown', '1'];
  if (reload) options.push('--reload');
  const child = spawn(python, ['-m', 'uvicorn', 'app:app', ...options], {
    cwd: folder,
    env: { ...process.env, ...env, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killed = (): void => void child.kill('SIGKILL');
  process.once('exit', killed);
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  }
  const stop = async (): Promise<void> => {
    process.off('exit', killed);
    await endProcess(child);
  };
  try {
    // Port 0 lets the system choose, and uvicorn says which it was: nobody can take it in between.
    const url = await startedUrl(child, () => log);
    await untilAnswering(url + ready, child, () => log);
    return { url, log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A virtual environment costs half a minute or more, so it is kept for as long as the requirements stay the same. */
export async function prepareEnvironment(requirements: string, folder = environment): Promise<void> {
  const [python, stamp] = [join(folder, 'bin', 'python'), join(folder, 'requirements.sha256')];
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  await rm(folder, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', folder]);
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--root-user-action', 'ignore'];
  await run(python, ['-m', 'pip', 'install', ...quiet, '--requirement', requirements]);
  await writeFile(stamp, wanted);
}

export async function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : `exit code ${code ?? 'none'}`));
  });
  if (failure !== undefined) {
    throw new Error(`The Python environment could not be made: ${[command, ...args].join(' ')}: ${failure}\n${output}`);
  }
}

async function startedUrl(child: ChildProcess, log: () => string): Promise<string> {
  const end = Date.now() + startMilliseconds;
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  while (Date.now() < end) {
    const url = /Uvicorn running on (http:\/\/127\.0\.0\.1:\d+)/.exec(log())?.[1];
    if (url !== undefined) return url;
    if (failure !== undefined) throw new Error(`uvicorn could not be started: ${failure.message}`);
    if (child.exitCode !== null) {
      throw new Error(`uvicorn ended with exit code ${child.exitCode} before it listened:\n${log()}`);
    }
    await delay(25);
  }
  throw new Error(`uvicorn did not listen within ${startMilliseconds / 1000} s:\n${log()}`);
}

async function untilAnswering(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const end = Date.now() + startMilliseconds;
  let last = 'no answer';
  while (Date.now() < end && child.exitCode === null) {
    try {
      const response = await fetch(url);
      await response.arrayBuffer();
      if (response.ok) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = String(error);
    }
    await delay(50);
  }
  throw new Error(`The application does not answer ${url} (${last}):\n${log()}`);
}
