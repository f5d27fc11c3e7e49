import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CliRun, runCli } from '../support/cli.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

/** What goes wrong at the command line is told in one way: a code, what and why, what to do; never a stack. */

let folder: string;
let upstream: Upstream;
/** Bytes of the endless answer that the upstream got rid of before it was left. */
let sent = 0;

const title = 'info: {title: Test, version: "1"}';
const bomb = Array.from({ length: 9 }, (_, n) => `  b${n + 1}: &b${n + 1} [${Array(10).fill(`*b${n}`).join(', ')}]`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routewright-bad-'));
  upstream = await startUpstream(({ url }, response) => {
    response.setHeader('content-type', 'application/json');
    if (url === '/huge') {
      const megabyte = 'x'.repeat(1_000_000);
      const write = (): void => {
        while (sent < 60_000_000) {
          sent += megabyte.length;
          if (!response.write(megabyte)) {
            response.once('drain', write);
            return;
          }
        }
        response.end('"');
      };
      response.write('"');
      write();
    } else response.end(url === '/docs' ? '<!DOCTYPE html><title>Swagger UI</title>' : '<oops>');
  });
  const files: Record<string, string> = {
    'api.yaml': `openapi: 3.1.0
${title}
servers: [{url: "${upstream.url}"}]
paths:
  /things/{id}:
    get: {operationId: getThing, parameters: [{name: id, in: path, required: true, schema: {type: integer}}]}
  /huge: {get: {operationId: getHuge}}
  /lie: {get: {operationId: getLie}}
`,
    'down.yaml': `openapi: 3.1.0\n${title}\nservers: [{url: "http://127.0.0.1:1"}]\npaths: {/a: {get: {operationId: getA}}}\n`,
    'page.html': '<!DOCTYPE html>\n<html><body>Sign in</body></html>',
    'cut.json': '{\n  "openapi": "3.1.0",\n  "paths": {\n    "/a": {"get"',
    'bomb.yaml': `openapi: 3.1.0\nx:\n  b0: &b0 [x, x, x, x, x, x, x, x, x, x]\n${bomb.join('\n')}\n`,
    'cycle.yaml': 'openapi: 3.1.0\nx: &x\n  again: *x\n',
    'deep.json': `{"openapi": "3.1.0", "x": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    'empty.yaml': '',
    'old.yaml': 'swagger: "1.2"\n',
    'other.json': '{"name": "a package", "version": "1.0.0"}',
    'no-paths.yaml': `openapi: 3.1.0\n${title}\n`,
    'api/outside.yaml': `openapi: 3.1.0\n${title}\nservers: [{url: "${upstream.url}"}]\npaths:\n  /a:\n    get:\n      operationId: getA\n      parameters:\n        - {$ref: ../secret.yaml}\n        - {name: q, in: query}\n`,
    'secret.yaml': 'name: TOPSECRET\nin: query\n',
    'config.yaml': 'apis:\n  shop:\n    spec: ./api.yaml\n    readonly: true\n',
    'broken-config.yaml': 'apis:\n  shop:\n    spec: [\n',
    'overlay.yaml': 'overlay: 1.0.0\nactions:\n  - update: {}\n',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
});

afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs in the folder of the files, `UPSTREAM` standing for the URL of the server. */
async function run(line: string, stdin?: string): Promise<CliRun> {
  const args = line.split(' ').map((word) => word.replace('UPSTREAM', upstream.url));
  return runCli(args, { cwd: folder, ...(stdin === undefined ? {} : { stdin }) });
}

function expectTold({ code, stdout, stderr }: CliRun, exit: number, error: string, words: readonly string[]): void {
  // The log, which goes to stderr too, is told by its braces.
  const told = stderr.split('\n').filter((line) => !line.startsWith('{"time"'));
  expect(told[0]).toMatch(new RegExp(`^(error )?${error}: `));
  for (const word of words) expect(stderr).toContain(word);
  expect(told[1]?.trim()).toBeTruthy();
  expect(stderr).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect(stderr).not.toContain('INTERNAL');
  expect(stdout).toBe('');
  expect(code).toBe(exit);
}

describe('the document, the configuration or the command line is at fault: exit code 2', () => {
  test.each<[string, string, string[]]>([
    ['tools none.yaml', 'SPEC_NOT_FOUND', ['none.yaml', 'absolute']],
    ['serve none.yaml', 'SPEC_NOT_FOUND', ['none.yaml', 'absolute']],
    ['tools UPSTREAM/docs', 'SPEC_IS_HTML', ['/docs', '/openapi.json']],
    ['tools http://127.0.0.1:1/openapi.json', 'SPEC_UNREADABLE', ['http://127.0.0.1:1/openapi.json', 'server runs']],
    ['tools .', 'SPEC_IS_DIRECTORY', ['openapi.yaml']],
    ['tools page.html', 'SPEC_IS_HTML', ['page.html', '/openapi.json']],
    ['tools empty.yaml', 'SPEC_EMPTY', ['empty.yaml']],
    ['tools cut.json', 'SPEC_NOT_PARSEABLE', ['cut.json:4:17', 'cut off']],
    ['tools bomb.yaml', 'SPEC_TOO_MANY_NODES', ['bomb.yaml', 'aliases']],
    ['tools cycle.yaml', 'SPEC_TOO_DEEP', ['cycle.yaml', '200', 'alias']],
    ['tools deep.json', 'SPEC_TOO_DEEP', ['deep.json', '200']],
    ['tools old.yaml', 'SPEC_VERSION_UNSUPPORTED', ['1.2', '3.1']],
    ['tools other.json', 'SPEC_NOT_OPENAPI', ['other.json', '`openapi: 3.x`']],
    ['serve no-paths.yaml', 'SPEC_NO_OPERATIONS', ['no-paths.yaml', '`paths`']],
    ['tools api.yaml --overlay overlay.yaml', 'OVERLAY_INVALID', ['overlay.yaml, action 1', '`target`']],
    ['tools config.yaml', 'CONFIG_INVALID', ['config.yaml:4:5', 'readonly', 'readOnly']],
    ['tools broken-config.yaml', 'CONFIG_UNREADABLE', ['broken-config.yaml:', 'Mend']],
    ['frobnicate', 'USAGE', ["'frobnicate'", '--help']],
    ['serv api.yaml', 'USAGE', ["'serv'", 'Did you mean serve?']],
    ['tools api.yaml --incldue x', 'USAGE', ["'--incldue'", 'Did you mean --include?']],
    ['tools', 'USAGE', ['argument', '--help']],
    ['serve api.yaml --http 127.0.0.1:99999', 'USAGE', ['127.0.0.1:99999', 'HOST:PORT']],
    ['call api.yaml getThin', 'TOOL_UNKNOWN', ['getThin', 'Did you mean getThing?']],
    ['call api.yaml getThing --args {', 'USAGE', ['--args', 'JSON']],
  ])('%s: %s', async (line, error, words) => {
    expectTold(await run(line), 2, error, words);
  });

  test('a document that is piped in is named as what it is', async () => {
    expectTold(await run('tools -', '{"openapi":'), 2, 'SPEC_NOT_PARSEABLE', ['standard input']);
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as AddressInfo;
    try {
      expectTold(await run(`serve api.yaml --http 127.0.0.1:${port}`), 2, 'PORT_IN_USE', [String(port), '--http']);
    } finally {
      other.close();
    }
  });
});

describe('a call fails: exit code 1', () => {
  test.each<[string, string, string[]]>([
    ['call api.yaml getThing id=x', 'ARGUMENTS_INVALID', ['id', 'integer', '{"id":']],
    ['call api.yaml getThing di=5', 'ARGUMENTS_INVALID', ['di', 'id', 'required']],
    ['call api.yaml getThing id=x --dry-run', 'ARGUMENTS_INVALID', ['id', 'integer']],
    ['call down.yaml getA', 'UPSTREAM_UNREACHABLE', ['GET http://127.0.0.1:1/a', 'refused', 'base']],
  ])('%s: %s', async (line, error, words) => {
    const before = upstream.received.length;
    expectTold(await run(line), 1, error, words);
    expect(upstream.received).toHaveLength(before);
  });

  test('60 MB of answer are not read to their end', async () => {
    expectTold(await run('call api.yaml getHuge'), 1, 'UPSTREAM_TOO_LARGE', ['/huge', 'MB']);
    expect(sent).toBeLessThan(60_000_000);
  });
});

describe('what can be used is used', () => {
  test('an answer that is not JSON, though it says so, is shown as it came', async () => {
    const { code, stdout, stderr } = await run('call api.yaml getLie');
    expect(stdout).toContain('UPSTREAM_NOT_JSON');
    expect(stdout).toContain('<oops>');
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('a reference out of the folder costs what it stands for, and is told with its line', async () => {
    const listed = await run('tools api/outside.yaml');
    expect(listed.stdout).toContain('outside.yaml:9:11 warning REF_OUTSIDE_FOLDER: GET /a:');
    expect(listed.stdout).toContain('--ref-root');
    expect(listed.code).toBe(0);
    const request = await run('call api/outside.yaml getA q=1 --dry-run');
    expect(request.stdout).toContain(`GET ${upstream.url}/a?q=1`);
    expect(listed.stdout + listed.stderr + request.stdout + request.stderr).not.toContain('TOPSECRET');
  });
});
