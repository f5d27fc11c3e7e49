import { tokensOfTool } from '../catalog/tokens.ts';
import type { Tool } from '../catalog/tool.ts';
import type { SurfaceKind } from './surface.ts';

/** A choice between surfaces, with the figures it was made by. */
export interface SurfaceChoice {
  readonly kind: SurfaceKind;
  /** Tools that were measured: all of them, or as many as it took to go beyond the budget. */
  readonly measured: number;
  /** What those cost together. */
  readonly tokens: number;
}

/** Lists all tools while they cost a model no more than the budget; beyond it they are found by a search. */
export function chooseSurface(tools: readonly Tool[], budget: number): SurfaceChoice {
  let tokens = 0;
  for (const [index, tool] of tools.entries()) {
    tokens += tokensOfTool(tool);
    if (tokens > budget) return { kind: 'discovery', measured: index + 1, tokens };
  }
  return { kind: 'direct', measured: tools.length, tokens };
}

/** The choice in a sentence for the log. */
export function explainChoice({ kind, measured, tokens }: SurfaceChoice, tools: number, budget: number): string {
  const cost = `${number(tokens)} tokens of definitions`;
  if (kind === 'direct') return `listing all ${number(tools)} tools: ${cost}, within the budget of ${number(budget)}`;
  const all = number(Math.round(((tokens / measured) * tools) / 1000) * 1000);
  const those = measured === tools ? `all ${number(tools)} tools` : `${number(measured)} of ${number(tools)} tools`;
  return `tools are found by search: ${those} alone cost ${cost} (about ${all} in all), over the budget of ${number(budget)}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
