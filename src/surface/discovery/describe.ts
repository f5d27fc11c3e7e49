import { own, text } from '../../base/json.ts';
import { effectOf } from '../../catalog/effect.ts';
import { type FittedSchema, fitSchema } from '../../catalog/fit.ts';
import type { JsonSchema } from '../../catalog/json-schema.ts';
import { describeResponses } from '../../catalog/response-shape.ts';
import { findPart } from '../../catalog/schema-part.ts';
import { estimateTokens } from '../../catalog/tokens.ts';
import { failureResult, type ToolResult } from '../../catalog/tool-result.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { Document } from '../../spec/document.ts';
import { describeName, invokers } from './definitions.ts';
import type { Operations } from './lookup.ts';

/** What `describe_operation` knows beside the operations. */
export interface DescribeOptions {
  /** The documents of the APIs, by their names. */
  readonly documents: ReadonlyMap<string, Document>;
  /** Most tokens of an answer. */
  readonly budget: number;
}

/**
 * The answer to `describe_operation`: everything that is known of one operation, or of one part of its input schema.
 * What would go beyond the budget is left out by name, and its name is the `path` that shows it.
 */
export async function describeOne(
  operations: Operations,
  { documents, budget }: DescribeOptions,
  args: unknown,
): Promise<ToolResult> {
  const name = text(own(args, 'operation')) ?? '';
  const tool = operations.find(name.trim());
  if (!tool) return operations.explainUnknown(name);
  const path = text(own(args, 'path'))?.trim() ?? '';
  if (path !== '') return describePart(tool, path, budget);
  const head = `${tool.name}: call it with ${invokers[effectOf(tool)]}`;
  const responses = describeResponses(documents.get(tool.api)!, tool.operation);
  const around = estimateTokens([head, tool.description, ...responses].join('\n\n'));
  const schema = { ...tool.wholeSchema, additionalProperties: undefined };
  const input = writeSchema('Input schema of `arguments`', schema, tool, budget - around);
  return { content: [{ type: 'text', text: [head, tool.description, input, ...responses].join('\n\n') }] };
}

function describePart(tool: Tool, path: string, budget: number): ToolResult {
  const part = findPart(tool.wholeSchema, path);
  if ('schema' in part) {
    const written = writeSchema(
      `Schema of \`${path}\` in the arguments of ${tool.name}`,
      part.schema,
      tool,
      budget,
      path,
    );
    return { content: [{ type: 'text', text: written }] };
  }
  return failureResult(
    'ARGUMENTS_INVALID',
    `The arguments of ${tool.name} have no part ${JSON.stringify(path)}`,
    part.known.length === 0
      ? 'Its last names lead nowhere: ask for what is above it.'
      : `Where the path ends there are: ${part.known.slice(0, 20).join(', ')}.`,
  );
}

/** Tokens for what stands around a schema. */
const reserve = 150;
const mostNames = 12;

function writeSchema(title: string, schema: JsonSchema, tool: Tool, budget: number, path = ''): string {
  const whole = JSON.stringify(schema);
  if (estimateTokens(whole) <= budget - reserve) return `${title}:\n${whole}`;
  const { schema: fitted, leftOut } = fitSchema(schema, budget - reserve) ?? nothing(schema);
  const names = foldPaths(leftOut).map((name) => (path === '' || isShared(schema, name) ? name : `${path}.${name}`));
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  const how = JSON.stringify({ operation: tool.name, path: names[0] ?? '' });
  const note =
    names.length === 0
      ? 'Descriptions are shortened.'
      : `Left out: ${names.slice(0, mostNames).join(', ')}${more}. Each can be read: ${describeName} ${how}`;
  return `${title}, in part, since it is large:\n${JSON.stringify(fitted)}\n${note}`;
}

/** Paths by what is above them where they are too many to name: that can be asked for as well. */
function foldPaths(paths: readonly string[]): readonly string[] {
  if (paths.length <= mostNames) return paths;
  const above = [...new Set(paths.map((path) => path.replace(/(?<=.)(?:\.[^.]*|\[\])$/, '')))];
  return above.length === paths.length ? paths : foldPaths(above);
}

/** Whether a path begins at a definition that parts share. */
function isShared(schema: JsonSchema, path: string): boolean {
  const [first = ''] = path.split(/[.[]/);
  return own(schema['$defs'], first) !== undefined && own(schema['properties'], first) === undefined;
}

/** A schema of which not even what is required fits: the names of its properties, each of which can be asked for. */
function nothing(schema: JsonSchema): FittedSchema {
  const { type, required, properties } = schema;
  return { schema: { type, required }, leftOut: Object.keys(properties ?? {}) };
}
