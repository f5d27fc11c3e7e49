import { type Effect, effectOf } from '../../catalog/effect.ts';
import { cutText } from '../../catalog/describe.ts';
import type { JsonSchema } from '../../catalog/json-schema.ts';
import { isJson, mediaKind } from '../../catalog/media-kind.ts';
import { answerType } from '../../catalog/response-shape.ts';
import type { Tool } from '../../catalog/tool.ts';
import { writeType } from '../../catalog/type-text.ts';
import type { Document } from '../../spec/document.ts';
import { allows } from './run-code.ts';

const argumentLength = 1_500;
const answerLength = 1_500;
const commentLength = 90;

/**
 * An operation as code calls it, with the types of TypeScript:
 *
 * ```
 * // List books. GET /books
 * api.listBooks(args?: {
 *   genre?: "fiction" | "poetry"; // Only books of this genre.
 *   limit?: number;
 * }): Promise<{ items: { id: number; title: string }[]; next?: string }>
 * ```
 */
export function writeStub(tool: Tool, document: Document, allow: Effect): string {
  const { properties, required = [], $defs = {} } = tool.inputSchema;
  const names = Object.keys(properties);
  const needed = new Set(required);
  const lines = names.map((name) => {
    const schema = properties[name]!;
    const type = writeType(schema, { $defs, length: argumentLength });
    return `  ${name}${needed.has(name) ? '' : '?'}: ${type};${commentOf(schema)}`;
  });
  const args = names.length === 0 ? '' : `args${needed.size === 0 ? '?' : ''}: {\n${lines.join('\n')}\n}`;
  return `${headOf(tool, allow)}\napi.${tool.name}(${args}): Promise<${answerOf(tool, document)}>`;
}

/** The same in two lines: the names of the arguments alone, those that are optional with a question mark. */
export function writeBriefly(tool: Tool, allow: Effect): string {
  const needed = new Set(tool.inputSchema.required ?? []);
  const names = Object.keys(tool.inputSchema.properties)
    .sort((one, other) => Number(needed.has(other)) - Number(needed.has(one)))
    .map((name) => `${name}${needed.has(name) ? '' : '?'}`);
  const shown = names.length > 12 ? [...names.slice(0, 12), '…'] : names;
  return `${headOf(tool, allow)}\napi.${tool.name}(${shown.length === 0 ? '' : `{ ${shown.join(', ')} }`})`;
}

function headOf(tool: Tool, allow: Effect): string {
  const { method, path, deprecated } = tool.operation;
  const effect = effectOf(tool);
  const refused = allows(allow, effect) ? '' : ` (${effect}s, which code may not do here)`;
  return `// ${deprecated ? 'DEPRECATED. ' : ''}${tool.title.replace(/[.!?]$/, '')}. ${method} ${path}${refused}`;
}

function commentOf({ description }: JsonSchema): string {
  return typeof description === 'string' && description !== ''
    ? ` // ${cutText(description.replaceAll('\n', ' '), commentLength)}`
    : '';
}

/** The type of what a success answers; of a file what code gets in place of it. */
function answerOf({ operation }: Tool, document: Document): string {
  const success = operation.responses.find(({ status }) => status.startsWith('2') || status === 'default');
  const media = success?.content.find(({ type }) => isJson(type)) ?? success?.content[0];
  if (!media) return success ? 'string' : 'unknown';
  if (isJson(media.type) || media.type === '*/*')
    return media.schema ? answerType(document, media.schema, answerLength) : 'unknown';
  return mediaKind(media.type) === 'binary' ? '{ mimeType: string; base64: string }' : 'string';
}
