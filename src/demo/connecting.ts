import { join } from 'node:path';
import type { Paint } from './print.ts';
import { shopSecrets, type Stage } from './stage.ts';

/** How to connect Claude to what runs here, to be copied as it is. */
export function formatConnecting(
  { folder, baseUrl, gateway, consoleUrl }: Pick<Stage, 'folder' | 'baseUrl' | 'gateway' | 'consoleUrl'>,
  paint: Paint,
): string {
  const entry = {
    command: process.execPath,
    args: [
      ...[join(folder, 'dist', 'cli.js'), 'serve', join(folder, 'openapi', 'bookshop.yaml'), '--base-url', baseUrl],
      ...['--credential', 'ShopKey=env:SHOP_KEY', '--credential', 'StaffToken=env:STAFF_TOKEN'],
    ],
    env: shopSecrets,
  };
  return [
    `All of it stays up. See these calls and make your own in a browser: ${paint('bold', consoleUrl)}`,
    '',
    'To have Claude use the bookshop:',
    '',
    paint('bold', 'Claude Code'),
    `  claude mcp add --transport http bookshop ${gateway.url}`,
    '',
    `${paint('bold', 'Claude Desktop')}: into claude_desktop_config.json, then restart it. It starts a gateway of its own in`,
    'front of this bookshop, which it reaches for as long as the demo runs.',
    JSON.stringify({ mcpServers: { bookshop: entry } }, null, 2).replaceAll(/^/gm, '  '),
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}
