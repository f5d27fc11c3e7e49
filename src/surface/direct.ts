import type { Tool } from '../catalog/tool.ts';
import type { Call, Surface, ToolDefinition } from './surface.ts';

/** Every tool of the catalog, each under its own name. */
export function createDirectSurface(tools: readonly Tool[], call: Call): Surface {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return {
    kind: 'direct',
    tools: tools.map(toDefinition),
    requirementsOf: (name) => byName.get(name)?.requires ?? [],
    call: async (name, args, context) => {
      const tool = byName.get(name);
      return tool && (await call(tool, args, context));
    },
  };
}

/**
 * A tool as a client lists it. Claude Code keeps most tools back, unless they are pinned, and finds them by its own
 * search, which reads a hint beside the description: the tags of the operation.
 */
export function toDefinition(tool: Tool): ToolDefinition {
  const { name, title, description, inputSchema, outputSchema, annotations, pinned, operation } = tool;
  const meta = {
    ...(operation.tags.length > 0 ? { 'anthropic/searchHint': operation.tags.join(', ') } : {}),
    ...(pinned ? { 'anthropic/alwaysLoad': true } : {}),
  };
  return {
    name,
    title,
    description,
    inputSchema,
    ...(outputSchema ? { outputSchema } : {}),
    annotations,
    ...(Object.keys(meta).length > 0 ? { _meta: meta } : {}),
  };
}
