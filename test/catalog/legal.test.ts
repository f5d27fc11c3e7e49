import { describe, expect, test } from '@jest/globals';
import { buildCatalog } from '../../src/catalog/catalog.ts';
import { loadDocument } from '../../src/spec/load.ts';
import { hasCorpus, listBundled, listCorpus } from '../bench/documents.ts';
import { findIllegal } from '../bench/legal.ts';
import { catalogOfOperations } from './document.ts';

/** Small ones with odd traits: circles, broken references, several files, every version. `npm run corpus` has all. */
const words = [
  'circular',
  'broken',
  'petstore',
  'body-complex',
  'media_types',
  'sample',
  'cafe',
  'notion',
  'paypal',
  'train-travel',
  'url-refs',
  'anchor',
  'dynamicRef',
  'shipping',
  'figma',
  'navigator',
];
const corpus = listCorpus().filter(({ id }) => words.some((word) => id.includes(word)));

describe('no client would refuse a tool of', () => {
  test.each(listBundled())('$id', async ({ file }) => {
    const catalog = buildCatalog(await loadDocument(file));
    expect(catalog.tools.length).toBeGreaterThan(0);
    expect(catalog.leftOut).toEqual([]);
    expect(catalog.diagnostics).toEqual([]);
    expect(findIllegal(catalog.tools)).toEqual([]);
  });

  (hasCorpus ? test.each(corpus) : test.skip.each([{ id: 'the corpus', file: '', operations: 0 }]))(
    '$id',
    async ({ file, operations }) => {
      const { tools } = buildCatalog(await loadDocument(file));
      expect(tools).toHaveLength(operations!);
      expect(findIllegal(tools)).toEqual([]);
    },
  );
});

test('the judge knows an illegal tool', async () => {
  const { tools } = await catalogOfOperations({ 'GET /a': { operationId: 'a' } });
  const inputSchema = {
    type: 'object',
    properties: { 'a.b': { type: 'x' }, c: { $ref: '#/$defs/None' } },
    required: ['d'],
    oneOf: [],
  };
  const bad = {
    ...tools[0]!,
    name: 'A-_',
    title: '',
    description: '',
    inputSchema,
  } as unknown as (typeof tools)[number];
  const problems = findIllegal([tools[0]!, bad, { ...bad, name: 'a_' }]).map((line) =>
    line.slice(line.indexOf(': ') + 2),
  );
  for (const problem of [
    'the name has illegal characters',
    'the name is the same as a',
    'no title',
    'no description',
    'oneOf at the root',
    'illegal property a.b',
    'd is required but unknown',
    '$ref #/$defs/None',
  ])
    expect(problems).toContain(problem);
  expect(problems.some((problem) => problem.startsWith('it does not compile'))).toBe(true);
});
