import { spawn } from 'node:child_process';

/** What a run of the built program left behind. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly cwd?: string;
}

/** Runs `routewright` with these arguments, in an environment that holds nothing but what is given. */
export async function runCli(
  args: readonly string[],
  { env = {}, stdin = '', cwd = process.cwd() }: CliOptions = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [`${process.cwd()}/dist/cli.js`, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined).end(stdin);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}
