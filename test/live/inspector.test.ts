import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { installPackages } from './support/install-packages.ts';

/** The Inspector of the protocol's authors, strict, on the tools of the documents that ship with the project. */

const version = '2.12.0';
const cache = resolve('node_modules/.cache/routewright-inspector');
const inspector = join(cache, 'node_modules/.bin/mcp-inspector');
// It needs Node 22.19, and the gateway is tested on 20 as well.
const node = join(cache, `node_modules/node-${process.platform}-${process.arch}/bin/node`);

beforeAll(async () => {
  if (existsSync(inspector) && existsSync(node)) return;
  const packages = [`@modelcontextprotocol/inspector@${version}`, `node-${process.platform}-${process.arch}@24`];
  const failure = await installPackages(cache, packages);
  if (!existsSync(inspector) || !existsSync(node)) throw new Error(`The Inspector could not be installed:\n${failure}`);
}, 300_000);

const documents = ['openapi/bookshop.yaml', ...readdirSync('openapi/samples').map((name) => `openapi/samples/${name}`)];

test.each(documents)('%s: no error, and of its warnings only that null stands beside a type', async (document) => {
  const server = [process.execPath, 'dist/cli.js', 'serve', document, '--surface', 'direct'];
  const flags = ['--cli', '--method', 'tools/list', '--strict', '--', ...server];
  const { code, stdout, stderr } = await new Promise<{ code: number; stdout: string; stderr: string }>((done) =>
    execFile(node, [inspector, ...flags], { maxBuffer: 50_000_000 }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, stdout: out, stderr: err }),
    ),
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect((JSON.parse(stdout) as { tools: unknown[] }).tools.length).toBeGreaterThan(5);
  // docs/decisions/0052-null-beside-a-type.md
  const issues = [...stderr.matchAll(/^ {2}Issue: (.*)$/gm)].map(([, issue]) => issue!);
  expect(issues.filter((issue) => !/^`type` is an array \(\["[a-z]+","null"\]\)/.test(issue))).toEqual([]);
  expect(stderr).not.toMatch(/[1-9]\d* errors?/);
});
