import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanText, cutText } from '../../src/catalog/describe.ts';
import { toolOf } from './document.ts';

const lines = async (operation: object, id = 'GET /pets'): Promise<string[]> => {
  const schemas = { Pet: { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } } };
  return (await toolOf({ ...operation }, { components: { schemas } }, '3.1', id)).description.split('\n');
};
const json = (schema: object): object => ({ description: 'Fine', content: { 'application/json': { schema } } });
const pet = { $ref: '#/components/schemas/Pet' };

describe('description', () => {
  test('what, method and path, returns, the rest', async () =>
    expect(
      await lines({
        summary: 'List pets',
        description: 'List pets. They are sorted.\nBy name.',
        responses: { 200: json({ type: 'array', items: pet }) },
      }),
    ).toEqual([
      'List pets.',
      'GET /pets',
      'Returns 200: array of object with id, name.',
      'They are sorted.',
      'By name.',
    ]));

  test.each([
    [
      'only a description',
      { description: 'Lists pets, e.g. dogs. All of them.' },
      ['Lists pets, e.g. dogs.', 'GET /pets', 'All of them.'],
    ],
    ['nothing', {}, ['GET /pets']],
    ['deprecated', { summary: 'List', deprecated: true }, ['DEPRECATED. List.', 'GET /pets']],
    ['deprecated and nothing', { deprecated: true }, ['DEPRECATED. GET /pets']],
    [
      'markup',
      { summary: '<p>List <code>pets</code></p>', description: '<!-- x --> See [docs](https://x.y) &amp; <petId>.' },
      ['List pets.', 'GET /pets', 'See docs & <petId>.'],
    ],
    [
      'curation',
      { summary: 'List', description: 'Long.', 'x-routewright': { description: 'Finds pets. By name.' } },
      ['Finds pets.', 'GET /pets', 'By name.'],
    ],
  ])('%s', async (_, operation, want) => expect(await lines(operation)).toEqual(want));

  test.each([
    ['several', { 201: json(pet), 202: { description: 'Later.' } }, '201: object with id, name; 202: Later'],
    ['default where there is no success', { default: json(pet), 404: json(pet) }, 'default: object with id, name'],
    ['success before default', { default: json(pet), 204: { description: 'Gone' } }, '204: Gone'],
    ['a range', { '2XX': { description: '' } }, '2XX'],
    ['an alternative', { 200: json({ oneOf: [pet, { type: 'string' }] }) }, '200: object with id, name'],
    [
      'a file',
      { 200: { description: 'It', content: { 'image/png': { schema: { type: 'string', format: 'binary' } } } } },
      '200: image/png',
    ],
    [
      'many fields',
      { 200: json({ properties: Object.fromEntries(Array.from('abcdefghij', (name) => [name, {}])) }) },
      '200: object with a, b, c, d, e, f, g, h, …',
    ],
    ['a broken reference', { 200: json({ $ref: '#/nowhere' }) }, '200: application/json'],
  ])('returns %s', async (_, responses, want) =>
    expect(await lines({ responses })).toEqual(['GET /pets', `Returns ${want}.`]),
  );

  test('is never longer than 2,048 characters, and keeps method and path', async () => {
    const long = 'Wörter 🎉 '.repeat(900);
    for (const operation of [
      { summary: long },
      { description: long },
      { summary: long, description: long, deprecated: true, responses: { 200: { description: long } } },
      { 'x-mcp': { description: long } },
    ]) {
      const { description, title } = await toolOf(operation, {}, '3.1', `GET /${'a'.repeat(1500)}`);
      expect(description.length).toBeLessThanOrEqual(2048);
      expect(description).toContain('GET /aaa');
      expect(description.isWellFormed()).toBe(true);
      expect(title.length).toBeLessThanOrEqual(100);
    }
  });
});

test.each([
  [undefined, ''],
  ['  a  b ', 'a b'],
  ['a\r\n\r\n\r\n\r\nb', 'a\n\nb'],
  ['<ul><li>a</li><li>b</li></ul>', 'a\nb'],
  ['a < b and c > d', 'a < b and c > d'],
  ['Bearer <token> of List<String>', 'Bearer <token> of List<String>'],
  ['&lt;b&gt; &#39;x&#39; &unknown;', "<b> 'x' &unknown;"],
  ['a <!-- never ends', 'a'],
  ['half \ud83d', 'half \ufffd'],
])('%j is cleaned to %j', (text, want) => expect(cleanText(text)).toBe(want));

test('cleaning hostile text takes no time', () => {
  const start = performance.now();
  for (const piece of ['<!--', '<a ', '[', '[x](', '&amp', ' \n', '</']) cleanText(piece.repeat(20_000));
  expect(performance.now() - start).toBeLessThan(2000);
});

test('cut text is short enough, well-formed and a beginning', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 100 }), (text, length) => {
      const cut = cutText(text, length);
      expect(cut.length).toBeLessThanOrEqual(length);
      expect(cut.isWellFormed()).toBe(true);
      expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
    }),
  ));
