import { expect, test } from '@jest/globals';
import type { ToolResult } from '../../src/catalog/tool-result.ts';
import { callTool } from '../../src/surface/call-tool.ts';
import { createDirectSurface } from '../../src/surface/direct.ts';
import { catalogOfOperations } from '../catalog/document.ts';

async function start(result: ToolResult = { content: [{ type: 'text', text: 'done' }] }) {
  const { tools } = await catalogOfOperations({ 'GET /books': { operationId: 'listBooks' } });
  const calls: unknown[] = [];
  const surface = createDirectSurface(tools, (_tool, args) => {
    calls.push(args);
    return Promise.resolve(result);
  });
  return { surface, calls };
}

test.each<[string, unknown, unknown]>([
  ['JSON in a text', '{"page":2}', { page: 2 }],
  ['parsed JSON', { page: 2 }, { page: 2 }],
  ['nothing', undefined, {}],
  ['an empty text', '', {}],
])('arguments as %s', async (_name, written, expected) => {
  const { surface, calls } = await start();
  expect(await callTool(surface, { name: 'listBooks', arguments: written })).toEqual({
    text: 'done',
    isError: false,
    content: [{ type: 'text', text: 'done' }],
  });
  expect(calls).toEqual([expected]);
});

test('large numbers keep their digits', async () => {
  const { surface, calls } = await start();
  await callTool(surface, { name: 'listBooks', arguments: '{"after":9007199254740993}' });
  expect(String((calls[0] as { after: unknown }).after)).toBe('9007199254740993');
});

test('the namespace that some models write before a name', async () => {
  const { surface, calls } = await start();
  await callTool(surface, { name: 'functions.listBooks', arguments: '{}' });
  expect(calls).toHaveLength(1);
});

test.each([
  ['{"page":', /^ARGUMENTS_INVALID: The arguments of listBooks are no JSON object: /],
  ['[1]', /^ARGUMENTS_INVALID: .*no JSON object/],
])('%s is an answer for the model, and no call', async (written, words) => {
  const { surface, calls } = await start();
  const { text, isError } = await callTool(surface, { name: 'listBooks', arguments: written });
  expect([isError, calls]).toEqual([true, []]);
  expect(text).toMatch(words);
});

test('an unknown tool is told with the nearest one', async () => {
  const { surface } = await start();
  const { text, isError } = await callTool(surface, { name: 'listBook', arguments: '{}' });
  expect([text, isError]).toEqual(['TOOL_UNKNOWN: There is no tool listBook\nDid you mean listBooks?', true]);
});

test('what is no text is told in words, and kept beside them', async () => {
  const image = { type: 'image', mimeType: 'image/png', data: 'aGk=' } as const;
  const { surface } = await start({ content: [{ type: 'text', text: 'A cover:' }, image] });
  const { text, content } = await callTool(surface, { name: 'listBooks' });
  expect([text, content[1]]).toEqual(['A cover:\n[image/png, 4 characters of base64]', image]);
});
