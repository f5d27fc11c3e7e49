import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const run = promisify(execFile);

/** The documents that ship with the project are valid, in the opinion of parsers that we did not write. */
const judges = {
  // In a process of its own: it requires an ES module, which jest's own module system does not allow.
  'swagger-parser': `import parser from '@apidevtools/swagger-parser'; await parser.validate(process.argv[1]);`,
  redocly: `import { createConfig, lint } from '@redocly/openapi-core';
    const problems = await lint({ ref: process.argv[1], config: await createConfig({ rules: { struct: 'error', 'no-unresolved-refs': 'error' } }) });
    if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('; '));`,
};

const documents = [
  ...readdirSync('openapi').map((name) => `openapi/${name}`),
  ...readdirSync('openapi/samples').map((name) => `openapi/samples/${name}`),
].filter((name) => /\.(ya?ml|json)$/.test(name));

describe('the documents in openapi/', () => {
  test('there is one of each version', () => {
    expect(documents.length).toBeGreaterThanOrEqual(5);
  });

  // swagger-parser does not know 3.2.
  test.each(documents.map((document) => [document, document.includes('3.2') ? 'redocly' : 'swagger-parser'] as const))(
    '%s is valid for %s',
    async (document, judge) => {
      await expect(
        run(process.execPath, ['--input-type=module', '-e', judges[judge], document]),
      ).resolves.toMatchObject({ stderr: '' });
    },
  );

  test('the judges refuse what is wrong', async () => {
    await expect(
      run(process.execPath, ['--input-type=module', '-e', judges['swagger-parser'], 'package.json']),
    ).rejects.toThrow();
    await expect(
      run(process.execPath, ['--input-type=module', '-e', judges.redocly, 'package.json']),
    ).rejects.toThrow();
  });
});
