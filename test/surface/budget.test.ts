import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSearch } from '../../src/catalog/search/search.ts';
import { tokensOfTool } from '../../src/catalog/tokens.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { chooseSurface } from '../../src/surface/choose.ts';
import { createDirectSurface } from '../../src/surface/direct.ts';
import { createDiscoverySurface } from '../../src/surface/discovery/discovery.ts';
import type { Call, ToolDefinition } from '../../src/surface/surface.ts';
import { catalogOfOperations } from '../catalog/document.ts';

const refuse: Call = () => Promise.reject(new Error('not called'));

function costOf(definitions: readonly ToolDefinition[]): number {
  return definitions.reduce((sum, definition) => sum + tokensOfTool(definition), 0);
}

const words = fc.string({ unit: 'grapheme', maxLength: 400 });
const operations = fc.array(
  fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    summary: words,
    description: words,
    pin: fc.boolean(),
    parameters: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 10 }),
  }),
  { minLength: 1, maxLength: 30 },
);

test('whatever the API, discovery alone costs at most 1,200 tokens, and auto keeps within the budget', async () => {
  await fc.assert(
    fc.asyncProperty(
      operations,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1200, max: 9000 }),
      async (list, apis, budget) => {
        const described = Object.fromEntries(
          list.map(({ method, summary, description, pin, parameters }, index) => [
            `${method} /p${index}`,
            {
              summary,
              description,
              'x-routewright': { pin },
              parameters: parameters.map((name) => ({ name, in: 'query', description, schema: { type: 'string' } })),
            },
          ]),
        );
        const { tools, document } = await catalogOfOperations(described);
        // The operations of many APIs with names as long as they may be.
        const spread = tools.map((tool, index): Tool => ({ ...tool, api: `a${index % apis}`.padEnd(32, '_') }));
        const documents = new Map(spread.map(({ api }) => [api, document]));
        const parts = { call: refuse, search: createSearch(spread, documents), documents };
        const discovery = (room: number): number =>
          costOf(createDiscoverySurface(spread, { ...parts, budget: room }).tools);
        expect(discovery(0)).toBeLessThanOrEqual(1200);
        expect(discovery(budget)).toBeLessThanOrEqual(budget);
        if (chooseSurface(spread, budget).kind === 'direct')
          expect(costOf(createDirectSurface(spread, refuse).tools)).toBeLessThanOrEqual(budget);
      },
    ),
    { numRuns: 40 },
  );
});
