import { copyFile, mkdir, readFile, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ParseError } from 'jsonc-parser';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { isObject, own } from '../base/json.ts';
import { type Edit, editText } from './edit-text.ts';

/** The text of a client's file as it is and as it would be. */
export interface Change {
  readonly path: string;
  /** Nothing where there is no file yet. */
  readonly before: string | undefined;
  readonly after: string;
  /** The text after each edit, the last of them `after`. */
  readonly steps: readonly string[];
}

/**
 * The text of a client's file with members set or removed. Comments, order and indentation of all else stay.
 *
 * @throws {RoutewrightError} CLIENT_FILE_INVALID, CLIENT_FILE_UNREADABLE
 */
export async function planChange(path: string, edits: readonly Edit[]): Promise<Change> {
  const before = await readText(path);
  const isBlank = before === undefined || before.trim() === '';
  if (!isBlank) await readClientFile(path);
  const steps = [isBlank ? '{}\n' : before];
  for (const edit of edits) steps.push(await editText(steps.at(-1)!, edit));
  return { path, before, after: steps.at(-1)!, steps: steps.slice(1) };
}

/**
 * What a client's file holds; comments and trailing commas are allowed, as the clients allow them.
 *
 * @returns nothing where there is no file
 * @throws {RoutewrightError} CLIENT_FILE_INVALID, CLIENT_FILE_UNREADABLE
 */
export async function readClientFile(path: string): Promise<unknown> {
  const text = await readText(path);
  if (text === undefined || text.trim() === '') return undefined;
  const { parse, printParseErrorCode } = await import('../base/lazy/jsonc-parser.ts');
  const faults: ParseError[] = [];
  const value: unknown = parse(text, faults, { allowTrailingComma: true });
  const fault = faults[0];
  if (fault) {
    const lines = text.slice(0, fault.offset).split('\n');
    throw invalid(
      path,
      printParseErrorCode(fault.error)
        .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
        .toLowerCase(),
      {
        line: lines.length,
        column: lines.at(-1)!.length + 1,
      },
    );
  }
  if (!isObject(value)) throw invalid(path, 'it holds no object', {});
  for (const key of ['mcpServers', 'servers', 'inputs']) {
    const member = own(value, key);
    const fits = key === 'inputs' ? Array.isArray(member) : isObject(member);
    if (member !== undefined && !fits)
      throw invalid(path, `\`${key}\` is no ${key === 'inputs' ? 'list' : 'object'}`, {});
  }
  return value;
}

/** Writes a change at once, keeping what was there beside it. Tells where the copy is. */
export async function applyChange({ path, before, after }: Change): Promise<string | undefined> {
  await mkdir(dirname(path), { recursive: true });
  // A file that is a link (dotfiles in a repository) stays one: what it leads to is written.
  const target = before === undefined ? path : await realpath(path);
  const backup = before === undefined ? undefined : `${path}.before-routewright`;
  if (backup !== undefined) await copyFile(target, backup);
  const temporary = join(dirname(target), `.${process.pid}.routewright.tmp`);
  try {
    const mode = before === undefined ? 0o600 : (await stat(target)).mode;
    await writeFile(temporary, after, { mode });
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw new RoutewrightError('CLIENT_FILE_UNREADABLE', `Could not write ${path}: ${messageOf(error)}`, {
      hint: 'Nothing was changed. Check the permissions of the file and of its folder.',
      cause: error,
    });
  }
  return backup;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw new RoutewrightError('CLIENT_FILE_UNREADABLE', `Could not read ${path}: ${messageOf(error)}`, {
      hint: 'Check the permissions of the file.',
      cause: error,
    });
  }
}

function invalid(path: string, reason: string, place: { line?: number; column?: number }): RoutewrightError {
  return new RoutewrightError('CLIENT_FILE_INVALID', `${path} cannot be used: ${reason}`, {
    hint: 'Mend it by hand first; nothing was changed.',
    location: { file: path, ...place },
  });
}
