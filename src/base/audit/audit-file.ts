import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import type { AuditConfig } from '../config/audit-schema.ts';
import { messageOf, RoutewrightError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Redactor } from '../secrets.ts';
import type { Audit, AuditEntry } from './audit.ts';

export interface AuditFileOptions {
  /** Every entry passes it. */
  readonly redactor: Redactor;
  /** Told what the file cannot be. */
  readonly logger: Logger;
  /** Milliseconds since the epoch. @default the system's clock */
  readonly now?: () => number;
}

/** The file as it is open. */
interface Opened {
  readonly handle: FileHandle;
  readonly inode: number;
  size: number;
}

/** Milliseconds between two looks whether somebody has moved the file away, as logrotate does. */
const lookInterval = 1_000;

/**
 * An audit log in a file that only its owner may read. Entries are written one after the other, each with one write.
 *
 * @throws {RoutewrightError} AUDIT_FAILED where it cannot be opened
 */
export async function openAuditFile(config: AuditConfig, options: AuditFileOptions): Promise<Audit> {
  const { redactor, logger, now = Date.now } = options;
  const { file, maxBytes, keep, onFailure } = config;
  let opened: Opened | undefined = await openFile(file).catch((error: unknown) => {
    throw new RoutewrightError('AUDIT_FAILED', `Could not open the audit log ${file}: ${messageOf(error)}`, {
      hint: 'Check that the folder exists and that this process may write there.',
      cause: error,
    });
  });
  let looked = now();
  let failure: unknown;
  let queue: Promise<void> = Promise.resolve();

  const current = async (): Promise<Opened> => {
    if (opened && now() - looked >= lookInterval) {
      looked = now();
      const found = await stat(file).catch(() => undefined);
      if (found?.ino !== opened.inode) await release();
    }
    return (opened ??= await openFile(file));
  };
  const release = async (): Promise<void> => {
    const { handle } = opened ?? {};
    opened = undefined;
    await handle?.close().catch(() => undefined);
  };
  const write = async (line: Buffer): Promise<void> => {
    let target = await current();
    if (target.size > 0 && target.size + line.length > maxBytes) {
      await release();
      await rotate(file, keep);
      target = await current();
    }
    await target.handle.appendFile(line);
    target.size += line.length;
  };
  /** One after the other, whatever became of the one before. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  };
  return {
    withArguments: config.arguments,
    obstacle: async () => {
      if (failure === undefined || onFailure === 'warn') return undefined;
      try {
        await inTurn(async () => {
          const { handle } = await current();
          await handle.appendFile('');
        });
        failure = undefined;
        return undefined;
      } catch (error) {
        return messageOf(error);
      }
    },
    record: async (entry) => {
      const shown = redactor.redactValue(entry) as AuditEntry;
      try {
        await inTurn(() => write(Buffer.from(`${JSON.stringify(shown)}\n`)));
        failure = undefined;
      } catch (error) {
        failure = error;
        await inTurn(release);
        // The entry is not lost with the file: the log has it.
        logger.error('the audit log cannot be written', { file, error, entry: shown });
      }
    },
    close: () => inTurn(release),
  };
}

async function openFile(path: string): Promise<Opened> {
  const handle = await open(path, 'a', 0o600);
  const { ino, size } = await handle.stat();
  return { handle, inode: ino, size };
}

/** FILE becomes FILE.1, FILE.1 becomes FILE.2; the oldest goes. */
async function rotate(file: string, keep: number): Promise<void> {
  await rm(`${file}.${keep}`, { force: true });
  for (let number = keep - 1; number >= 1; number -= 1)
    await rename(`${file}.${number}`, `${file}.${number + 1}`).catch(ignoreAbsent);
  if (keep === 0) await rm(file, { force: true });
  else await rename(file, `${file}.1`).catch(ignoreAbsent);
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
