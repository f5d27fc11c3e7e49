import { describe, expect, test } from '@jest/globals';
import { type ClientName, clients, type Scope, type World } from '../../src/clients/client.ts';
import { buildEntry, programOf } from '../../src/clients/entry.ts';

const mac: World = { platform: 'darwin', home: '/Users/ann', cwd: '/work', env: {} };
const windows: World = {
  platform: 'win32',
  home: 'C:\\Users\\ann',
  cwd: 'D:\\work',
  env: { APPDATA: 'C:\\Users\\ann\\AppData\\Roaming' },
};
const linux: World = { platform: 'linux', home: '/home/ann', cwd: '/work', env: {} };

describe('where each client keeps its servers, as its documentation says', () => {
  test.each<[ClientName, Scope, World, string]>([
    ['claude-desktop', 'user', mac, '/Users/ann/Library/Application Support/Claude/claude_desktop_config.json'],
    ['claude-desktop', 'user', windows, 'C:\\Users\\ann\\AppData\\Roaming\\Claude\\claude_desktop_config.json'],
    ['claude-desktop', 'user', linux, '/home/ann/.config/Claude/claude_desktop_config.json'],
    ['claude-code', 'user', mac, '/Users/ann/.claude.json'],
    ['claude-code', 'user', { ...linux, env: { CLAUDE_CONFIG_DIR: '/etc/claude' } }, '/etc/claude/.claude.json'],
    ['claude-code', 'project', windows, 'D:\\work\\.mcp.json'],
    ['cursor', 'user', windows, 'C:\\Users\\ann\\.cursor\\mcp.json'],
    ['cursor', 'project', linux, '/work/.cursor/mcp.json'],
    ['vscode', 'user', mac, '/Users/ann/Library/Application Support/Code/User/mcp.json'],
    ['vscode', 'user', { ...windows, env: {} }, 'C:\\Users\\ann\\AppData\\Roaming\\Code\\User\\mcp.json'],
    ['vscode', 'user', { ...linux, env: { XDG_CONFIG_HOME: '/x' } }, '/x/Code/User/mcp.json'],
    ['vscode', 'project', linux, '/work/.vscode/mcp.json'],
  ])('%s for the %s: %o', (name, scope, world, path) => {
    expect(clients[name].fileFor(scope, world)).toBe(path);
  });
});

describe('how the program is started again', () => {
  const world = { execPath: '/usr/bin/node', platform: 'linux', path: '/usr/bin:/usr/local/bin' } as const;
  test.each([
    [
      'a copy of the repository, by Node and its path',
      '/src/routewright/dist/cli.js',
      world,
      ['/usr/bin/node', '/src/routewright/dist/cli.js'],
    ],
    [
      'run by npx, by npx',
      '/home/ann/.npm/_npx/1a2b/node_modules/routewright/dist/cli.js',
      world,
      ['npx', '-y', 'routewright'],
    ],
    ['installed for all, by npx', '/usr/local/bin/routewright', world, ['npx', '-y', 'routewright']],
    [
      'on Windows npx needs a shell',
      'C:\\npm\\_npx\\1a\\node_modules\\routewright\\dist\\cli.js',
      { ...world, platform: 'win32' as const },
      ['cmd', '/c', 'npx', '-y', 'routewright'],
    ],
  ])('%s', (_name, script, from, program) => {
    expect(programOf(script, from)).toEqual(program);
  });
});

test('a variable that a client cannot pass on is told', () => {
  const options = { name: 'shop', program: ['npx', 'routewright'] as const, args: ['a.yaml'], variables: ['SHOP_KEY'] };
  expect(buildEntry(clients['claude-desktop'], options)).toEqual({
    entry: { command: 'npx', args: ['routewright', 'serve', 'a.yaml'] },
    inputs: [],
    unreachable: ['SHOP_KEY'],
  });
});
