import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCli } from '../support/cli.ts';

/**
 * A story is one text: what it is about, files (`==== name`), and commands with what they print (`==== $ arguments`,
 * the last line `exit CODE`). To add one, add a file to stories/.
 */
const folder = 'test/check/stories';

describe('stories of check and diff', () => {
  test.each(readdirSync(folder))('%s', async (name) => {
    const [, ...parts] = (await readFile(join(folder, name), 'utf8')).split(/^==== /m);
    const cwd = await mkdtemp(join(tmpdir(), 'routewright-story-'));
    try {
      for (const part of parts) {
        const [head = '', ...lines] = part.trimEnd().split('\n');
        const text = lines.join('\n');
        if (!head.startsWith('$ ')) await writeFile(join(cwd, head), `${text}\n`);
        else {
          const { code, stdout, stderr } = await runCli(head.slice(2).split(' '), { cwd });
          expect(`${stdout}${stderr}exit ${String(code)}`).toBe(text);
        }
      }
    } finally {
      await rm(cwd, { recursive: true });
    }
  });
});
