import type { ListedTool } from './subject.ts';

/** About how many tokens a tool costs in a request: four characters of its definition are one. */
export function estimateTokens({ name, description, inputSchema }: ListedTool): number {
  return Math.ceil(JSON.stringify({ name, description, inputSchema }).length / 4);
}
