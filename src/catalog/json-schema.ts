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
