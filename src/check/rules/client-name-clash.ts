import type { Rule } from '../rule.ts';

export const clientNameClash: Rule = {
  code: 'CLIENT_NAME_CLASH',
  kind: 'client',
  level: 'error',
  title: 'Two tools have one name to a client',
  why: 'Claude Code writes `.`, `/` and spaces as underscores, and some clients ignore case: of two names that then are one, only one tool can be called.',
  mend: 'Give one of them another name.',
  example: { wrong: 'name: pets.list   # and pets_list', right: 'name: listPets' },
  check: ({ tools }, report) => {
    const owners = new Map<string, string>();
    for (const { listed, placeOf } of tools) {
      const folded = listed.name.toLowerCase().replace(/[./ -]/g, '_');
      const owner = owners.get(folded);
      if (owner === undefined) owners.set(folded, listed.name);
      else
        report(
          placeOf('name'),
          owner === listed.name
            ? `There are two tools called \`${owner}\`.`
            : `The tools \`${owner}\` and \`${listed.name}\` have one name where case and punctuation do not count.`,
          { tool: listed.name },
        );
    }
  },
};
