import type { Rule } from '../rule.ts';

export const tagsMissing: Rule = {
  code: 'TAGS_MISSING',
  kind: 'model',
  level: 'info',
  title: 'An operation has no tags',
  why: 'Tags group the tools where a model searches them, and `include: [tag:…]` selects by them.',
  mend: 'Give it the tag of what it acts on; `--fix` takes it from the path.',
  example: { wrong: 'get: { operationId: listPets }', right: 'get: { operationId: listPets, tags: [pets] }' },
  check: ({ tools }, report) => {
    for (const { made, listed, placeOf } of tools)
      if (made?.operation.tags.length === 0)
        report(placeOf('whole'), `${listed.name} has no tags.`, { tool: listed.name });
  },
};
