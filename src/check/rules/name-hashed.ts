import { readCuration } from '../../catalog/curation.ts';
import { toIdentifier } from '../../catalog/name.ts';
import type { Rule } from '../rule.ts';

export const nameHashed: Rule = {
  code: 'NAME_HASHED',
  kind: 'model',
  level: 'info',
  title: 'A tool name ends in a hash',
  why: 'The name was too long or taken twice, so it was cut and made unique; a model reads half a name.',
  mend: 'Give the operation a shorter name with `x-routewright.name`; `--fix` proposes one.',
  example: {
    wrong: 'operationId: listOrganizationMembershipInvitationsOfAllTeams',
    right: 'operationId: listOrganizationMembershipInvitationsOfAllTeams\nx-routewright: { name: listTeamInvitations }',
  },
  check: ({ tools }, report) => {
    for (const { made, listed, placeOf } of tools) {
      if (!made || !/_[0-9a-f]{6}$/.test(listed.name)) continue;
      const wanted = readCuration(made.operation).name ?? made.operation.operationId;
      if (wanted === undefined || toIdentifier(wanted).endsWith(listed.name.slice(-7))) continue;
      report(placeOf('name'), `\`${wanted}\` is too long or taken, so the tool is called \`${listed.name}\`.`, {
        tool: listed.name,
      });
    }
  },
};
