import type { Effect } from '../../catalog/effect.ts';
import type { CallContext, ToolResult } from '../../catalog/tool-result.ts';
import type { Tool } from '../../catalog/tool.ts';
import { tokensOfTool } from '../../catalog/tokens.ts';
import { createDirectSurface } from '../direct.ts';
import type { SurfaceOptions } from '../create.ts';
import type { Surface, ToolDefinition } from '../surface.ts';
import { defineDiscovery, describeName, invokers, searchName } from './definitions.ts';
import { describeOne } from './describe.ts';
import { findOperations } from './find.ts';
import { invoke, readInvocation } from './invoke.ts';
import { createOperations } from './lookup.ts';
import { presentBriefly, presentWithSchema } from './present.ts';

const presentation = { briefly: presentBriefly, wholly: presentWithSchema };

type Handler = (args: unknown, context: CallContext) => Promise<ToolResult>;

/**
 * A few tools that reach all operations: one that finds them by what a model wants to do, one that tells all about one
 * of them, and one for each effect that calls them, so that a client can let reads pass and ask before the rest.
 */
export function createDiscoverySurface(
  tools: readonly Tool[],
  { call, search, documents, budget }: Omit<SurfaceOptions, 'code'>,
): Surface {
  const operations = createOperations(tools, search);
  const handlers = new Map<string, Handler>([
    [searchName, (args) => findOperations(search, operations, presentation, args)],
    [describeName, (args) => describeOne(operations, { documents, budget }, args)],
    ...(Object.entries(invokers) as [Effect, string][]).map(([effect, name]): [string, Handler] => [
      name,
      (args, context) => invoke(effect, operations, call, args, context),
    ]),
  ]);
  const own = defineDiscovery(tools, [...new Set(tools.map(({ api }) => api))]);
  const names = new Set(own.map(({ name }) => name));
  const direct = createDirectSurface(choosePinned(tools, budget - sumOf(own)), call);
  return {
    kind: 'discovery',
    tools: [...own, ...direct.tools],
    requirementsOf: (name, args) => {
      if (!names.has(name)) return direct.requirementsOf(name);
      if (name === searchName || name === describeName) return [];
      return operations.find(readInvocation(args).operation ?? '')?.requires ?? [];
    },
    call: (name, args, context) =>
      names.has(name) ? handlers.get(name)!(args, context) : direct.call(name, args, context),
  };
}

/** The pinned tools that fit into what is left of the budget, in their order. */
function choosePinned(tools: readonly Tool[], budget: number): Tool[] {
  let left = budget;
  return tools.filter((tool) => {
    if (!tool.pinned) return false;
    const cost = tokensOfTool(tool);
    if (cost > left) return false;
    left -= cost;
    return true;
  });
}

function sumOf(definitions: readonly ToolDefinition[]): number {
  return definitions.reduce((sum, definition) => sum + tokensOfTool(definition), 0);
}
