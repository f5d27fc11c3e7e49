import { expect, test } from '@jest/globals';
import { tokensOfTool } from '../../src/catalog/tokens.ts';
import { chooseSurface, explainChoice } from '../../src/surface/choose.ts';
import { catalogOfOperations } from '../catalog/document.ts';

test('all tools are listed while they fit the budget, and found by a search beyond it', async () => {
  const { tools } = await catalogOfOperations({ 'GET /a': {}, 'GET /b': {}, 'GET /c': {} });
  const whole = tools.reduce((sum, tool) => sum + tokensOfTool(tool), 0);
  expect(chooseSurface(tools, whole)).toEqual({ kind: 'direct', measured: 3, tokens: whole });
  expect(chooseSurface(tools, whole - 1)).toEqual({ kind: 'discovery', measured: 3, tokens: whole });
  expect(chooseSurface(tools, 1)).toMatchObject({ kind: 'discovery', measured: 1 });
});

test('the choice is told with its figures', () => {
  expect(explainChoice({ kind: 'direct', measured: 20, tokens: 1234 }, 20, 8000)).toBe(
    'listing all 20 tools: 1,234 tokens of definitions, within the budget of 8,000',
  );
  expect(explainChoice({ kind: 'discovery', measured: 25, tokens: 8100 }, 1000, 8000)).toBe(
    'tools are found by search: 25 of 1,000 tools alone cost 8,100 tokens of definitions (about 324,000 in all), over the budget of 8,000',
  );
});
