import type { Rule } from '../rule.ts';
import { tokensOfTool } from '../tokens.ts';

/** A tool of a hundred would cost a tenth of this each to stay within what Claude Code lists without deferring. */
const most = 2000;

export const costTool: Rule = {
  code: 'COST_TOOL',
  kind: 'cost',
  level: 'warning',
  title: 'One tool costs very much context',
  why: 'Each request carries the definition again; a schema of thousands of tokens leaves less room for the work, and models lose the thread in it.',
  mend: 'Lower `limits.toolBytes`, hide fields with an overlay, or leave the tool out.',
  example: { wrong: 'limits: { toolBytes: 64kB }', right: 'limits: { toolBytes: 8kB }' },
  check: ({ tools }, report) => {
    for (const { listed, placeOf } of tools) {
      const tokens = tokensOfTool(listed);
      if (tokens > most)
        report(placeOf('whole'), `${listed.name} costs about ${tokens.toLocaleString('en')} tokens.`, {
          tool: listed.name,
        });
    }
  },
};
