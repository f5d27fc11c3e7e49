import { own } from '../../base/json.ts';
import { effectOf } from '../../catalog/effect.ts';
import { describeResponses } from '../../catalog/response-shape.ts';
import type { ToolResult } from '../../catalog/tool-result.ts';
import type { Document } from '../../spec/document.ts';
import { invokers } from './definitions.ts';
import type { Operations } from './lookup.ts';

/** The answer to `describe_operation`: everything that is known of one operation. */
export async function describeOne(
  operations: Operations,
  documents: ReadonlyMap<string, Document>,
  args: unknown,
): Promise<ToolResult> {
  const name = own(args, 'operation');
  const tool = operations.find(typeof name === 'string' ? name.trim() : '');
  if (!tool) return operations.explainUnknown(typeof name === 'string' ? name : '');
  const parts = [
    `${tool.name}: call it with ${invokers[effectOf(tool)]}`,
    tool.description,
    `Input schema of \`arguments\`:\n${JSON.stringify({ ...tool.inputSchema, additionalProperties: undefined })}`,
    ...describeResponses(documents.get(tool.api)!, tool.operation),
  ];
  return { content: [{ type: 'text', text: parts.join('\n\n') }] };
}
