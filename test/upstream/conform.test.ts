import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ToolResult } from '../../src/catalog/tool-result.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { conformResult, driftMeta } from '../../src/upstream/conform.ts';
import { catalogOfOperations } from '../catalog/document.ts';

let tool: Tool;

beforeAll(async () => {
  const schema = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
  const responses = { 200: { description: 'OK', content: { 'application/json': { schema } } } };
  const { tools } = await catalogOfOperations({ 'GET /x': { responses } }, { outputSchemas: true });
  tool = tools[0]!;
});

function jsonResult(value: object): ToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: value as never };
}

describe('a result of a tool with an output schema', () => {
  test('that follows it stays as it is', async () => {
    expect(await conformResult(tool, jsonResult({ id: 1 }), {})).toEqual(jsonResult({ id: 1 }));
  });

  test('that does not is told with its path', async () => {
    const { structuredContent, _meta } = await conformResult(tool, jsonResult({ id: '1' }), {});
    const reason = 'id: expected an integer; got the string "1".';
    expect(structuredContent).toEqual({ unexpected: { id: '1' }, reason });
    expect(_meta).toEqual({ [driftMeta]: reason });
  });

  test('that is a selection is no drift of the API', async () => {
    const selected = await conformResult(tool, jsonResult(['a']), { select: 'names' });
    expect(selected.structuredContent).toMatchObject({ unexpected: ['a'] });
    expect(selected._meta).toBeUndefined();
  });

  test('that is an error has no structure', async () => {
    const failed: ToolResult = { content: [{ type: 'text', text: 'HTTP 500' }], isError: true };
    expect(await conformResult(tool, failed, {})).toBe(failed);
  });

  test('of a tool without one is left alone', async () => {
    const result = jsonResult({ id: '1' });
    expect(await conformResult({ ...tool, outputSchema: undefined }, result, {})).toBe(result);
  });
});
