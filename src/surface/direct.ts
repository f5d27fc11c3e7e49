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

/** A tool as a client lists it. Claude Code keeps most tools back and finds them by its own search, unless they are pinned. */
export function toDefinition(tool: Tool): ToolDefinition {
  const { name, title, description, inputSchema, outputSchema, annotations, pinned } = tool;
  return {
    name,
    title,
    description,
    inputSchema,
    ...(outputSchema ? { outputSchema } : {}),
    annotations,
    ...(pinned ? { _meta: { 'anthropic/alwaysLoad': true } } : {}),
  };
}
