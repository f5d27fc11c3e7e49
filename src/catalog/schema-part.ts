import { isObject, own } from '../base/json.ts';
import type { JsonSchema } from './json-schema.ts';

/** A schema within a schema, or the names that would have led on from where the path ends. */
export type SchemaPart = { readonly schema: JsonSchema } | { readonly known: readonly string[] };

/**
 * The part of a schema that a path such as `body.items[].price` leads to: names of properties, through lists,
 * references and alternatives; it may begin at a name of `$defs`. What the part refers to comes with it.
 */
export function findPart(root: JsonSchema, path: string): SchemaPart {
  const $defs = isObject(root['$defs']) ? root['$defs'] : {};
  const names = path.split(/[.[\]]+/).filter((name) => name !== '');
  let at: readonly JsonSchema[] = [root];
  for (const [index, name] of names.entries()) {
    const shared = index === 0 && isObject($defs[name]) ? [$defs[name]] : [];
    const next = at
      .flatMap((schema) => propertiesOf(schema, $defs))
      .flatMap(([key, part]) => (key === name ? [part] : []));
    const found = next.length > 0 ? next : shared;
    if (found.length === 0) {
      const known = at.flatMap((schema) => propertiesOf(schema, $defs)).map(([key]) => key);
      return { known: [...new Set(known)] };
    }
    at = found;
  }
  const [only, ...others] = at;
  const schema = others.length === 0 ? only! : { anyOf: at };
  return { schema: { ...schema, $defs } };
}

/** The properties of a schema, of the items of a list, and of the schemas that it is put together from. */
function propertiesOf(schema: JsonSchema, $defs: JsonSchema, seen = new Set<JsonSchema>()): [string, JsonSchema][] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const reference = own(schema, '$ref');
  const target = typeof reference === 'string' ? $defs[reference.replace('#/$defs/', '')] : undefined;
  const combined = ['allOf', 'anyOf', 'oneOf', 'prefixItems'].flatMap((keyword) => own(schema, keyword) ?? []);
  const inside = [target, schema['items'], schema['additionalProperties'], ...combined].filter(isObject);
  const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  return [
    ...properties.filter((entry): entry is [string, JsonSchema] => isObject(entry[1])),
    ...inside.flatMap((part) => propertiesOf(part, $defs, seen)),
  ];
}
