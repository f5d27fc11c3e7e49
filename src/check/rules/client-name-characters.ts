import { clients, listNames } from '../clients.ts';
import type { Rule } from '../rule.ts';

export const clientNameCharacters: Rule = {
  code: 'CLIENT_NAME_CHARACTERS',
  kind: 'client',
  level: 'error',
  title: 'A tool name has characters that a client refuses',
  why: 'The client refuses the whole request, or drops the tool, because of one name.',
  mend: 'Use letters, digits and underscores, beginning with a letter.',
  example: { wrong: 'name: pets.list', right: 'name: listPets' },
  check: ({ tools }, report) => {
    for (const { listed, placeOf } of tools) {
      const refusing = clients.filter(({ toolName }) => !toolName.test(listed.name)).map(({ name }) => name);
      if (refusing.length > 0)
        report(placeOf('name'), `The tool name \`${listed.name}\` is refused by ${listNames(refusing)}.`, {
          tool: listed.name,
        });
    }
  },
};
