import type { InputSchema } from '../catalog/json-schema.ts';
import type { OutputSchema } from '../catalog/output.ts';
import type { CallContext, ToolResult } from '../catalog/tool-result.ts';
import type { Tool, ToolAnnotations } from '../catalog/tool.ts';

/**
 * How a model sees a catalog: each tool under its own name, or a search and invokers that reach all of them, or a search
 * and a tool that runs code which calls them.
 */
export type SurfaceKind = 'direct' | 'discovery' | 'code';

/** A tool as a client lists it (MCP, Tool). */
export interface ToolDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: InputSchema;
  readonly outputSchema?: OutputSchema;
  readonly annotations: ToolAnnotations;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** How a model sees a catalog: the tools it is shown, and what a call of one of them does. */
export interface Surface {
  readonly kind: SurfaceKind;
  readonly tools: readonly ToolDefinition[];
  /** Capabilities that a client must have declared for a call with these arguments. */
  requirementsOf: (name: string, args?: unknown) => readonly string[];
  /** The result of a call, or nothing where there is no tool of that name. */
  call: (name: string, args: unknown, context: CallContext) => Promise<ToolResult | undefined>;
}

/** Calls a tool of the catalog; what a surface is handed, so that it need not know how. */
export type Call = (tool: Tool, args: unknown, context: CallContext) => Promise<ToolResult>;
