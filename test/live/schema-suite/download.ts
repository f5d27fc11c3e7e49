import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, prepareEnvironment, python, run } from '../support/uvicorn.ts';

/** The source distribution of this package carries JSON-Schema-Test-Suite; no package of npm has that of 2020-12. */
const source = { name: 'jsonschema', version: '4.26.0' };
const requirements = fileURLToPath(new URL('../fastapi/requirements.txt', import.meta.url));

/** The folder of the suite's tests, one folder a draft. */
export async function downloadSuite(): Promise<string> {
  await prepareEnvironment(requirements);
  const folder = join(environment, 'json-schema-test-suite');
  const name = `${source.name}-${source.version}`;
  const tests = join(folder, name, 'json', 'tests');
  if (existsSync(join(tests, 'draft2020-12'))) return tests;
  await mkdir(folder, { recursive: true });
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  const what = ['--no-deps', '--no-binary', source.name, '--dest', folder, `${source.name}==${source.version}`];
  await run(python, ['-m', 'pip', 'download', ...quiet, ...what]);
  await run('tar', ['-xzf', join(folder, `${name}.tar.gz`), '-C', folder]);
  return tests;
}
