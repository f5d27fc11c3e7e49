import { own } from '../../base/json.ts';
import type { JsonSchema } from '../../catalog/json-schema.ts';
import type { Rule } from '../rule.ts';
import { listSome } from '../words.ts';
import { visitSchemas } from '../visit-schemas.ts';

export const enumUndocumented: Rule = {
  code: 'ENUM_UNDOCUMENTED',
  kind: 'model',
  level: 'info',
  title: 'The values of an enum are not explained',
  why: 'Numbers and short codes mean nothing by themselves: a model picks one by chance.',
  mend: 'Say in the description what each value means, or use `oneOf` with `const` and `title`.',
  example: {
    wrong: 'status: { type: integer, enum: [0, 1, 2] }',
    right: 'status: { type: integer, enum: [0, 1, 2], description: "0 open, 1 paid, 2 cancelled." }',
  },
  check: ({ tools }, report) => {
    for (const { listed, placeOf } of tools) {
      const told = new Set<string>();
      visitSchemas(listed.inputSchema, (schema, path) => {
        if (!isOpaque(schema)) return;
        const shown = listSome((own(schema, 'enum') as unknown[]).map((value) => JSON.stringify(value)));
        const name = path.join('.');
        if (told.has(name)) return;
        told.add(name);
        report(
          placeOf(path[0] === undefined ? 'whole' : { argument: path[0] }),
          `Nothing says what the values of ${name === '' ? 'a part' : `\`${name}\``} of ${listed.name} mean: ${shown}.`,
          { tool: listed.name },
        );
      });
    }
  },
};

/** Several numbers, or codes of one or two characters, without a word about them. */
function isOpaque(schema: JsonSchema): boolean {
  const values = own(schema, 'enum');
  if (!Array.isArray(values) || values.length < 2 || own(schema, 'description') !== undefined) return false;
  const codes = values.filter((value) => value !== null);
  return codes.every(
    (value) => typeof value === 'number' || (typeof value === 'string' && /^[A-Za-z0-9]{1,2}$/.test(value)),
  );
}
