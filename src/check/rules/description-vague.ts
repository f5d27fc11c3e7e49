import { cleanText } from '../../catalog/describe.ts';
import { described } from '../described.ts';
import type { Rule } from '../rule.ts';
import { meaningOf, wordsOf } from '../words.ts';

const placeholders =
  /^(todo|tbd|fixme|n\/?a|none|null|test|string|description|summary|no description|no description (available|provided)\.?|add description|description of .{0,30} goes here|lorem ipsum.*)\.?$/i;
/** Words that add nothing to a name. */
const fillers = new Set([
  'a',
  'an',
  'the',
  'of',
  'for',
  'to',
  'by',
  'all',
  'this',
  'endpoint',
  'api',
  'method',
  'operation',
  'request',
  'v1',
  'v2',
]);

export const descriptionVague: Rule = {
  code: 'DESCRIPTION_VAGUE',
  kind: 'model',
  level: 'info',
  title: 'A description says no more than the name',
  why: 'Words that repeat the name cost tokens and do not help a model to choose between tools.',
  mend: 'Say what comes back, when to use it, and what it does not do.',
  example: {
    wrong: 'operationId: getOrder\nsummary: Get order',
    right: 'operationId: getOrder\nsummary: Get one order with its items, payments and where it is now.',
  },
  check: ({ tools }, report) => {
    for (const tool of tools) {
      const words = cleanText(described(tool));
      if (words === '') continue;
      const about = { tool: tool.listed.name };
      if (placeholders.test(words))
        report(
          tool.placeOf('description'),
          `The description of ${tool.listed.name} is a placeholder: “${words}”.`,
          about,
        );
      else if (saysNoMore(words, tool.listed.name))
        report(
          tool.placeOf('description'),
          `The description of ${tool.listed.name} only repeats its name: “${words}”.`,
          about,
        );
    }
  },
};

function saysNoMore(words: string, name: string): boolean {
  if (words.length > 80) return false;
  const known = new Set(meaningOf(name).split(' '));
  return wordsOf(words).every((word) => fillers.has(word) || known.has(meaningOf(word)));
}
