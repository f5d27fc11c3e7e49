import { define, isObject } from '../base/json.ts';
import type { JsonSchema } from './json-schema.ts';

/** Keywords that say what a value is made of. */
const telling = new Set(['$ref', 'type', 'enum', 'const', 'description', 'required']);
const maps = new Set(['properties', 'patternProperties']);
const lists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const singles = new Set(['items', 'additionalProperties']);

/**
 * A schema as a description of answers: what they are made of, without the bounds, patterns and formats that an API is
 * often a little off, and open to fields that it will add. Alternatives may overlap then, so `oneOf` becomes `anyOf`.
 */
export function describeOutput(schema: JsonSchema): JsonSchema {
  const described: JsonSchema = {};
  for (const keyword of Object.keys(schema)) {
    const member = schema[keyword];
    if (telling.has(keyword)) described[keyword] = member;
    else if (maps.has(keyword)) described[keyword] = describeMap(member as JsonSchema);
    else if (lists.has(keyword)) {
      const list = (member as JsonSchema[]).map(describeMember);
      if (keyword === 'oneOf' && schema['anyOf'] !== undefined)
        described['allOf'] = [...((described['allOf'] as JsonSchema[] | undefined) ?? []), { anyOf: list }];
      else if (keyword === 'allOf')
        described['allOf'] = [...((described['allOf'] as JsonSchema[] | undefined) ?? []), ...list];
      else described[keyword === 'oneOf' ? 'anyOf' : keyword] = list;
    } else if (singles.has(keyword) && isObject(member)) described[keyword] = describeOutput(member);
  }
  const format = schema['format'];
  if (typeof format === 'string' && described['type'] === 'string' && described['description'] === undefined)
    described['description'] = format;
  return described;
}

function describeMember(member: JsonSchema | boolean): JsonSchema {
  return typeof member === 'boolean' ? {} : describeOutput(member);
}

function describeMap(members: JsonSchema): JsonSchema {
  const described: JsonSchema = {};
  for (const name of Object.keys(members)) define(described, name, describeMember(members[name] as JsonSchema));
  return described;
}
