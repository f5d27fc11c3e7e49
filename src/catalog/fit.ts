import { isObject } from '../base/json.ts';
import type { JsonSchema } from './json-schema.ts';
import { shortenDescriptions, simplifySchema } from './lean.ts';
import { estimateTokens } from './tokens.ts';

/** A schema made to fit, and the properties it no longer shows, as paths. */
export interface FittedSchema {
  readonly schema: JsonSchema;
  readonly leftOut: readonly string[];
}

/** What is given up one after the other: characters of descriptions, and levels below which only what is required stays. */
const steps: readonly { readonly words: number; readonly levels: number }[] = [
  { words: 400, levels: 99 },
  { words: 140, levels: 99 },
  { words: 80, levels: 4 },
  { words: 60, levels: 3 },
  { words: 40, levels: 2 },
  { words: 0, levels: 2 },
  { words: 0, levels: 1 },
];

/**
 * A schema within so many tokens, by estimate; nothing where not even the required properties fit. What is
 * required stays at any depth, so that a call that follows the fitted schema is a right one.
 */
export function fitSchema(given: JsonSchema, tokens: number): FittedSchema | undefined {
  const simple: JsonSchema = simplifySchema({ ...given, additionalProperties: true });
  for (const { words, levels } of steps) {
    const leftOut: string[] = [];
    const schema = withoutUnused(shortenDescriptions(limitLevels(simple, levels, '', leftOut), words));
    if (estimateTokens(JSON.stringify(schema)) <= tokens) return { schema, leftOut };
  }
  return undefined;
}

function limitLevels(schema: JsonSchema, levels: number, path: string, leftOut: string[]): JsonSchema {
  const copy: JsonSchema = { ...schema };
  const { properties, required } = schema;
  if (isObject(properties)) {
    const needed = new Set(Array.isArray(required) ? (required as unknown[]) : []);
    const kept = Object.entries(properties).filter(([name]) => {
      if (levels > 0 || needed.has(name)) return true;
      leftOut.push(path === '' ? name : `${path}.${name}`);
      return false;
    });
    copy['properties'] = Object.fromEntries(
      kept.map(([name, part]) => [name, limitPart(part, levels - 1, path === '' ? name : `${path}.${name}`, leftOut)]),
    );
  }
  for (const keyword of ['items', 'additionalProperties', 'not'])
    if (isObject(schema[keyword])) copy[keyword] = limitPart(schema[keyword], levels, `${path}[]`, leftOut);
  for (const keyword of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    const branches = schema[keyword];
    if (Array.isArray(branches)) copy[keyword] = branches.map((branch) => limitPart(branch, levels, path, leftOut));
  }
  if (isObject(schema['$defs']))
    copy['$defs'] = Object.fromEntries(
      Object.entries(schema['$defs']).map(([name, part]) => [name, limitPart(part, levels - 1, name, leftOut)]),
    );
  return copy;
}

function limitPart(part: unknown, levels: number, path: string, leftOut: string[]): unknown {
  return isObject(part) ? limitLevels(part, levels, path, leftOut) : part;
}

/** Shared parts that nothing refers to any more are gone, and those that only they refer to. */
function withoutUnused(schema: JsonSchema): JsonSchema {
  const { $defs, ...root } = schema;
  if (!isObject($defs)) return schema;
  const used = new Set<string>();
  const visit = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(JSON.stringify($defs[name] ?? {}));
    }
  };
  visit(JSON.stringify(root));
  const kept = Object.entries($defs).filter(([name]) => used.has(name));
  return kept.length === 0 ? root : { ...root, $defs: Object.fromEntries(kept) };
}
