import type { Rule } from '../rule.ts';
import { visitSchemas } from '../visit-schemas.ts';

/** What Gemini's function declarations do not read (Schema of the Gemini API). */
const unread = ['oneOf', 'allOf', 'not', 'if', 'patternProperties', '$ref', 'const'];

export const clientSchemaGemini: Rule = {
  code: 'CLIENT_SCHEMA_GEMINI',
  kind: 'client',
  level: 'info',
  title: 'Input schemas use keywords that Gemini does not read',
  why: 'Gemini takes a narrow subset of JSON Schema: some of its clients drop these keywords, some refuse the tool.',
  mend: 'Nothing, unless Gemini is one of your clients; then simplify the schemas, or test with the client that you use.',
  example: { wrong: 'kind: { const: card }', right: 'kind: { type: string, enum: [card] }' },
  check: ({ tools, whole }, report) => {
    const counts = new Map<string, number>();
    let concerned = 0;
    for (const { listed } of tools) {
      const found = new Set<string>();
      visitSchemas(listed.inputSchema, (schema) => {
        for (const keyword of unread) if (Object.hasOwn(schema, keyword)) found.add(keyword);
      });
      if (found.size > 0) concerned++;
      for (const keyword of found) counts.set(keyword, (counts.get(keyword) ?? 0) + 1);
    }
    if (concerned === 0) return;
    const list = [...counts].map(([keyword, count]) => `${keyword} (${count})`).join(', ');
    report(whole, `${concerned} of ${tools.length} tools use keywords that Gemini does not read: ${list}.`);
  },
};
