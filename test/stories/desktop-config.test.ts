import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createBookshop } from '../../src/demo/bookshop-api.ts';
import { type DesktopConfig, type DesktopEntry, withDesktop } from '../demo/desktop.ts';

const config = JSON.parse(readFileSync('claude_desktop_config.example.json', 'utf8')) as DesktopConfig;
const shop = createBookshop().listen(0, '127.0.0.1');
const folder = mkdtempSync(join(tmpdir(), 'routewright-desktop-'));
const document = join(folder, 'openapi.json');

beforeAll(async () => {
  if (!shop.listening) await once(shop, 'listening');
  const sample = readFileSync('openapi/samples/notes-3.0.json', 'utf8');
  writeFileSync(document, sample.replaceAll('"Key"', '"ApiKeyAuth"'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  const closed = once(shop, 'close');
  shop.close();
  shop.closeAllConnections();
  await closed;
});

/** The entry with what a person would put in place of the example's paths, and this build in place of the published one. */
function fillIn({ command, args, env }: DesktopEntry): DesktopEntry {
  const isPublished = command === 'npx';
  expect(isPublished ? args.slice(0, 2) : [command]).toEqual(isPublished ? ['-y', 'routewright'] : ['node']);
  const rest = isPublished ? [resolve('dist/cli.js'), ...args.slice(2)] : args;
  const filled = rest.map((arg) =>
    arg
      .replace('/absolute/path/to/openapi.json', document)
      .replace('/absolute/path/to/routewright', resolve('.'))
      .replace('127.0.0.1:8809', `127.0.0.1:${(shop.address() as AddressInfo).port}`),
  );
  expect(filled.filter((arg) => arg.startsWith('/') && !existsSync(arg))).toEqual([]);
  return { command: process.execPath, args: filled, env };
}

test('the example holds an entry for the published program and one for a copy of the repository', () => {
  expect(Object.values(config.mcpServers).map(({ command }) => command)).toEqual(['npx', 'node']);
});

test.each(Object.keys(config.mcpServers))('%s starts as it is written and lists its tools', async (name) => {
  await withDesktop(fillIn(config.mcpServers[name]!), async (client, log) => {
    const { tools } = await client.listTools();
    expect(tools.length).toBeGreaterThan(3);
    expect(log()).not.toMatch(/CREDENTIAL_|SECRET_/);
  });
});

test('the bookshop takes the credentials of its entry', async () => {
  await withDesktop(fillIn(config.mcpServers['bookshop']!), async (client) => {
    const shipped = await client.callTool({
      name: 'shipOrder',
      arguments: { orderId: 'or_1002', body: { carrier: 'PostNL', trackingNumber: '1' } },
    });
    expect(shipped.structuredContent).toMatchObject({ status: 'shipped' });
    const deleted = await client.callTool({ name: 'deleteBook', arguments: { bookId: 'bk_001' } });
    expect([deleted.isError ?? false, deleted.content]).toEqual([
      false,
      [{ type: 'text', text: expect.stringContaining('204') }],
    ]);
  });
});
