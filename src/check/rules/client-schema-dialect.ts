import { own } from '../../base/json.ts';
import type { JsonSchema } from '../../catalog/json-schema.ts';
import type { Rule } from '../rule.ts';
import { visitSchemas } from '../visit-schemas.ts';

const types = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

export const clientSchemaDialect: Rule = {
  code: 'CLIENT_SCHEMA_DIALECT',
  kind: 'client',
  level: 'error',
  title: 'An input schema is not JSON Schema 2020-12',
  why: 'Tools are described in JSON Schema 2020-12 (MCP); the Claude API refuses the whole request for a keyword of an older dialect, and others ignore it.',
  mend: 'Write bounds as numbers, `type: [string, "null"]` for nullable, `prefixItems` for a list of item schemas.',
  example: {
    wrong: 'age: { type: number, minimum: 0, exclusiveMinimum: true }',
    right: 'age: { type: number, exclusiveMinimum: 0 }',
  },
  check: ({ tools }, report) => {
    for (const { listed, placeOf } of tools) {
      const told = new Set<string>();
      visitSchemas(listed.inputSchema, (schema, path) => {
        const fault = faultOf(schema);
        if (fault === undefined || told.has(fault)) return;
        told.add(fault);
        const at = path.length === 0 ? 'its root' : path.join('.');
        report(
          placeOf(path[0] === undefined ? 'whole' : { argument: path[0] }),
          `The input schema of ${listed.name} has ${fault} at ${at}.`,
          {
            tool: listed.name,
          },
        );
      });
    }
  },
};

function faultOf(schema: JsonSchema): string | undefined {
  for (const bound of ['exclusiveMinimum', 'exclusiveMaximum'])
    if (typeof own(schema, bound) === 'boolean') return `\`${bound}\` as a boolean (draft 4)`;
  if (own(schema, 'nullable') !== undefined) return '`nullable` (OpenAPI 3.0)';
  if (Array.isArray(own(schema, 'items'))) return '`items` as a list (draft 7)';
  if (typeof own(schema, 'required') === 'boolean') return '`required` as a boolean (draft 3)';
  const unknown = [own(schema, 'type')].flat().find((type) => type !== undefined && !types.has(type as string));
  return unknown === undefined ? undefined : `the type ${JSON.stringify(unknown)}, which there is not`;
}
