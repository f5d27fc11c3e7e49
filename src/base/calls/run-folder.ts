import { lstat, mkdir } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { RoutewrightError } from '../errors.ts';

/**
 * Where gateways of this user say that they run. It does not depend on variables that a desktop client leaves out of
 * the environment of what it starts, since both sides must find the same folder; `ROUTEWRIGHT_RUN_FOLDER` names another.
 */
export function runFolder(): string {
  const named = process.env['ROUTEWRIGHT_RUN_FOLDER'];
  if (named !== undefined && named !== '') return named;
  if (process.platform === 'win32') return join(homedir(), 'AppData', 'Local', 'routewright', 'run');
  // The path of a socket may have about a hundred bytes; tmpdir() is long on a Mac, and another for each environment.
  return `/tmp/routewright-${userInfo().uid}`;
}

/**
 * The folder, made where it is not there yet: nobody else may look into it.
 *
 * @throws {RoutewrightError} CALLS_UNREACHABLE where it belongs to somebody else or is open to others
 */
export async function openRunFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await checkRunFolder(folder);
  return folder;
}

/** @throws {RoutewrightError} CALLS_UNREACHABLE */
export async function checkRunFolder(folder: string): Promise<void> {
  const found = await lstat(folder);
  if (process.platform === 'win32') return;
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0) return;
  throw new RoutewrightError('CALLS_UNREACHABLE', `${folder} is not a folder that only you may look into`, {
    hint: `Remove it, or run: chmod 700 ${folder}`,
  });
}
