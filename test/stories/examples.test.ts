import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const run = promisify(execFile);

/**
 * Each example with a main.js is a program that checks itself; one that hangs has failed. Those with packages of their
 * own (package.json), and those in other languages, have tests in test/live.
 */
const examples = readdirSync('examples').filter(
  (folder) => existsSync(`examples/${folder}/main.js`) && !existsSync(`examples/${folder}/package.json`),
);

describe('examples/', () => {
  test.each(examples)('%s', async (folder) => {
    const { stdout } = await run(process.execPath, [`examples/${folder}/main.js`], { timeout: 15_000 });
    expect(stdout).not.toBe('');
  });
});
