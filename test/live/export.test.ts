import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { createBookshop } from '../../src/demo/bookshop-api.ts';
import { withDesktop } from '../demo/desktop.ts';
import { runCli } from '../support/cli.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'routewright-bundle-'));
const shop = createBookshop().listen(0, '127.0.0.1');
const mcpb = resolve('test/live/node_modules/@anthropic-ai/mcpb/dist/cli/cli.js');

interface Manifest {
  readonly server: { readonly mcp_config: { command: string; args: string[]; env: Record<string, string> } };
  readonly user_config: Record<string, { readonly sensitive: boolean }>;
}

beforeAll(async () => {
  if (!shop.listening) await once(shop, 'listening');
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  const closed = once(shop, 'close');
  shop.close();
  shop.closeAllConnections();
  await closed;
});

describe('a bundle for Claude Desktop', () => {
  const bundle = join(folder, 'shop.mcpb');
  const unpacked = join(folder, 'unpacked');

  test('passes the validation of the format itself', async () => {
    const baseUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/v1`;
    const made = await runCli([
      'export',
      'openapi/bookshop.yaml',
      '--format',
      'mcpb',
      '--output',
      bundle,
      '--base-url',
      baseUrl,
    ]);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    await run(process.execPath, [mcpb, 'unpack', bundle, unpacked]);
    const { stdout } = await run(process.execPath, [mcpb, 'validate', join(unpacked, 'manifest.json')]);
    expect(stdout).toContain('validation passes');
  });

  test('starts as Claude Desktop starts it, with what the user typed, and calls the API', async () => {
    const manifest = JSON.parse(readFileSync(join(unpacked, 'manifest.json'), 'utf8')) as Manifest;
    const typed: Record<string, string> = { shop_key: 'demo-shop-key', staff_token: 'demo-staff-token' };
    expect(Object.values(manifest.user_config).map(({ sensitive }) => sensitive)).toEqual([true, true]);
    const fill = (text: string): string =>
      text
        .replaceAll('${__dirname}', unpacked)
        .replace(/\$\{user_config\.(\w+)\}/g, (_, name: string) => typed[name] ?? `no ${name}`);
    const { args, env } = manifest.server.mcp_config;
    const entry = {
      command: process.execPath,
      args: args.map(fill),
      env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)])),
    };
    await withDesktop(entry, async (client) => {
      const shipped = await client.callTool({
        name: 'shipOrder',
        arguments: { orderId: 'or_1002', body: { carrier: 'PostNL', trackingNumber: '1' } },
      });
      expect(shipped.structuredContent).toMatchObject({ status: 'shipped' });
    });
  });
});

test('server.json follows the schema of the registry', async () => {
  // The package carries the schemas as the registry publishes them.
  await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, 'skillsaw==0.22.0']);
  const wheel = join(folder, 'skillsaw-0.22.0-py3-none-any.whl');
  const path = 'skillsaw/schemas/mcp_registry/v2025_12_11/server.schema.json';
  const read = `import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())`;
  const { stdout } = await run('python3', ['-c', read, wheel, path]);
  const validate = formats.default(new Ajv({ strict: false })).compile(JSON.parse(stdout) as object);

  const document = JSON.parse(readFileSync('openapi/samples/notes-3.0.json', 'utf8')) as object;
  const { default: express } = await import('express');
  const server = express()
    .get('/openapi.json', (_request, response) => void response.json(document))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.json`;
  const made = await runCli(['export', url, '--format', 'server-json', '--name', 'io.github.ann/notes']);
  server.close();
  expect(made.code).toBe(0);
  const json = JSON.parse(made.stdout) as {
    packages: { packageArguments: { value: string }[]; environmentVariables: object[] }[];
  };
  expect([validate(json), validate.errors]).toEqual([true, null]);
  expect(json.packages[0]!.packageArguments.map(({ value }) => value)).toEqual([
    'serve',
    url,
    '--credential',
    'Key=env:KEY',
  ]);
  expect(json.packages[0]!.environmentVariables).toMatchObject([{ name: 'KEY', isSecret: true }]);
  expect(validate({ ...json, description: '' })).toBe(false);
});
