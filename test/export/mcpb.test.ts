import { expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { buildMcpb } from '../../src/export/mcpb.ts';

const about = {
  slug: 'shop',
  title: 'Shop',
  description: 'A shop.',
  version: '1.2.3',
  author: 'Ann',
  license: undefined,
  homepage: undefined,
};
const value = {
  scheme: 'Key',
  part: undefined,
  variable: 'SHOP_KEY',
  title: 'Key',
  description: 'A key.',
  isRequired: true,
};
const build = () =>
  buildMcpb({
    about,
    parcel: { files: { 'routewright.config.json': '{}' }, values: [value] },
    tools: [],
    program: { 'cli.js': new Uint8Array([1]) },
  });

test('equal inputs make equal bytes', async () => {
  expect(Buffer.from(await build()).equals(Buffer.from(await build()))).toBe(true);
});

test('each secret is asked for, kept out of sight, and handed on as a variable', async () => {
  const files = unzipSync(await build());
  expect(Object.keys(files).sort()).toEqual(['manifest.json', 'routewright.config.json', 'server/cli.js']);
  const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString()) as Record<string, never>;
  expect(manifest).toMatchObject({
    server: { mcp_config: { env: { SHOP_KEY: '${user_config.shop_key}' } } },
    user_config: { shop_key: { type: 'string', title: 'Key', description: 'A key.', sensitive: true, required: true } },
  });
});
