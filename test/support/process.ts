import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** Ends one process that we started, by its id: politely first. */
export async function endProcess(child: ChildProcess, patienceMilliseconds = 5_000): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const inTime = await Promise.race([exited.then(() => true), delay(patienceMilliseconds, false, { ref: false })]);
  if (!inTime) {
    child.kill('SIGKILL');
    await exited;
  }
}
