import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, RoutewrightError } from './errors.ts';
import type { Store } from './store.ts';

/** Only whoever owns the files may read them. */
const filesMode = 0o600;
const folderMode = 0o700;

/**
 * State in a folder of this machine, a file a value, which several processes may use at once. The folder is made with
 * the first value; the names of the files tell nothing of the keys.
 *
 * @throws {RoutewrightError} STORE_UNREACHABLE, from every call
 */
export function createFolderStore(folder: string, now: () => number = Date.now): Store {
  const pathOf = (key: string): string => join(folder, `${createHash('sha256').update(key).digest('hex')}.value`);
  const aside = (path: string): string => `${path}.${randomUUID()}`;
  const read = async (path: string): Promise<string | undefined> => {
    const text = await readFile(path, 'utf8').catch(ignoreAbsence);
    if (text === undefined) return undefined;
    const mark = text.indexOf('\n');
    return Number(text.slice(0, mark)) > now() ? text.slice(mark + 1) : undefined;
  };
  let swept: Promise<void> | undefined;
  const remove = (path: string): Promise<void> => rm(path, { force: true });
  const write = async (path: string, value: string, ttl: number): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: folderMode });
    await writeFile(path, `${now() + ttl}\n${value}`, { mode: filesMode, flag: 'wx' });
  };
  const ask = async <Answer>(command: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await command();
    } catch (error) {
      throw new RoutewrightError('STORE_UNREACHABLE', `The store in ${folder} cannot be used: ${messageOf(error)}`, {
        hint: 'Make it a folder that this process may write to.',
      });
    }
  };
  return {
    get: (key) => ask(() => read(pathOf(key))),
    set: (key, value, ttl) =>
      ask(async () => {
        const [path, fresh] = [pathOf(key), aside(pathOf(key))];
        await write(fresh, value, ttl);
        await rename(fresh, path);
        swept ??= sweep(folder, read);
        await swept;
      }),
    add: (key, value, ttl) =>
      ask(async () => {
        const path = pathOf(key);
        if ((await read(path)) === undefined) {
          const old = await takeAside(path, aside(path));
          // Another one may have put a new value there in between.
          if (old !== undefined && (await read(old)) !== undefined) await link(old, path).catch(ignorePresence);
          if (old !== undefined) await remove(old);
        }
        return (await write(path, value, ttl).then(() => true, ignorePresence)) === true;
      }),
    take: (key) =>
      ask(async () => {
        const taken = await takeAside(pathOf(key), aside(pathOf(key)));
        if (taken === undefined) return undefined;
        const value = await read(taken);
        await remove(taken);
        return value;
      }),
    delete: (key) => ask(() => remove(pathOf(key))),
    close: () => Promise.resolve(),
  };
}

/** Of those who rename a file one succeeds. */
async function takeAside(path: string, target: string): Promise<string | undefined> {
  return (await rename(path, target).then(() => true, ignoreAbsence)) === true ? target : undefined;
}

function ignoreAbsence(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}

function ignorePresence(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
  throw error;
}

/** What has expired goes, once a process. */
async function sweep(folder: string, read: (path: string) => Promise<string | undefined>): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.includes('.value') && (await read(path)) === undefined) await rm(path, { force: true });
  }
}

/**
 * The key in a folder, which is made where there is none: it keeps a copy of a single file from being read.
 *
 * @throws what the file system does
 */
export async function readFolderKey(folder: string, make: () => Uint8Array): Promise<Uint8Array> {
  const path = join(folder, 'key');
  const known = await readFile(path, 'utf8').catch(ignoreAbsence);
  if (known !== undefined) return Buffer.from(known, 'base64');
  await mkdir(folder, { recursive: true, mode: folderMode });
  const fresh = join(folder, `key.${randomUUID()}`);
  await writeFile(fresh, Buffer.from(make()).toString('base64'), { mode: filesMode });
  // Of two processes that begin at once one's key is taken by both.
  await link(fresh, path).catch(ignorePresence);
  await rm(fresh);
  return Buffer.from(await readFile(path, 'utf8'), 'base64');
}
