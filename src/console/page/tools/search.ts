import type { ToolRow } from '../../wire.ts';
import { wordsOf } from '../words.ts';

/** A tool with what a search looks at, made once. */
export interface Indexed {
  readonly row: ToolRow;
  readonly name: string;
  readonly rest: string;
}

export function index(rows: readonly ToolRow[]): Indexed[] {
  return rows.map((row) => ({
    row,
    name: row.name.toLowerCase(),
    rest: `${row.method} ${row.path} ${row.title} ${row.tags.join(' ')} ${row.api}`.toLowerCase(),
  }));
}

/** Tools in which every word occurs, those first whose names begin with one, then those whose names hold one. */
export function search(tools: readonly Indexed[], query: string): ToolRow[] {
  const words = wordsOf(query);
  if (words.length === 0) return tools.map(({ row }) => row);
  const found: { readonly row: ToolRow; readonly rank: number }[] = [];
  for (const { row, name, rest } of tools) {
    let rank = 0;
    for (const word of words) {
      const at = name.indexOf(word);
      if (at === 0) rank += name.length === word.length ? 0 : 1;
      else if (at > 0) rank += 2;
      else if (rest.includes(word)) rank += 4;
      else rank = Infinity;
    }
    if (rank < Infinity) found.push({ row, rank });
  }
  // Sorting keeps the order of the document among equals.
  return found.sort((one, other) => one.rank - other.rank).map(({ row }) => row);
}
