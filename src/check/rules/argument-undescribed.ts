import { isObject, own } from '../../base/json.ts';
import { bodyProperty, contentTypeProperty } from '../../catalog/argument.ts';
import type { JsonSchema } from '../../catalog/json-schema.ts';
import type { Rule } from '../rule.ts';
import { count, listSome } from '../words.ts';

export const argumentUndescribed: Rule = {
  code: 'ARGUMENT_UNDESCRIBED',
  kind: 'model',
  level: 'info',
  title: 'Arguments have no description',
  why: 'A model guesses from the name what a value means, which unit it has and where to get it.',
  mend: 'Describe the parameters and the fields of the body: what it is, its unit, its form, where it comes from.',
  example: {
    wrong: '- { name: since, in: query, schema: { type: string } }',
    right:
      '- { name: since, in: query, description: "Only orders after this day, as 2026-01-31.", schema: { type: string, format: date } }',
  },
  check: ({ tools }, report) => {
    for (const { listed, placeOf } of tools) {
      const all = argumentsOf(listed.inputSchema);
      const bare = all.filter(({ schema }) => !explainsItself(schema));
      if (bare.length > 0)
        report(
          placeOf({ argument: bare[0]!.argument }),
          `${bare.length} of ${count(all.length, 'argument')} of ${listed.name} ${bare.length === 1 ? 'has' : 'have'} no description: ${listSome(bare.map(({ name }) => name))}.`,
          { tool: listed.name },
        );
    }
  },
};

interface ArgumentSchema {
  /** `body.title` for a field of the body. */
  readonly name: string;
  /** The top-level argument it is in. */
  readonly argument: string;
  readonly schema: unknown;
}

/** The arguments that a model fills in: the fields of a body stand for the body. */
function argumentsOf(inputSchema: unknown): ArgumentSchema[] {
  const properties = own(inputSchema, 'properties');
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (name === contentTypeProperty) return [];
    const fields = name === bodyProperty ? own(schema, 'properties') : undefined;
    return isObject(fields)
      ? Object.entries(fields).map(([field, below]) => ({ name: `body.${field}`, argument: name, schema: below }))
      : [{ name, argument: name, schema }];
  });
}

/** A description, or a schema that says as much: one of a few words, yes or no with a default, what it refers to. */
export function explainsItself(schema: unknown): boolean {
  if (!isObject(schema)) return true;
  if (typeof schema['description'] === 'string' || typeof schema['title'] === 'string') return true;
  if (schema['$ref'] !== undefined || schema['const'] !== undefined || schema['enum'] !== undefined) return true;
  if (['anyOf', 'oneOf', 'allOf'].some((keyword) => schema[keyword] !== undefined)) return true;
  const format = schema['format'];
  if (typeof format === 'string' && ['date', 'date-time', 'email', 'uri', 'uuid'].includes(format)) return true;
  const items = schema['items'] as JsonSchema | undefined;
  if (isObject(items)) return explainsItself(items);
  return schema['examples'] !== undefined;
}
