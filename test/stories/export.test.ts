import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runCli } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'routewright-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const document = resolve('openapi/bookshop.yaml');
const exported = async (format: string): Promise<{ json: never; stderr: string }> => {
  const { code, stdout, stderr } = await runCli(['export', document, '--format', format]);
  expect(code).toBe(0);
  return { json: JSON.parse(stdout) as never, stderr };
};
const reviewed = JSON.parse(readFileSync('tools/bookshop.tools.json', 'utf8')) as { name: string }[];
const names = reviewed.map(({ name }) => name);

describe('tools for other worlds', () => {
  test('the Messages API', async () => {
    const { json } = await exported('anthropic');
    const tools = json as { name: string; input_schema: { type: string } }[];
    expect(tools.map(({ name }) => name)).toEqual(names);
    expect(Object.keys(tools[0]!)).toEqual(['name', 'description', 'input_schema']);
  });

  test('Chat Completions and the Responses API hold the same functions', async () => {
    const chat = (await exported('openai')).json as { type: string; function: { name: string; strict: boolean } }[];
    const { json, stderr } = await exported('openai-responses');
    const responses = json as { type: string; name: string; strict: boolean }[];
    expect(responses.map(({ type, ...rest }) => ({ type, function: rest }))).toEqual(chat);
    expect(chat.map(({ function: { name } }) => name)).toEqual(names);
    // Whatever is not strict is told with its reason, and nothing else.
    const loose = responses.filter(({ strict }) => !strict).map(({ name }) => name);
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => /^(\w+) is not strict: .+: .+/.exec(line)?.[1]),
    ).toEqual(loose);
    expect(loose.length).toBeLessThan(names.length / 4);
  });

  test('tools/list', async () => {
    expect(Object.keys((await exported('mcp')).json)).toEqual(['tools']);
  });
});

test.each([
  [['export', document, '--format', 'server-json'], /on this machine.*\n.*mcpb/],
  [['export', document, '--format', 'mcbp'], /Allowed choices are mcp,/],
])('what cannot be done is said: %j', async (args, message) => {
  const { code, stderr } = await runCli(args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});

test('a bundle for Claude Desktop says what it will ask for', async () => {
  const file = join(folder, 'shop.mcpb');
  const { code, stdout } = await runCli(['export', document, '--format', 'mcpb', '--output', file]);
  expect(code).toBe(0);
  expect(stdout).toContain(file);
  expect(stdout).toMatch(/22 tools; it asks for ShopKey \(optional\), StaffToken \(optional\)/);
  expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
});
