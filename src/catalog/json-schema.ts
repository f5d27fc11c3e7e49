/** A JSON Schema 2020-12 object schema, as this program writes them. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

/** Input schema of a tool: an object without combinators at its root, which every client accepts. */
export interface InputSchema extends JsonSchema {
  readonly type: 'object';
  readonly properties: Record<string, JsonSchema>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
  readonly $defs?: Record<string, JsonSchema>;
}

/** Keywords that hold schemas under names which mean nothing themselves. */
export const schemaMaps: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
]);

/** Keywords whose values are no schemas, whatever they look like. */
export const plainValues: ReadonlySet<string> = new Set([
  'enum',
  'const',
  'default',
  'examples',
  'required',
  'dependentRequired',
  'type',
  'description',
  'pattern',
  'format',
]);

/** Keywords that say something about a value without refusing any. */
export const annotationKeywords: ReadonlySet<string> = new Set(['description', 'default', 'deprecated', 'examples']);

/** What stands beside the `$ref` of a schema. */
export function withoutReference(schema: JsonSchema): JsonSchema {
  const siblings = { ...schema };
  delete siblings['$ref'];
  return siblings;
}
