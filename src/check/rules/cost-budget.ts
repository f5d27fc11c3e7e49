import type { Rule } from '../rule.ts';
import { tokensOfTool } from '../tokens.ts';
import { listSome } from '../words.ts';

export const costBudget: Rule = {
  code: 'COST_BUDGET',
  kind: 'cost',
  level: 'error',
  title: 'The tools cost more than the budget',
  why: 'The budget was set so that the list leaves room for the work.',
  mend: 'Leave tools out, shorten the dearest, or raise `--budget` (`check.budget`) on purpose.',
  example: {
    wrong: 'check: { budget: 4000 }   # and tools of 5,200 tokens',
    right: 'exclude: [operation:exportEverything]',
  },
  check: ({ listed, whole, budget }, report) => {
    const costs = listed.map((tool) => ({ name: tool.name, tokens: tokensOfTool(tool) }));
    const tokens = costs.reduce((sum, cost) => sum + cost.tokens, 0);
    if (budget === undefined || tokens <= budget) return;
    const dearest = costs
      .sort((one, other) => other.tokens - one.tokens)
      .map((cost) => `${cost.name} (${cost.tokens})`);
    report(
      whole,
      `The ${listed.length} tools listed cost about ${tokens.toLocaleString('en')} tokens; the budget is ${budget.toLocaleString('en')}. The dearest: ${listSome(dearest, 5)}.`,
    );
  },
};
