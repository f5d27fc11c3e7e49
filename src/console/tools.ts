import { setImmediate } from 'node:timers/promises';
import { stringifyExact } from '../base/exact.ts';
import { effectOf } from '../catalog/effect.ts';
import { tokensOfTool } from '../catalog/tokens.ts';
import type { Tool } from '../catalog/tool.ts';
import { exampleFor } from '../upstream/arguments.ts';
import type { ToolDetail, ToolRow } from './wire.ts';

/** A tool in the list: what is known without making its schema. */
export function toRow(tool: Tool): ToolRow {
  const { name, title, api, operation } = tool;
  const { method, path, tags, deprecated } = operation;
  return { name, title, api, method, path, tags, deprecated, effect: effectOf(tool) };
}

/** Everything that is known of a tool. */
export async function toDetail(tool: Tool): Promise<ToolDetail> {
  const { description, inputSchema, outputSchema, operation, requires } = tool;
  const example = await exampleFor(tool);
  return {
    ...toRow(tool),
    description,
    inputSchema,
    ...(outputSchema ? { outputSchema } : {}),
    tokens: tokensOfTool(tool),
    ...(example === undefined ? {} : { example: stringifyExact(example) }),
    places: Object.fromEntries(
      tool.arguments.map(({ property, parameter }) => [property, { in: parameter.in, name: parameter.name }]),
    ),
    security: operation.security.map(({ schemes }) => schemes.map(({ name }) => name)),
    requires,
  };
}

/** Milliseconds of measuring at a time: calls go on meanwhile. */
const slice = 8;

type Costs = ReadonlyMap<string, number>;

/**
 * Measures what each tool costs a model, once for the same tools. To measure a tool makes its schema, which takes a
 * second for a thousand of them, so it is done in slices.
 */
export function createCosts(): (tools: readonly Tool[]) => Promise<Costs> {
  const known = new WeakMap<readonly Tool[], Promise<Costs>>();
  return (tools) => {
    const costs = known.get(tools) ?? measure(tools);
    known.set(tools, costs);
    return costs;
  };
}

async function measure(tools: readonly Tool[]): Promise<Costs> {
  const costs = new Map<string, number>();
  let end = performance.now() + slice;
  for (const tool of tools) {
    costs.set(tool.name, tokensOfTool(tool));
    if (performance.now() < end) continue;
    await setImmediate();
    end = performance.now() + slice;
  }
  return costs;
}
