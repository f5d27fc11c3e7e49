import type { Rule } from '../rule.ts';
import { tokensOfTool } from '../tokens.ts';

/** A tenth of a context of 200,000 tokens: where Claude Code begins to defer tools. */
const most = 20_000;

export const costSurface: Rule = {
  code: 'COST_SURFACE',
  kind: 'cost',
  level: 'warning',
  title: 'The tools together cost very much context',
  why: 'The list is part of each request: beyond a tenth of the context it crowds out the work, and a model chooses worse from many.',
  mend: 'Choose operations with `include` and `exclude`, or let `surface: auto` hide them behind a search. Set a bound of your own with `--budget`.',
  example: { wrong: 'surface: direct   # of 900 operations', right: 'include: [tag:orders, tag:customers]' },
  check: ({ listed, whole, budget }, report) => {
    const tokens = listed.reduce((sum, tool) => sum + tokensOfTool(tool), 0);
    if (budget === undefined && tokens > most)
      report(
        whole,
        `The ${listed.length} tools listed cost about ${tokens.toLocaleString('en')} tokens in each request.`,
      );
  },
};
