import { isObject, own } from '../../base/json.ts';
import { clients, listNames } from '../clients.ts';
import type { Rule } from '../rule.ts';

export const clientArgumentName: Rule = {
  code: 'CLIENT_ARGUMENT_NAME',
  kind: 'client',
  level: 'error',
  title: 'An argument has a name that a client refuses',
  why: 'The Claude API refuses the whole request because of one property name; Claude Code drops the tool.',
  mend: 'Use letters, digits, `_`, `.` and `-`, at most 64 characters, and map back to the name on the wire.',
  example: { wrong: 'properties: { "filter[id]": {} }', right: 'properties: { filter_id: {} }' },
  check: ({ tools }, report) => {
    for (const { listed, placeOf } of tools) {
      const properties = own(listed.inputSchema, 'properties');
      for (const argument of isObject(properties) ? Object.keys(properties) : []) {
        const refusing = clients.filter(({ argumentName }) => argumentName?.test(argument) === false);
        if (refusing.length > 0)
          report(
            placeOf({ argument }),
            `The argument \`${argument}\` of ${listed.name} is refused by ${listNames(refusing.map(({ name }) => name))}.`,
            { tool: listed.name },
          );
      }
    }
  },
};
