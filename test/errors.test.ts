import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { errorIndex, errorPages } from '../scripts/error-pages.ts';
import { errorCodes } from '../src/base/error-codes.ts';
import { helpUrl } from '../src/check/help-url.ts';

describe('docs/errors', () => {
  test('there is a page for each code, and no other', () => {
    const pages = Object.keys(errorCodes).map((code) => `${code}.md`);
    expect(readdirSync('docs/errors').sort()).toEqual(pages.sort());
  });

  test.each([...errorPages()])('%s is what the source makes: cause, example and remedy', (name, page) => {
    expect(readFileSync(`docs/errors/${name}`, 'utf8')).toBe(page); // else: `npm run docs`
    expect(page).toMatch(/\*\*Cause\.\*\* \S[^]*\*\*Example\.\*\*[^]*```text\n\S[^]*\*\*Remedy\.\*\* \S/);
  });

  test('errors.md lists them', () => {
    expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorIndex());
  });

  test('what a finding links to is part of the package', () => {
    const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
    for (const code of Object.keys(errorCodes)) {
      const path = new URL(helpUrl(code)).pathname.replace('/routewright/', '');
      expect(files.some((folder) => path.startsWith(`${folder}/`))).toBe(true);
      readFileSync(path);
    }
  });
});
