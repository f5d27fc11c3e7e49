import { cleanText } from '../../catalog/describe.ts';
import { described } from '../described.ts';
import type { Rule } from '../rule.ts';

export const toolsAmbiguous: Rule = {
  code: 'TOOLS_AMBIGUOUS',
  kind: 'model',
  level: 'warning',
  title: 'Two tools have the same description',
  why: 'A model cannot tell which of them is meant, and takes either.',
  mend: 'Say in each what sets it apart from the other, or leave one out.',
  example: {
    wrong: '/orders:        { get: { summary: Get orders } }\n/v2/orders:     { get: { summary: Get orders } }',
    right:
      '/orders:        { get: { summary: "Get orders, the old way: 100 at most", x-routewright: false } }\n/v2/orders:     { get: { summary: Get orders page by page } }',
  },
  check: ({ tools }, report) => {
    const known = new Map<string, string>();
    for (const tool of tools) {
      const words = cleanText(described(tool)).toLowerCase();
      if (words === '') continue;
      const other = known.get(words);
      if (other === undefined) known.set(words, tool.listed.name);
      else
        report(tool.placeOf('description'), `\`${tool.listed.name}\` is described in the same words as \`${other}\`.`, {
          tool: tool.listed.name,
        });
    }
  },
};
