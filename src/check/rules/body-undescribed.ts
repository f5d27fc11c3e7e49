import { own } from '../../base/json.ts';
import { bodyProperty } from '../../catalog/argument.ts';
import type { Rule } from '../rule.ts';

export const bodyUndescribed: Rule = {
  code: 'BODY_UNDESCRIBED',
  kind: 'model',
  level: 'warning',
  title: 'Nothing says what the body holds',
  why: 'A model has to guess its fields, and nothing checks what it guessed before the API does.',
  mend: 'Give the request body a schema with `properties`.',
  example: {
    wrong: 'application/json: { schema: { type: object } }',
    right: 'application/json: { schema: { type: object, required: [title], properties: { title: { type: string } } } }',
  },
  check: ({ tools }, report) => {
    for (const { made, listed, placeOf } of tools) {
      const body = own(own(listed.inputSchema, 'properties'), bodyProperty);
      if (made?.body === undefined || !isOpen(body)) continue;
      report(
        placeOf({ argument: bodyProperty }),
        `The body of ${listed.name} may be anything: it has no properties and no description.`,
        {
          tool: listed.name,
        },
      );
    }
  },
};

/** An object or value of which nothing is known but its type. */
function isOpen(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return schema !== undefined;
  return (
    Object.keys(schema).every((keyword) => ['type', 'additionalProperties'].includes(keyword)) &&
    ['object', undefined].includes(own(schema, 'type') as string | undefined) &&
    [undefined, true].includes(own(schema, 'additionalProperties') as boolean | undefined)
  );
}
