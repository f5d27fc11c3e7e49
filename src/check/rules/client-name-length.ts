import { clients } from '../clients.ts';
import type { Rule } from '../rule.ts';

export const clientNameLength: Rule = {
  code: 'CLIENT_NAME_LENGTH',
  kind: 'client',
  level: 'error',
  title: 'A tool name is too long for a client',
  why: 'Clients put the name of the server before that of the tool; what is longer than they allow is dropped or refuses the whole request.',
  mend: 'Shorten the name of the tool (`x-routewright.name`, `limits.toolNameLength`) or that of the server.',
  example: {
    wrong: 'operationId: retrieveAllOrganizationMembershipInvitationsForUser',
    right: 'operationId: retrieveAllOrganizationMembershipInvitationsForUser\nx-routewright: { name: listInvitations }',
  },
  check: ({ tools, server }, report) => {
    for (const { listed, placeOf } of tools) {
      const refusing = clients
        .map(({ name, nameLength = Infinity, wireName }) => ({
          name,
          nameLength,
          length: wireName(server, listed.name).length,
        }))
        .filter(({ length, nameLength }) => length > nameLength);
      if (refusing.length === 0) continue;
      const limits = refusing.map(({ name, nameLength, length }) => `${name} (${length} of at most ${nameLength})`);
      report(
        placeOf('name'),
        `With the server called \`${server}\` the tool name \`${listed.name}\` is too long for ${limits.join(', ')}.`,
        { tool: listed.name },
      );
    }
  },
};
