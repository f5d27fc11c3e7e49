import { type Effect, effectOf } from '../../catalog/effect.ts';
import type { CallContext, ToolResult } from '../../catalog/tool-result.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { SurfaceOptions } from '../create.ts';
import { createOperations } from '../discovery/lookup.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Call, Surface } from '../surface.ts';
import { defineCode, runName, searchName } from './definitions.ts';
import { findOperations } from './find.ts';
import { allows, runCode } from './run-code.ts';

/** What code mode is made of beside the tools and the search. */
export interface CodeOptions {
  /** The answer of a call is for the code, so it is whole. */
  readonly call: Call;
  /** Makes what the code gives back small enough for a model. */
  readonly shape: (tool: string, result: ToolResult, context: CallContext) => Promise<ToolResult>;
  readonly sandbox: Sandbox;
  /** The most that code may do. */
  readonly allow: Effect;
}

/** Two tools that reach all operations: one finds them, one runs the code of a model that calls them. */
export function createCodeSurface(
  tools: readonly Tool[],
  { search, documents, code }: Pick<SurfaceOptions, 'search' | 'documents' | 'code'>,
): Surface {
  const { call, shape, sandbox, allow } = code;
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const operations = createOperations(tools, search);
  const effects = new Set(tools.map(effectOf).filter((effect) => allows(allow, effect)));
  return {
    kind: 'code',
    tools: defineCode(tools.length, [...new Set(tools.map(({ api }) => api))], effects, sandbox.limits),
    requirementsOf: () => [],
    call: async (name, args, context) => {
      if (name === runName)
        return shape(runName, await runCode({ tools: byName, call, sandbox, allow }, args, context), context);
      if (name !== searchName) return undefined;
      // Whoever searches is about to run something.
      sandbox.warm();
      return findOperations(operations, { search, documents, allow }, args);
    },
  };
}
