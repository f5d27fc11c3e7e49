import { expect, test } from '@jest/globals';
import type { Tool } from '../../src/catalog/tool.ts';
import { createDirectSurface } from '../../src/surface/direct.ts';
import type { Call } from '../../src/surface/surface.ts';
import { catalogOfOperations } from '../catalog/document.ts';

async function makeSurface(
  call: Call,
): Promise<{ tools: readonly Tool[]; surface: ReturnType<typeof createDirectSurface> }> {
  const { tools } = await catalogOfOperations({ 'GET /a': { summary: 'Get a' }, 'DELETE /a': {} });
  return { tools, surface: createDirectSurface(tools, call) };
}

test('lists every tool with what a client is to see, and nothing else', async () => {
  const { surface } = await makeSurface(() => Promise.reject(new Error('not called')));
  expect(surface.tools).toEqual([
    {
      name: 'get_a',
      title: 'Get a',
      description: 'Get a.\nGET /a',
      inputSchema: { type: 'object', properties: {}, additionalProperties: false },
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    },
    expect.objectContaining({ name: 'delete_a', title: 'DELETE /a' }),
  ]);
});

test('hands a call on with its arguments and context', async () => {
  const calls: unknown[] = [];
  const { tools, surface } = await makeSurface((...all) => {
    calls.push(all);
    return Promise.resolve({ content: [{ type: 'text', text: 'done' }] });
  });
  const context = { signal: AbortSignal.timeout(1000) };
  expect(await surface.call('delete_a', { x: 1 }, context)).toEqual({ content: [{ type: 'text', text: 'done' }] });
  expect(calls).toEqual([[tools[1], { x: 1 }, context]]);
});

test.each(['none', 'GET_A', '__proto__', 'constructor', ''])('knows no tool %j', async (name) => {
  const { surface } = await makeSurface(() => Promise.reject(new Error('not called')));
  expect(await surface.call(name, {}, {})).toBeUndefined();
});
