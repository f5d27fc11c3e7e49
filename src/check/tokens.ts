import { estimateTokens } from '../catalog/tokens.ts';
import type { ListedTool } from './subject.ts';

/** About how many tokens the definition of a tool costs in a request. */
export function tokensOfTool({ name, description, inputSchema }: ListedTool): number {
  return estimateTokens(JSON.stringify({ name, description, input_schema: inputSchema }));
}
