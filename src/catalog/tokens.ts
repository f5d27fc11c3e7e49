/** About the tokens of a text: three bytes each, which is near the truth for JSON and never far below it. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3);
}
