import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'routewright-';
/** Milliseconds after which a folder was left behind by a process that could not clean up. */
const abandoned = 24 * 3_600_000;

/** A private folder for texts that are too large for memory; it is gone when the process ends. */
export class Spill {
  #folder: string | undefined;
  #count = 0;

  /** @returns where it lies */
  async write(text: string): Promise<string> {
    const path = join(this.#open(), String(this.#count++));
    await writeFile(path, text, { mode: 0o600 });
    return path;
  }

  /** Nothing where the file is gone. */
  read(path: string): Promise<string | undefined> {
    return readFile(path, 'utf8').catch(() => undefined);
  }

  /** Who deletes does not wait. */
  remove(path: string): void {
    void rm(path, { force: true }).catch(() => undefined);
  }

  close(): void {
    process.off('exit', this.#leave);
    this.#leave();
    this.#folder = undefined;
  }

  readonly #leave = (): void => {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  };

  #open(): string {
    if (this.#folder === undefined) {
      sweep();
      // Nobody else may read it (mkdtemp: 0700).
      this.#folder = mkdtempSync(join(tmpdir(), prefix));
      process.once('exit', this.#leave);
    }
    return this.#folder;
  }
}

/** Takes away what processes have left that were killed. */
function sweep(): void {
  try {
    for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
      const path = join(tmpdir(), name);
      const { mtimeMs, uid } = statSync(path);
      if (uid === process.getuid?.() && Date.now() - mtimeMs > abandoned)
        rmSync(path, { recursive: true, force: true });
    }
  } catch {
    // Somebody else's folders are no reason to fail.
  }
}
