import { cleanText } from '../../catalog/describe.ts';
import type { Rule } from '../rule.ts';
import { described } from '../described.ts';

export const descriptionMissing: Rule = {
  code: 'DESCRIPTION_MISSING',
  kind: 'model',
  level: 'warning',
  title: 'A tool has no description',
  why: 'A model chooses a tool by its description; of this one it sees only a name and a path.',
  mend: 'Give the operation a `summary` that says what it does, or an overlay that does; `--fix` writes a first one.',
  example: {
    wrong: 'get:\n  operationId: getOrder',
    right: 'get:\n  operationId: getOrder\n  summary: Get one order with its items and payments.',
  },
  check: ({ tools }, report) => {
    for (const tool of tools)
      if (cleanText(described(tool)) === '')
        report(tool.placeOf('whole'), `${tool.listed.name} has neither a summary nor a description.`, {
          tool: tool.listed.name,
        });
  },
};
