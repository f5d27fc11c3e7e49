import { parseMarked, unmarkNumbers } from '../../base/exact.ts';
import type { Json } from '../../base/json.ts';
import { beginningOf, grouped } from './cut-text.ts';
import { type Cut, cutValue } from './cut-value.ts';
import { formatPath } from './path.ts';
import type { ReadOn, ShapeOptions, Shown } from './shape.ts';
import { estimateTokens } from '../../catalog/tokens.ts';

/** Characters that are looked at to tell how many a token has here. */
const sample = 20_000;
const mostAttempts = 8;
/** So many of the places that were cut are named. */
const named = 3;
const longestPath = 60;

/** The JSON of a result in so many tokens, or nothing where the text is none. */
export async function cutJson(
  text: string,
  structure: Json | undefined,
  tokens: number,
  { keep, caller, tool, isPromised }: ShapeOptions,
): Promise<Shown | undefined> {
  const value = structure ?? parse(text);
  if (value === undefined) return undefined;
  const { shown, cuts } = fitValue(value, tokens, charactersPerToken(text), isPromised);
  const readOn = await keep(
    { kind: 'json', text, tool, ...(structure === undefined ? { isMarked: true } : {}) },
    caller,
  );
  const note = describeCuts(cuts, tokensOfText(text), readOn);
  const content = [{ type: 'text' as const, text: shown }];
  return structure === undefined ? { content, note } : { content, structure: JSON.parse(shown) as Json, note };
}

/** A value cut so that its JSON has at most so many tokens. */
export function fitValue(
  value: Json,
  tokens: number,
  density: number,
  isPlain = false,
): { readonly shown: string; readonly cuts: readonly Cut[] } {
  let room = Math.max(0, Math.floor(tokens * density));
  for (let attempt = 1; ; attempt++) {
    const cut = cutValue(value, room, isPlain);
    const shown = unmarkNumbers(JSON.stringify(cut.value));
    const needed = estimateTokens(shown);
    if (needed <= tokens || room === 0) return { shown, cuts: cut.cuts };
    // What is shown may be denser than the whole: escapes, other scripts.
    room = attempt < mostAttempts ? Math.floor(room * Math.min(0.9, (tokens / needed) * 0.98)) : 0;
  }
}

/** How many characters a token has in a text; of a large one its beginning and middle tell. */
export function charactersPerToken(text: string): number {
  const middle = Math.floor(text.length / 2);
  const seen = text.length <= 2 * sample ? text : text.slice(0, sample) + text.slice(middle, middle + sample);
  return seen.length / Math.max(1, estimateTokens(seen));
}

/** About how many tokens a text has, however large it is. */
export function tokensOfText(text: string): number {
  return Math.ceil(text.length / charactersPerToken(text));
}

/** A list or object, its numbers digit for digit. */
function parse(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseMarked(text);
  } catch {
    return undefined;
  }
}

export function describeCuts(cuts: readonly Cut[], whole: number | undefined, readOn: ReadOn | undefined): string {
  const sorted = [...cuts].sort((one, other) => one.path.length - other.path.length);
  const places = sorted.slice(0, named).map(({ path, words }) => `${nameOf(path)} ${words}`);
  if (cuts.length > named) places.push(`${grouped(cuts.length - named)} more`);
  const size = whole === undefined ? '' : `, since the whole has about ${grouped(whole)} tokens`;
  const said = `Cut${size}: ${places.join('; ')}.`;
  if (!readOn) return `${said} The rest could not be kept: ask for less.`;
  const list = sorted.find(({ from }) => from !== undefined);
  const path = list && formatPath(list.path);
  const where =
    list && path!.length <= longestPath * 2 ? { ...(path === '@' ? {} : { path: path! }), from: list.from! } : {};
  return `${said} To read on: ${readOn(where)}.`;
}

function nameOf(path: Cut['path']): string {
  const name = path.length === 0 ? 'elements' : formatPath(path);
  return name.length > longestPath ? `${beginningOf(name, longestPath)}…` : name;
}
