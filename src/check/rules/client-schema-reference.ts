import { isObject, own } from '../../base/json.ts';
import { parsePointer } from '../../base/json-pointer.ts';
import type { Rule } from '../rule.ts';
import { visitSchemas } from '../visit-schemas.ts';

export const clientSchemaReference: Rule = {
  code: 'CLIENT_SCHEMA_REFERENCE',
  kind: 'client',
  level: 'error',
  title: 'A $ref of an input schema leads out of it, or nowhere',
  why: 'A client sends the schema as it is: nobody resolves a reference to another file, and one that leads nowhere refuses the request.',
  mend: 'Put what is referred to under `$defs` of the same schema.',
  example: { wrong: 'body: { $ref: "#/components/schemas/Pet" }', right: 'body: { $ref: "#/$defs/Pet" }' },
  check: ({ tools }, report) => {
    for (const { listed, placeOf } of tools) {
      const told = new Set<string>();
      visitSchemas(listed.inputSchema, (schema) => {
        const reference = own(schema, '$ref');
        if (typeof reference !== 'string' || told.has(reference)) return;
        told.add(reference);
        if (!leadsSomewhere(listed.inputSchema, reference))
          report(
            placeOf('whole'),
            `The input schema of ${listed.name} refers to \`${reference}\`, which is not in it.`,
            { tool: listed.name },
          );
      });
    }
  },
};

function leadsSomewhere(root: unknown, reference: string): boolean {
  if (reference === '#') return true;
  if (!reference.startsWith('#/')) return false;
  const target = parsePointer(decodeURIComponent(reference.slice(1))).reduce<unknown>(
    (at, step) => own(at, step),
    root,
  );
  return isObject(target) || typeof target === 'boolean';
}
