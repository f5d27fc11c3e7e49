import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Installation } from './install.ts';

/** One check of a scenario, as the suite writes it into checks.json. */
interface Check {
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  readonly errorMessage?: string;
}

/** The checks of every scenario the suite has run. */
export type Outcomes = ReadonlyMap<string, readonly Check[]>;

/** Runs what one revision of the protocol requires against the server at `url`. */
export async function runSuite({ node, suite }: Installation, url: string, revision: string): Promise<Outcomes> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  try {
    const log = await run(node, [suite, 'server', '--url', url, '--requirements', revision, '--output-dir', folder]);
    const outcomes = await readOutcomes(folder);
    if (outcomes.size === 0) throw new Error(`The conformance suite has run no scenario of ${revision}:\n${log}`);
    return outcomes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The checks that speak against the server; a scenario that broke off without a result has failed, too. */
export function failures(checks: readonly Check[]): readonly Check[] {
  return checks.filter((check) => check.status === 'FAILURE');
}

/** Whether the scenario has judged anything but the shape of the messages, which it does for an error as well. */
export function saysSomething(checks: readonly Check[]): boolean {
  return checks.some((check) => check.status === 'SUCCESS' && check.id !== 'wire-schema-valid');
}

/** Each scenario has a folder `server-<scenario>-<time>`; it is empty where the scenario broke off. */
async function readOutcomes(folder: string): Promise<Outcomes> {
  const outcomes = new Map<string, readonly Check[]>();
  for (const name of (await readdir(folder)).sort()) {
    const scenario = name.replace(/^server-/, '').replace(/-\d{4}-\d{2}-\d{2}T[\d-]+Z$/, '');
    const file = join(folder, name, 'checks.json');
    const brokenOff: Check = { id: scenario, status: 'FAILURE', errorMessage: 'The scenario broke off' };
    outcomes.set(scenario, existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Check[]) : [brokenOff]);
  }
  return outcomes;
}

/** The suite's exit code only says that something failed, which is no news here. */
async function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(log));
  });
}
