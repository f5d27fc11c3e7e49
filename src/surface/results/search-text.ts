import type { Json } from '../../base/json.ts';
import { withinTime } from '../../base/time-limit.ts';
import { beginningOf } from './cut-text.ts';
import { formatPath, type Path } from './path.ts';

/** A place where something was found: `items[3].name: …` or `line 17: …`. */
export interface Found {
  /** From the one asked for on, as many as anybody reads at once. */
  readonly places: readonly string[];
  readonly count: number;
}

/** Milliseconds for a search. An expression that takes longer backtracks without end. */
const mostTime = 1000;
const mostPlaces = 1000;
/** Characters of what surrounds a match. */
const around = 80;
const deepest = 500;

/** The position of the first match in a text, and its length. */
type Matcher = (text: string) => { readonly at: number; readonly length: number } | undefined;

/**
 * Finds a text, in whatever case, or `/an expression/`, in the keys and values of JSON or the lines of a text.
 *
 * @param from - so many matches are left out
 */
export function searchIn(
  where: { readonly value: Json } | { readonly text: string },
  wanted: string,
  from: number,
): Found | { readonly problem: string } {
  const matcher = createMatcher(wanted);
  if ('problem' in matcher) return matcher;
  const outcome = withinTime(mostTime, () => {
    const places: string[] = [];
    let count = 0;
    for (const { place, text } of 'value' in where ? leavesOf(where.value) : linesOf(where.text)) {
      const match = matcher.find(text);
      if (!match) continue;
      if (count >= from && places.length < mostPlaces) places.push(`${place}: ${excerpt(text, match)}`);
      count++;
    }
    return { places, count };
  });
  return 'timedOut' in outcome ? { problem: `the search takes longer than ${mostTime / 1000} s` } : outcome.value;
}

function createMatcher(wanted: string): { readonly find: Matcher } | { readonly problem: string } {
  const [, pattern, flags] = /^\/(.+)\/([imsu]*)$/s.exec(wanted) ?? [];
  if (pattern === undefined) {
    const small = wanted.toLowerCase();
    return {
      find: (text) => {
        const at = text.toLowerCase().indexOf(small);
        return at < 0 ? undefined : { at, length: wanted.length };
      },
    };
  }
  try {
    const expression = new RegExp(pattern, flags);
    return {
      find: (text) => {
        const match = expression.exec(text);
        return match ? { at: match.index, length: match[0].length } : undefined;
      },
    };
  } catch (error) {
    return { problem: (error as SyntaxError).message };
  }
}

function* linesOf(text: string): Generator<{ place: string; text: string }> {
  let number = 1;
  for (let at = 0; at < text.length; number++) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    yield { place: `line ${number}`, text: text.slice(at, stop) };
    at = stop + 1;
  }
}

/** Every value that holds no others, and every key, in the order of the JSON. */
function* leavesOf(root: Json): Generator<{ place: string; text: string }> {
  const open: { value: Json | undefined; path: Path }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    const key = path.at(-1);
    if (typeof value === 'object' && value !== null) {
      if (typeof key === 'string') yield { place: formatPath(path), text: key };
      if (path.length >= deepest) continue;
      const steps = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
      for (const step of steps.reverse())
        open.push({ value: (value as Record<string | number, Json>)[step], path: [...path, step] });
    } else yield { place: formatPath(path), text: `${typeof key === 'string' ? `${key} = ` : ''}${value}` };
  }
}

function excerpt(text: string, { at, length }: { at: number; length: number }): string {
  const start = Math.max(0, at - around);
  const shown = beginningOf(text.slice(start), at - start + Math.min(length, around) + around);
  const line = shown.toWellFormed().replace(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${line}${start + shown.length < text.length ? '…' : ''}`;
}
