import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const run = promisify(execFile);

/** Each example is a program that checks itself; one that hangs has failed. */
describe('examples/', () => {
  test.each(readdirSync('examples'))('%s', async (folder) => {
    const { stdout } = await run(process.execPath, [`examples/${folder}/main.js`], { timeout: 15_000 });
    expect(stdout).not.toBe('');
  });
});
