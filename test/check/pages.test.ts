import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { rulePages } from '../../scripts/rule-pages.ts';
import { rules } from '../../src/check/rules.ts';

describe('docs/rules', () => {
  test('there is a page for each rule, and no other', () => {
    expect(readdirSync('docs/rules').sort()).toEqual([...rulePages().keys()].sort());
  });

  test.each([...rulePages()])('%s is what the source makes', (name, page) => {
    expect(readFileSync(`docs/rules/${name}`, 'utf8')).toBe(page); // else: `npm run docs`
  });

  test('each rule looks at something, and its code is its own', () => {
    expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
    const idle = rules.filter(({ check, read, kind }) => kind !== 'check' && kind !== 'document' && !check && !read);
    expect(idle).toEqual([]);
  });

  test('every file of src/check/rules is among the rules', () => {
    const source = readFileSync('src/check/rules.ts', 'utf8');
    expect(readdirSync('src/check/rules').filter((file) => !source.includes(`'./rules/${file}'`))).toEqual([]);
  });
});
