import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runCli } from '../support/cli.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'routewright-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function scriptFor(shell: string): Promise<string> {
  const { code, stdout } = await runCli(['completion', shell]);
  expect(code).toBe(0);
  const file = join(folder, shell);
  writeFileSync(file, stdout);
  return file;
}

const lines = [
  [['inst'], ['install']],
  [
    ['install', 'c'],
    ['claude-code', 'claude-desktop', 'cursor'],
  ],
  [['serve', '--read-'], ['--read-only']],
  [['serve', '--log-level', 'de'], ['debug']],
] as const;

describe('bash', () => {
  test.each(lines)('%j', async (words, expected) => {
    const file = await scriptFor('bash');
    const ask = `source "$1"; shift; COMP_WORDS=(routewright "$@"); COMP_CWORD=$#; _routewright; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await run('bash', ['-c', ask, 'bash', file, ...words]);
    expect(stdout.trim().split('\n').sort()).toEqual(expected);
  });
});

describe('fish', () => {
  test.each(lines)('%j', async (words, expected) => {
    const file = await scriptFor('fish');
    const ask = `source ${file}; complete -C 'routewright ${words.join(' ')}'`;
    const { stdout } = await run('fish', ['--no-config', '-c', ask]);
    const offered = stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t')[0]!)
      .sort();
    // Where a document follows, files are offered too.
    expect(offered).toEqual(expect.arrayContaining([...expected]));
  });
});

test('zsh reads the script', async () => {
  const file = await scriptFor('zsh');
  const ask = `autoload -U compinit && compinit -D -u; source ${file}; print $_comps[routewright]`;
  const { stdout, stderr } = await run('zsh', ['-f', '-c', ask]);
  expect([stdout.trim(), stderr]).toEqual(['_routewright', '']);
});
