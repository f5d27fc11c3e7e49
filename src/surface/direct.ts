import type { Tool } from '../catalog/tool.ts';
import type { Call, Surface, ToolDefinition } from './surface.ts';

/** Every tool of the catalog, each under its own name. */
export function createDirectSurface(tools: readonly Tool[], call: Call): Surface {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return {
    tools: tools.map(toDefinition),
    requirementsOf: (name) => byName.get(name)?.requires ?? [],
    call: async (name, args, context) => {
      const tool = byName.get(name);
      return tool && (await call(tool, args, context));
    },
  };
}

export function toDefinition({ name, title, description, inputSchema, annotations }: Tool): ToolDefinition {
  return { name, title, description, inputSchema, annotations };
}
