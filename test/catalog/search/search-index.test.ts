import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SearchEntry } from '../../../src/catalog/search/entry.ts';
import { createSearchIndex } from '../../../src/catalog/search/search-index.ts';
import { stem } from '../../../src/catalog/search/stem.ts';
import { splitWords } from '../../../src/catalog/search/words.ts';

function entry(id: string, summary: string, more: Partial<SearchEntry> = {}): SearchEntry {
  const [method = 'GET', path = ''] = id.split(' ');
  return {
    name: '',
    api: 'api',
    method,
    path,
    tags: [],
    summary,
    description: '',
    arguments: [],
    argumentWords: [],
    ...more,
  };
}

const entries = [
  entry('GET /repos/{repo}/pulls', 'List pull requests'),
  entry('GET /repos/{repo}/commits/{sha}/pulls', 'List pull requests associated with a commit'),
  entry('POST /repos/{repo}/pulls', 'Create a pull request'),
  entry('DELETE /repos/{repo}', 'Delete a repository'),
  entry('GET /repos/{repo}', 'Get a repository'),
  entry('GET /invoices', 'List invoices', { tags: ['billing'] }),
  entry('POST /hooks', 'Create a webhook', { arguments: ['callback_url'] }),
  entry('GET /hooks/old', 'List webhooks', { deprecated: true }),
  entry('GET /hooks', 'List webhooks'),
  entry('GET /users/{id}/avatar', 'Get the avatar of a user'),
  entry('POST /users/{id}/avatar', 'Set the avatar of a user'),
];
const index = createSearchIndex(entries, (of) => of);

function first(question: string): string {
  const { method, path } = index.search(question)[0]!.item;
  return `${method} ${path}`;
}

describe('the first hit', () => {
  test.each([
    ['list pull requests', 'GET /repos/{repo}/pulls', 'the words of the summary'],
    ['pull request', 'GET /repos/{repo}/pulls', 'nothing is said of a commit'],
    ['open a merge request', 'POST /repos/{repo}/pulls', 'a phrase for another'],
    ['new PR', 'POST /repos/{repo}/pulls', 'an abbreviation'],
    ['get rid of a repo', 'DELETE /repos/{repo}', 'the verb against the method'],
    ['show me the bills', 'GET /invoices', 'a synonym'],
    ['list web hooks', 'GET /hooks', 'two words for one, and nothing that is deprecated'],
    ['make a webhok', 'POST /hooks', 'a letter that is missing'],
    ['profile picture of a person', 'GET /users/{id}/avatar', 'synonyms, no verb'],
    ['upload a profile picture', 'POST /users/{id}/avatar', 'synonyms, and the verb against the method'],
    ['CALLBACK-URL', 'POST /hooks', 'the name of an argument'],
  ])('of "%s" is %s: %s, %s', (question, expected) => {
    expect(first(question)).toBe(expected);
  });

  test('filters are asked before hits are counted', () => {
    const hits = index.search('pull request', { limit: 1, accepts: ({ method }) => method === 'POST' });
    expect(hits.map(({ item }) => item.summary)).toEqual(['Create a pull request']);
  });

  test.each(['', 'the of and', '!?', 'zzzzzz'])('nothing is found for "%s"', (question) => {
    expect(index.search(question)).toEqual([]);
  });
});

test('whatever is asked, hits are distinct, in order, and no more than wanted', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 5 }), (question, limit) => {
      const hits = index.search(`${question} list`, { limit });
      expect(hits.length).toBeLessThanOrEqual(limit);
      expect(new Set(hits.map(({ item }) => item)).size).toBe(hits.length);
      expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((one, other) => other - one));
    }),
  );
});

test.each([
  ['listPullRequests', 'list pull requests'],
  ['list_pull-requests', 'list pull requests'],
  ['/repos/{repo_id}/HTTPHeaders', 'repos repo id http headers'],
  ['getURLs for IPv4', 'get urls for ipv4'],
  ["the user's café", 'the user cafe'],
  ['получить счёт', 'получить счет'],
  ['取得', '取得'],
])('%s has the words %s', (text, expected) => {
  expect(splitWords(text).join(' ')).toBe(expected);
});

// The examples of M. F. Porter, "An algorithm for suffix stripping" (1980).
test.each([
  ['caresses', 'caress'],
  ['ponies', 'poni'],
  ['cats', 'cat'],
  ['agreed', 'agre'],
  ['plastered', 'plaster'],
  ['motoring', 'motor'],
  ['conflated', 'conflat'],
  ['hopping', 'hop'],
  ['falling', 'fall'],
  ['filing', 'file'],
  ['happy', 'happi'],
  ['relational', 'relat'],
  ['digitizer', 'digit'],
  ['vietnamization', 'vietnam'],
  ['operator', 'oper'],
  ['formalize', 'formal'],
  ['hopefulness', 'hope'],
  ['goodness', 'good'],
  ['adjustment', 'adjust'],
  ['adoption', 'adopt'],
  ['probate', 'probat'],
  ['rate', 'rate'],
  ['controlling', 'control'],
  ['sky', 'sky'],
])('%s has the stem %s', (word, expected) => {
  expect(stem(word)).toBe(expected);
});
