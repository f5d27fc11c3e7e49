import type { Tool } from '../../catalog/tool.ts';
import type { Surface, ToolDefinition } from '../surface.ts';
import { readSchema } from './read-request.ts';
import { type Results, readTool } from './results.ts';

const definition: ToolDefinition = {
  name: readTool,
  title: 'Read on in a result',
  description:
    'Reads what was cut from a result, by the handle that it came with: a range, what a path selects, or where something is found.',
  inputSchema: readSchema,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  // A model that was told of it by a cut result must not have to search for it.
  _meta: { 'anthropic/alwaysLoad': true },
};

/** A surface over some tools with one more, which reads on in results that were cut; none where nothing can be. */
export function withReadResult(surface: Surface, tools: readonly Tool[], { read }: Results): Surface {
  if (!tools.some(answersWithContent)) return surface;
  return {
    ...surface,
    tools: [...surface.tools, definition],
    call: (name, args, context) => (name === readTool ? read(args, context) : surface.call(name, args, context)),
  };
}

/** Whether there is more to an answer than its status, as far as the document says. */
function answersWithContent({ operation }: Tool): boolean {
  const successes = operation.responses.filter(({ status }) => /^2|default/i.test(status));
  return successes.length === 0 || successes.some(({ content }) => content.length > 0);
}
