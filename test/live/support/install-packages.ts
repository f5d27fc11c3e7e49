import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Packages from the npm registry into a folder of their own. Gives what npm had to say; its exit code is not asked: what counts is whether
 * the files are there.
 */
export async function installPackages(folder: string, packages: readonly string[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--no-save', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const child = spawn('npm', ['install', '--prefix', folder, ...options, ...packages], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`npm did not start: ${error.message}`));
    child.once('close', (code) => resolve(output.trim() || `npm ended with code ${String(code)} and no message`));
  });
}
