import type { Rule } from '../rule.ts';
import { meaningOf } from '../words.ts';

export const namesSimilar: Rule = {
  code: 'NAMES_SIMILAR',
  kind: 'model',
  level: 'warning',
  title: 'Two tools have nearly the same name',
  why: 'Names that differ in a plural, a number or the order of their words are mistaken for each other.',
  mend: 'Name the difference: `getOrder` and `searchOrders` instead of `getOrder` and `getOrders`.',
  example: { wrong: 'operationId: getOrders   # beside getOrder', right: 'operationId: searchOrders' },
  check: ({ tools }, report) => {
    const known = new Map<string, string>();
    for (const { listed, placeOf } of tools) {
      const meaning = meaningOf(listed.name.replace(/\d+$/, ''));
      const other = known.get(meaning);
      if (other === undefined) known.set(meaning, listed.name);
      else
        report(placeOf('name'), `\`${listed.name}\` is nearly the name of another tool, \`${other}\`.`, {
          tool: listed.name,
        });
    }
  },
};
