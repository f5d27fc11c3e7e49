import { define, type JsonObject } from '../base/json.ts';
import { groupBy } from '../base/group-by.ts';
import { look, readTyped, seenNothing, toSchema } from './infer-schema.ts';
import type { Body } from './sample.ts';

/** The Media Type Objects of bodies (OpenAPI 3.1.1, 4.8.14), by media type. */
export function inferContent(bodies: readonly Body[]): JsonObject {
  const content: Record<string, unknown> = {};
  for (const [mediaType, own] of groupBy(bodies, (body) => body.mediaType || 'application/octet-stream'))
    define(content, mediaType, { schema: inferBody(mediaType, own) });
  return content;
}

function inferBody(mediaType: string, bodies: readonly Body[]): JsonObject {
  if (bodies.some(({ fields }) => fields)) return inferForm(bodies);
  if (!/[/+]json$/.test(mediaType)) return /^text\/|xml$/.test(mediaType) ? { type: 'string' } : {};
  const seen = seenNothing();
  for (const { text } of bodies) {
    try {
      if (text !== undefined && text.trim() !== '') look(seen, JSON.parse(text));
    } catch {
      // It was cut by the recorder, or is no JSON: it shows nothing.
    }
  }
  return toSchema(seen);
}

/** A property of a form for each field; a list where it came several times in one. */
function inferForm(bodies: readonly Body[]): JsonObject {
  const seen = seenNothing();
  const files = new Set<string>();
  const lists = new Set<string>();
  for (const { fields = [] } of bodies) {
    const byName = groupBy(fields, ({ name }) => name);
    for (const [name, own] of byName) {
      if (own.some(({ isFile }) => isFile)) files.add(name);
      if (own.length > 1) lists.add(name);
    }
    look(seen, Object.fromEntries([...byName].map(([name, own]) => [name, readTyped(own[0]!.value)])));
  }
  const schema = toSchema(seen);
  const properties: Record<string, unknown> = { ...(schema['properties'] as JsonObject | undefined) };
  for (const name of files) define(properties, name, { type: 'string', contentMediaType: 'application/octet-stream' });
  for (const name of lists) define(properties, name, { type: 'array', items: properties[name] });
  return { ...schema, properties };
}
