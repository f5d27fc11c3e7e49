import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, RoutewrightError } from '../errors.ts';
import type { CallTrace, TraceFilter } from '../trace.ts';
import { checkRunFolder } from './run-folder.ts';
import type { Registration, RunningGateway } from './serve-calls.ts';

/** A gateway of this user that runs and has been called. */
export interface FoundGateway extends RunningGateway {
  /** The newest first. */
  list: (filter: TraceFilter) => Promise<readonly CallTrace[]>;
  /** Makes a call of it once more, with its credentials. */
  replay: (tool: string, args: unknown) => Promise<CallTrace>;
}

/** Milliseconds that a call may take which is made once more. */
const longestReplay = 600_000;

/**
 * The gateways that say so in the folder, the newest first. What was left behind by processes that were killed is
 * removed.
 *
 * @throws {RoutewrightError} CALLS_UNREACHABLE where the folder is open to others
 */
export async function findGateways(folder: string): Promise<FoundGateway[]> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return [];
  await checkRunFolder(folder);
  const found: FoundGateway[] = [];
  for (const name of names.filter((file) => file.endsWith('.json'))) {
    const path = join(folder, name);
    const registration = await readRegistration(path);
    if (!registration) continue;
    if (isAlive(registration.pid)) found.push(reach(registration));
    else await Promise.all([rm(path, { force: true }), rm(path.replace(/json$/, 'sock'), { force: true })]);
  }
  return found.sort((one, other) => other.started.localeCompare(one.started));
}

async function readRegistration(path: string): Promise<Registration | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Registration;
  } catch {
    return undefined; // it has just ended, or has just begun to write
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function reach({ socket, token, ...gateway }: Registration): FoundGateway {
  const ask = (body: object): Promise<unknown> => post(socket, token, body, gateway);
  return {
    ...gateway,
    list: async (filter) => (await ask({ filter })) as readonly CallTrace[],
    replay: async (tool, args) => (await ask({ replay: { tool, arguments: args } })) as CallTrace,
  };
}

async function post(socketPath: string, token: string, body: object, { pid }: RunningGateway): Promise<unknown> {
  const { request } = await import('node:http');
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    request({ socketPath, method: 'POST', path: '/', headers, timeout: longestReplay }, (response) => {
      const chunks: Buffer[] = [];
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .once('error', reject)
        .once('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    })
      .once('error', reject)
      .end(JSON.stringify(body));
  }).catch((error: unknown) => {
    throw new RoutewrightError(
      'CALLS_UNREACHABLE',
      `The gateway with process id ${pid} does not answer: ${messageOf(error)}`,
      {
        hint: 'Check that it still runs.',
        cause: error,
      },
    );
  });
  const value = JSON.parse(text) as unknown;
  if (status === 200) return value;
  const { code = 'CALLS_UNREACHABLE', message = `HTTP ${status}`, hint } = value as Partial<RoutewrightError>;
  throw new RoutewrightError(code, message, hint === undefined ? {} : { hint });
}
