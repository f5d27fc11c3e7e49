import type { JsonSchema } from './json-schema.ts';

/** Keywords that may refuse a value because a schema in them accepts it, or because it was not looked at. */
const strict = ['oneOf', 'not', 'if', 'maxContains', 'unevaluatedProperties', 'unevaluatedItems'];
/** Keywords whose schemas apply to the same value. */
const inPlace = [
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'then',
  'else',
  'dependentSchemas',
  'properties',
  'patternProperties',
];

/** Whether {@link loosen} could have something to do. */
export function isStrict(schema: JsonSchema): boolean {
  return strict.some((keyword) => Object.hasOwn(schema, keyword));
}

/**
 * Part of a schema accepts more than its document says: a broken reference, a field that is left out, a part beyond the
 * budget. Where more accepted below means more refused here, the keyword gives way: two loose alternatives of a `oneOf`
 * would both match, and a loose `not` would refuse everything.
 */
export function loosen(schema: JsonSchema, isLoose: (keyword: string) => boolean): JsonSchema {
  const copy = { ...schema };
  if (Object.hasOwn(schema, 'oneOf') && isLoose('oneOf')) {
    delete copy['oneOf'];
    if (copy['anyOf'] === undefined) copy['anyOf'] = schema['oneOf'];
    else copy['allOf'] = [...((schema['allOf'] as JsonSchema[] | undefined) ?? []), { anyOf: schema['oneOf'] }];
  }
  if (isLoose('not')) delete copy['not'];
  if (isLoose('if')) for (const keyword of ['if', 'then', 'else']) Reflect.deleteProperty(copy, keyword);
  if (isLoose('contains')) delete copy['maxContains'];
  if (inPlace.some(isLoose)) {
    delete copy['unevaluatedProperties'];
    delete copy['unevaluatedItems'];
  }
  return copy;
}
