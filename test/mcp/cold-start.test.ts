import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** A module hook that writes the address of everything loaded to stderr. */
const hook = `export async function load(url, context, next) { process._rawDebug('LOADED ' + url); return next(url, context); }`;
const register = `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});`;

/** What the built program has loaded from its own folder when it has answered, by the first part of the file's name. */
async function loadedFor(args: readonly string[], messages: readonly object[]): Promise<string[]> {
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(register)}`, 'dist/cli.js', ...args],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let loaded = '';
  let answers = '';
  child.stderr.on('data', (chunk: Buffer) => (loaded += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    answers += chunk.toString();
    if (answers.split('\n').length > messages.length) child.stdin.end();
  });
  for (const message of messages) child.stdin.write(`${JSON.stringify(message)}\n`);
  await new Promise((resolve) => child.once('close', resolve));
  expect(answers).not.toContain('"error"');
  return [...loaded.matchAll(/LOADED (file:\S+)/g)].map((match) =>
    basename(match[1]!)
      .replace(/-[A-Z0-9]{8}\.js$/, '')
      .replace(/\.js$/, ''),
  );
}

const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta } };
const call = {
  jsonrpc: '2.0',
  id: 2,
  method: 'tools/call',
  params: { name: 'listGenres', arguments: {}, _meta: meta },
};
const serve = ['serve', 'openapi/bookshop.yaml', '--base-url', 'http://127.0.0.1:9'];

describe('what serve loads over stdio', () => {
  test('until the first tools/list is answered: the protocol and the log, nothing else that is heavy', async () => {
    const loaded = await loadedFor(serve, [list]);
    expect(loaded).toEqual(expect.arrayContaining(['cli', 'stdio', 'winston']));
    expect(
      loaded.filter((name) =>
        ['undici', 'ajv', 'http', 'yaml', 'json-p3', 'jsonc-parser', 'demo', 'console'].includes(name),
      ),
    ).toEqual([]);
  });

  test('a call loads the validator and the client, which shows that the test would see them', async () => {
    const loaded = await loadedFor(serve, [list, call]);
    expect(loaded).toEqual(expect.arrayContaining(['undici', 'ajv']));
    expect(loaded).not.toContain('http');
  });
});
