import type { Rule } from '../rule.ts';

/** Claude Code cuts at 4,096 characters; half of it leaves room for what comes before. */
const most = 2048;

export const clientDescriptionLength: Rule = {
  code: 'CLIENT_DESCRIPTION_LENGTH',
  kind: 'client',
  level: 'warning',
  title: 'A description is longer than clients show',
  why: 'Claude Code cuts descriptions at 4,096 characters, others earlier: what comes last is lost.',
  mend: 'Say what decides in the first sentence, and keep within 2,048 characters.',
  example: {
    wrong: 'description: <three pages of markdown>',
    right: 'description: Finds orders by customer and date.',
  },
  check: ({ tools }, report) => {
    for (const { listed, placeOf } of tools) {
      const length = listed.description?.length ?? 0;
      if (length > most)
        report(
          placeOf('description'),
          `The description of ${listed.name} has ${length} characters; Claude Code cuts at 4096.`,
          {
            tool: listed.name,
          },
        );
    }
  },
};
