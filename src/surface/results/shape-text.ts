import { beginningOf, countLines, firstLines, grouped } from './cut-text.ts';
import { charactersPerToken, tokensOfText } from './shape-json.ts';
import type { ShapeOptions, Shown } from './shape.ts';
import { estimateTokens } from '../../catalog/tokens.ts';

/** The first lines of a text, whole, in so many tokens; where one alone is longer, its beginning. */
export async function cutLines(text: string, tokens: number, { keep, caller, tool }: ShapeOptions): Promise<Shown> {
  const shown = fitText(text, tokens, firstLines);
  const readOn = await keep({ kind: 'text', text, tool }, caller);
  const isWhole = shown.endsWith('\n');
  const lines = countLines(shown);
  const words = isWhole
    ? `${grouped(lines)} of ${grouped(countLines(text))} lines`
    : `${grouped(shown.length)} of ${grouped(text.length)} characters`;
  const rest = readOn
    ? `To read on: ${readOn(isWhole ? { from: lines } : { unit: 'characters', from: shown.length })}.`
    : 'The rest could not be kept: ask for less.';
  const note = `Cut, since the whole has about ${grouped(tokensOfText(text))} tokens: ${words}. ${rest}`;
  return { content: [{ type: 'text', text: shown }], note };
}

/** The beginning of a text in so many tokens. */
export function fitText(text: string, tokens: number, take: typeof beginningOf = beginningOf): string {
  let room = Math.max(0, Math.floor(tokens * charactersPerToken(text)));
  for (;;) {
    const shown = take(text, room);
    const needed = estimateTokens(shown);
    if (needed <= tokens) return shown;
    if (room === 0) return '';
    room = Math.floor(Math.min(room, shown.length) * Math.min(0.95, (tokens / needed) * 0.98));
  }
}
