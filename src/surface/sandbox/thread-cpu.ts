import { readFileSync, readlinkSync } from 'node:fs';

/** Where Linux tells the CPU time of this thread, to itself and to others (proc(5)); elsewhere there is no such place. */
export function findThread(): string | undefined {
  try {
    const path = `/proc/${readlinkSync('/proc/thread-self')}/schedstat`;
    return readThreadCpu(path) === undefined ? undefined : path;
  } catch {
    return undefined;
  }
}

/** Milliseconds of CPU that a thread has had; nothing where that cannot be known. */
export function readThreadCpu(path: string): number | undefined {
  try {
    const nanoseconds = Number(readFileSync(path, 'utf8').split(' ')[0]);
    return nanoseconds > 0 ? nanoseconds / 1e6 : undefined;
  } catch {
    return undefined;
  }
}
