import { own } from '../../base/json.ts';
import { clients, listNames } from '../clients.ts';
import type { Rule } from '../rule.ts';

const combinators = ['anyOf', 'oneOf', 'allOf'];
const refusing = listNames(clients.filter(({ plainRoot }) => plainRoot === true).map(({ name }) => name));

export const clientSchemaRoot: Rule = {
  code: 'CLIENT_SCHEMA_ROOT',
  kind: 'client',
  level: 'error',
  title: 'The root of an input schema is no plain object',
  why: 'MCP asks for `type: object` there, and several clients refuse the whole request for a combinator at the root.',
  mend: 'Write `type: object` with `properties`; put the alternatives under one property.',
  example: {
    wrong: 'inputSchema: { oneOf: [{ $ref: "#/$defs/A" }, { $ref: "#/$defs/B" }] }',
    right:
      'inputSchema: { type: object, properties: { body: { oneOf: [{ $ref: "#/$defs/A" }, { $ref: "#/$defs/B" }] } } }',
  },
  check: ({ tools }, report) => {
    for (const { listed, placeOf } of tools) {
      const about = { tool: listed.name };
      if (own(listed.inputSchema, 'type') !== 'object')
        report(
          placeOf('whole'),
          `The input schema of ${listed.name} is not of \`type: object\`; every client refuses it.`,
          about,
        );
      const found = combinators.filter((keyword) => own(listed.inputSchema, keyword) !== undefined);
      if (found.length > 0)
        report(
          placeOf('whole'),
          `The input schema of ${listed.name} has ${found.join(' and ')} at its root, which ${refusing} refuse.`,
          about,
        );
    }
  },
};
