import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { errorCodes } from '../src/base/error-codes.ts';
import { buildCatalog } from '../src/catalog/catalog.ts';
import { loadDocument } from '../src/spec/load.ts';
import { toDefinition } from '../src/surface/direct.ts';

/** The reviewed tools of the documents that ship with the project: a change of them is a change to look at. */
const catalogs = readdirSync('tools').filter((name) => name.endsWith('.tools.json'));
const documents = ['openapi', 'openapi/samples'].flatMap((folder) =>
  readdirSync(folder).map((name) => `${folder}/${name}`),
);

describe('tools/', () => {
  test('there is a catalog for each document', () => {
    expect(catalogs.map((name) => name.replace('.tools.json', '')).sort()).toEqual(
      documents.flatMap((path) => /([^/]+)\.(?:ya?ml|json)$/.exec(path)?.[1] ?? []).sort(),
    );
  });

  test.each(catalogs)('%s is what the document makes', async (name) => {
    const path = documents.find((document) => document.includes(`/${name.replace('.tools.json', '.')}`))!;
    const { tools } = buildCatalog(await loadDocument(path));
    const reviewed: unknown = JSON.parse(readFileSync(`tools/${name}`, 'utf8'));
    expect(JSON.parse(JSON.stringify(tools.map(toDefinition)))).toEqual(reviewed); // else: look at it, then `npm run docs`
  });
});

/** Every file of src/ but the tables of codes themselves. */
const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('-codes.ts'))
  .map((name) => readFileSync(`src/${name}`, 'utf8'))
  .join('\n');

test('every error code is one that something tells', () => {
  expect(Object.keys(errorCodes).filter((code) => !new RegExp(`\\b${code}\\b`).test(source))).toEqual([]);
});
