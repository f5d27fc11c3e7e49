import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type DesktopEntry, withDesktop } from '../demo/desktop.ts';
import { runCli } from '../support/cli.ts';

const home = mkdtempSync(join(tmpdir(), 'routewright-home-'));
const env = { HOME: home, XDG_CONFIG_HOME: join(home, '.config') };
const files = {
  'claude-desktop': join(home, '.config/Claude/claude_desktop_config.json'),
  'claude-code': join(home, '.claude.json'),
  cursor: join(home, '.cursor/mcp.json'),
  vscode: join(home, '.config/Code/User/mcp.json'),
} as const;
type Name = keyof typeof files;

const document = resolve('openapi/samples/notes-3.0.json');
const flags = ['--credential', 'Key=env:NOTES_KEY', '--name', 'notes'];
const install = (client: Name, ...more: string[]) =>
  runCli(['install', client, 'openapi/samples/notes-3.0.json', ...flags, ...more], { env });
const read = (client: Name): Record<string, Record<string, DesktopEntry>> & { inputs?: { id: string }[] } =>
  JSON.parse(readFileSync(files[client], 'utf8')) as never;

beforeAll(() => mkdir(dirname(files.vscode), { recursive: true }));
afterAll(() => rm(home, { recursive: true }));

describe('install', () => {
  test.each([
    ['claude-desktop', undefined],
    ['claude-code', '${NOTES_KEY}'],
    ['cursor', '${env:NOTES_KEY}'],
    ['vscode', '${input:notes-notes-key}'],
  ] as const)('%s gets an entry that holds no secret: %s', async (client, reference) => {
    const { code, stdout } = await install(client);
    expect(code).toBe(0);
    const servers = read(client)[client === 'vscode' ? 'servers' : 'mcpServers']!;
    const { command, args, env: variables } = servers['notes']!;
    expect([command, ...args]).toEqual([
      process.execPath,
      resolve('dist/cli.js'),
      'serve',
      document,
      '--credential',
      'Key=env:NOTES_KEY',
    ]);
    expect(variables).toEqual(reference === undefined ? undefined : { NOTES_KEY: reference });
    expect(stdout).toContain(files[client]);
    expect(stdout).toContain('+');
    // Claude Desktop has no way to pass a variable on: that is said, with what to do.
    expect(/! .*NOTES_KEY.*file:PATH/.test(stdout)).toBe(reference === undefined);
  });

  test('VS Code asks for the value and hides it as it is typed', () => {
    expect(read('vscode').inputs).toEqual([
      { type: 'promptString', id: 'notes-notes-key', description: 'NOTES_KEY for notes', password: true },
    ]);
  });

  test('the entry starts as a client starts it, outside any shell', async () => {
    const entry = read('claude-desktop')['mcpServers']!['notes']!;
    await withDesktop({ ...entry, env: { NOTES_KEY: 'k' } }, async (client) => {
      expect((await client.listTools()).tools.length).toBeGreaterThan(3);
    });
  });

  test('what is in the file stays, its secrets are not shown, and a copy is kept', async () => {
    const before = '{\n\t// mine\n\t"mcpServers": {\n\t\t"other": { "env": { "TOKEN": "s3cr3t" } }, // keep\n\t},\n}\n';
    writeFileSync(files.cursor, before);
    const { stdout } = await install('cursor');
    expect(stdout).not.toContain('s3cr3t');
    const after = readFileSync(files.cursor, 'utf8');
    expect(after.startsWith(before.slice(0, before.indexOf('\n\t},')))).toBe(true);
    expect(after).toContain('"notes": {');
    expect(readFileSync(`${files.cursor}.before-routewright`, 'utf8')).toBe(before);

    const again = await install('cursor');
    expect(again.stdout).toContain('nothing changes');

    expect((await runCli(['uninstall', 'cursor', 'notes'], { env })).code).toBe(0);
    expect(readFileSync(files.cursor, 'utf8')).toBe(before);
  });

  test('uninstall takes the inputs of VS Code away with the entry, and no others', async () => {
    const file = read('vscode');
    writeFileSync(files.vscode, JSON.stringify({ ...file, inputs: [{ id: 'mine' }, ...file.inputs!] }));
    await runCli(['uninstall', 'vscode', 'notes'], { env });
    expect(read('vscode')).toEqual({ servers: {}, inputs: [{ id: 'mine' }] });
  });

  test('--print changes nothing', async () => {
    const before = readFileSync(files['claude-code'], 'utf8');
    const { stdout, code } = await install('claude-code', '--name', 'second', '--print');
    expect(code).toBe(0);
    expect(stdout).toContain('+     "second": {');
    expect(readFileSync(files['claude-code'], 'utf8')).toBe(before);
  });

  test('a file for the project', async () => {
    const folder = join(home, 'project');
    await mkdir(folder);
    const { code } = await runCli(['install', 'claude-code', document, ...flags, '--scope', 'project'], {
      env,
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(readFileSync(join(folder, '.mcp.json'), 'utf8')).toContain('"notes"');
  });
});

describe('what cannot be done is said', () => {
  test('a broken file is left alone', async () => {
    writeFileSync(files.cursor, '{\n  "mcpServers": {,}\n}');
    const { code, stderr } = await install('cursor');
    expect(code).toBe(2);
    expect(stderr).toContain(`error CLIENT_FILE_INVALID: ${files.cursor}:2:18`);
    expect(readFileSync(files.cursor, 'utf8')).toBe('{\n  "mcpServers": {,}\n}');
  });

  test.each([
    [['uninstall', 'claude-code', 'ntes'], /CLIENT_ENTRY_MISSING.*\n.*notes/],
    [['install', 'claude-desktop', document, '--scope', 'project'], /no file for a project/],
    [['install', 'claude-code', document, '--name', 'my notes'], /no name for an entry/],
    [['install', 'claude-code', '-'], /standard input/],
    [['install', 'emacs', document], /claude-desktop, claude-code, cursor, vscode/],
  ])('%j', async (args, message) => {
    const { code, stderr } = await runCli(args, { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
