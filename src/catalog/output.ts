import { findingAt, type Report } from '../spec/document.ts';
import type { MediaType, Operation } from '../spec/operation.ts';
import { successes } from './answer.ts';
import type { SchemaAssembler } from './assemble.ts';
import type { JsonSchema } from './json-schema.ts';
import { essence, mediaKind } from './media-kind.ts';
import type { SchemaTranslator, Shape } from './schema.ts';

/** What the structured content of a tool's results looks like (MCP, Tool, outputSchema). */
export interface OutputSchema extends JsonSchema {
  /** What the document says that the API answers, and at the end what holds anything else: {@link unexpectedSchema}. */
  readonly anyOf: readonly JsonSchema[];
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/**
 * What an answer is wrapped in that is not as the document says. A tool with an output schema must return what follows
 * it, and clients end a call that does not; an API may still answer as it likes.
 */
export const unexpectedSchema: JsonSchema = {
  type: 'object',
  description: 'An answer that is not as the API describes it.',
  properties: { unexpected: { description: 'The answer as it came.' }, reason: { type: 'string' } },
  required: ['unexpected', 'reason'],
};

/** How output schemas are made. */
export interface OutputContext {
  /** In the direction `output`. */
  readonly translator: SchemaTranslator;
  readonly assembler: SchemaAssembler;
}

/**
 * The schema of what an operation answers where it succeeds, one alternative for each answer that differs; nothing where
 * the document has none in JSON, or where it would say nothing. An answer that is not JSON is a text, or null where it
 * is a file or there is no body.
 */
export function buildOutputSchema(
  { translator, assembler }: OutputContext,
  operation: Operation,
  report: Report,
): OutputSchema | undefined {
  const answers = successes(operation.responses);
  const kinds = answers.flatMap(({ content }) => content.map(({ type }) => mediaKind(type)));
  if (!kinds.some((kind) => kind === 'json' || kind === 'sequence')) return undefined;
  const shapes = answers.flatMap(({ content }) =>
    content.length === 0 ? [shapeOf({ type: 'null' })] : content.map((media) => answerShape(translator, media)),
  );
  const distinct = [...new Map(shapes.map((shape) => [JSON.stringify(shape.schema), shape])).values()];
  if (distinct.some(({ schema }) => Object.keys(schema).every((keyword) => keyword === 'description')))
    return undefined;
  const isObject = distinct.every(({ schema }) => typeOf(translator, schema) === 'object');
  const { schema, $defs, leftOut } = assembler.assemble({
    schema: { anyOf: distinct.map((shape) => shape.schema) },
    refs: distinct.flatMap(({ refs }) => refs),
  });
  if (leftOut.length > 0) report(findingAt(operation.node, tooLarge(leftOut)));
  return {
    // Clients of earlier revisions take no other root (MCP 2025-11-25, Tool, outputSchema).
    ...(isObject ? { type: 'object' } : {}),
    anyOf: [...(schema['anyOf'] as JsonSchema[]), unexpectedSchema],
    ...(Object.keys($defs).length > 0 ? { $defs } : {}),
  };
}

function tooLarge(leftOut: readonly string[]): Parameters<typeof findingAt>[1] {
  const more = leftOut.length > 5 ? ` and ${leftOut.length - 5} more` : '';
  return {
    code: 'SCHEMA_PRUNED',
    severity: 'info',
    message: `The output schema is too large; left open: ${leftOut.slice(0, 5).join(', ')}${more}.`,
    fix: 'Raise `limits.toolBytes` to see all of it.',
  };
}

function answerShape(translator: SchemaTranslator, { type, schema }: MediaType): Shape {
  if (essence(type) === 'text/event-stream') return shapeOf({ type: 'array', items: eventSchema });
  const kind = mediaKind(type);
  switch (kind) {
    case 'json':
      return schema ? translator.translate(schema) : shapeOf({});
    case 'sequence': {
      const shape = schema ? translator.translate(schema) : shapeOf({ type: 'array' });
      // Before 3.2 many give the schema of an item.
      return typeOf(translator, shape.schema) === 'array'
        ? shape
        : { ...shape, schema: { type: 'array', items: shape.schema } };
    }
    case 'text':
    case 'xml':
    case 'form':
      return shapeOf({ type: 'string' });
    case 'multipart':
    case 'binary':
      return shapeOf({ type: 'null' });
    default:
      return kind satisfies never;
  }
}

/** A server-sent event; data that is JSON comes as its value. */
const eventSchema: JsonSchema = {
  type: 'object',
  properties: { event: { type: 'string' }, id: { type: 'string' }, data: {} },
  required: ['data'],
};

function shapeOf(schema: JsonSchema): Shape {
  return { schema, refs: [] };
}

function typeOf(translator: SchemaTranslator, schema: JsonSchema): unknown {
  const reference = schema['$ref'];
  return (
    schema['type'] ??
    (typeof reference === 'string' ? typeOf(translator, translator.shapeAt(reference).schema) : undefined)
  );
}
