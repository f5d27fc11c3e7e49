import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const run = promisify(execFile);

/** Each example with a main.js is a program that checks itself; one that hangs has failed. The others have tests of their own. */
describe('examples/', () => {
  test.each(readdirSync('examples').filter((folder) => existsSync(`examples/${folder}/main.js`)))(
    '%s',
    async (folder) => {
      const { stdout } = await run(process.execPath, [`examples/${folder}/main.js`], { timeout: 15_000 });
      expect(stdout).not.toBe('');
    },
  );
});
