import type { SearchEntry } from './entry.ts';
import { type Alternative, expandQuestion, type Unit } from './expand.ts';
import { fields, headingOf } from './fields.ts';
import { createMethodTest } from './intent.ts';
import { readThesaurus } from './thesaurus.ts';
import { createStemmer, splitParts, splitWords, stemOf } from './words.ts';

/** An entry that answers a question, the best first. */
export interface Hit<Item> {
  readonly item: Item;
  /** Comparable within the answers to one question. */
  readonly score: number;
}

export interface SearchOptions<Item> {
  /** Most hits. @default 10 */
  readonly limit?: number;
  /** Which entries may be hits. @default all */
  readonly accepts?: (item: Item) => boolean;
}

/** Entries by the words they hold. */
export interface SearchIndex<Item> {
  search: (question: string, options?: SearchOptions<Item>) => Hit<Item>[];
}

/** How soon more of the same word says nothing more (BM25, k1). */
const saturation = 1.2;
/** What it brings an entry that its method serves what is asked for, */
const methodShare = 0.4;
/** that its heading says nothing but what is asked for, */
const headingShare = 0.4;
/** and that others of its kind answer the question well, in shares of the score. */
const kindShare = 0.12;
const deprecatedShare = 0.8;
/** What is left of the score of an entry that says the same as one before it. */
const repeatedShare = 0.95;

/** The entries that hold a word, how much it says about each of them, and those that hold it in their heading. */
interface Postings {
  readonly word: string;
  readonly entries: number[];
  readonly weights: number[];
  readonly headings: number[];
}

interface Index {
  readonly entries: readonly SearchEntry[];
  readonly terms: ReadonlyMap<string, Postings>;
  /** Words of each entry's heading, sorted, as one text, and how many there are. */
  readonly headings: readonly { readonly key: string; readonly length: number }[];
  /** The number of the kind that each entry is of. */
  readonly kindOf: readonly number[];
}

/**
 * An index of entries by BM25F: the fields of an entry count as one text in which a word counts by where it stands
 * (Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", 2004). A question's words stand for
 * their synonyms too, which count less.
 */
export function createSearchIndex<Item>(
  items: readonly Item[],
  entryOf: (item: Item) => SearchEntry,
): SearchIndex<Item> {
  const stems = createStemmer();
  const index = indexEntries(items.map(entryOf));
  const thesaurus = readThesaurus(stems);
  const vocabulary = { has: (word: string) => index.terms.has(word), words: () => index.terms.keys() };
  return {
    search: (question, { limit = 10, accepts = () => true } = {}) => {
      const units = expandQuestion(stems(question), thesaurus, vocabulary);
      const scores = scoreUnits(index, units);
      weighEntries(index, scores, units, createMethodTest(splitWords(question)));
      return spread(
        index,
        scores,
        best(scores, limit * 2, (number) => accepts(items[number]!)),
      )
        .slice(0, limit)
        .map((number) => ({ item: items[number]!, score: scores[number]! }));
    },
  };
}

function indexEntries(entries: readonly SearchEntry[]): Index {
  const terms = new Map<string, Postings>();
  // By a word as it is written, since each is met many times; nothing for one that tells no entry from another.
  const known = new Map<string, Postings | null>();
  const find = (part: string): Postings | null => {
    let postings = known.get(part);
    if (postings === undefined) known.set(part, (postings = postingsOf(terms, stemOf(part))));
    return postings;
  };
  // The words of all fields of all entries, one after the other, and where each field ends.
  const words: Postings[] = [];
  const ends: number[] = [];
  const totals = fields.map(() => 0);
  for (const entry of entries) {
    for (const [field, { textOf }] of fields.entries()) {
      const start = words.length;
      for (const part of splitParts(textOf(entry))) {
        const postings = find(part);
        if (postings) words.push(postings);
      }
      totals[field]! += words.length - start;
      ends.push(words.length);
    }
  }
  let at = 0;
  for (const number of entries.keys()) {
    for (const [field, { weight, norm }] of fields.entries()) {
      const end = ends[number * fields.length + field]!;
      const average = totals[field]! / entries.length;
      const share = weight / (1 - norm + (norm * (end - at)) / (average || 1));
      for (; at < end; at++) addWord(words[at]!, number, share);
    }
  }
  for (const { weights } of terms.values())
    for (let place = 0; place < weights.length; place++)
      weights[place] = ((saturation + 1) * weights[place]!) / (saturation + weights[place]!);
  const headings = entries.map((entry, number) => {
    const heading = new Set(splitParts(headingOf(entry)).flatMap((part) => find(part) ?? []));
    for (const { headings: held } of heading) held.push(number);
    const key = [...heading].map(({ word }) => word).sort();
    return { key: key.join(' '), length: heading.size };
  });
  const kinds = new Map<string, number>();
  const kindOf = entries.map((entry) => {
    const name = nameKind(entry);
    if (!kinds.has(name)) kinds.set(name, kinds.size);
    return kinds.get(name)!;
  });
  return { entries, terms, headings, kindOf };
}

function postingsOf(terms: Map<string, Postings>, word: string): Postings | null {
  if (word === '') return null;
  let postings = terms.get(word);
  if (!postings) terms.set(word, (postings = { word, entries: [], weights: [], headings: [] }));
  return postings;
}

/** Counts a word of an entry; entries come in their order, so the last one of a word is the one to add to. */
function addWord({ entries, weights }: Postings, number: number, share: number): void {
  const last = entries.length - 1;
  if (entries[last] === number) weights[last]! += share;
  else {
    entries.push(number);
    weights.push(share);
  }
}

/** How much a word tells the entries that hold it from the others (BM25, inverse document frequency). */
function rarity({ entries }: Index, { entries: holders }: Postings): number {
  return Math.log(1 + (entries.length - holders.length + 0.5) / (holders.length + 0.5));
}

function scoreUnits(index: Index, units: readonly Unit[]): Float64Array {
  const scores = new Float64Array(index.entries.length);
  const best = new Float64Array(index.entries.length);
  for (const unit of units) {
    const own = unit[0]!.weight === 1 ? index.terms.get(unit[0]!.words[0]!) : undefined;
    // A rare synonym says no more than the word it stands for.
    const most = own ? rarity(index, own) : Number.POSITIVE_INFINITY;
    const touched: number[] = [];
    for (const alternative of unit) {
      scoreAlternative(index, alternative, most, (number, score) => {
        if (best[number] === 0) touched.push(number);
        if (score > best[number]!) best[number] = score;
      });
    }
    for (const number of touched) {
      scores[number]! += best[number]!;
      best[number] = 0;
    }
  }
  return scores;
}

/** Tells the entries that hold all words of an alternative, and what that says about them. */
function scoreAlternative(
  index: Index,
  { words, weight }: Alternative,
  most: number,
  tell: (number: number, score: number) => void,
): void {
  const lists = words.map((word) => index.terms.get(word));
  const sums = new Map<number, number>();
  for (const [place, postings] of lists.entries()) {
    if (!postings) return;
    const worth = (Math.min(rarity(index, postings), most) * weight) / Math.sqrt(words.length);
    const { entries, weights } = postings;
    for (let at = 0; at < entries.length; at++) {
      const number = entries[at]!;
      const before = place === 0 ? 0 : sums.get(number);
      if (before === undefined) continue;
      if (place === lists.length - 1) tell(number, before + worth * weights[at]!);
      else sums.set(number, before + worth * weights[at]!);
    }
  }
}

/** What is known beside the words: the method, how much of the heading is asked for, and the company an entry is in. */
function weighEntries(
  { entries, terms, headings, kindOf }: Index,
  scores: Float64Array,
  units: readonly Unit[],
  serves: (method: string) => number,
): void {
  const covered = new Uint16Array(entries.length);
  const asked = new Set(units.flatMap((unit) => unit.flatMap(({ words }) => words)));
  for (const word of asked) for (const number of terms.get(word)?.headings ?? []) covered[number]!++;
  const methods = new Map<string, number>();
  const kinds: number[][] = [];
  for (let number = 0; number < entries.length; number++) {
    if (scores[number] === 0) continue;
    const { method, deprecated } = entries[number]!;
    if (!methods.has(method)) methods.set(method, serves(method));
    const heading = covered[number]! / Math.max(1, headings[number]!.length);
    scores[number]! *=
      (1 + methodShare * methods.get(method)!) *
      (1 + headingShare * heading) *
      (deprecated === true ? deprecatedShare : 1);
    // The best three, the worst of them first.
    const three = (kinds[kindOf[number]!] ??= [0, 0, 0]);
    if (scores[number]! > three[0]!) {
      three[0] = scores[number]!;
      three.sort((one, other) => one - other);
    }
  }
  const company = kinds.map((three) => (kindShare * three.reduce((sum, score) => sum + score, 0)) / three.length);
  for (let number = 0; number < entries.length; number++)
    if (scores[number]! > 0) scores[number]! += company[kindOf[number]!]!;
}

/** Entries of one kind are about the same things: those of an API where that is all that is known, else of a tag. */
function nameKind({ api, path, tags }: SearchEntry): string {
  return path === '' ? api : `${api} ${tags[0] ?? path.split('/')[1] ?? ''}`;
}

/** The entries with the highest scores. */
function best(scores: Float64Array, count: number, accepts: (number: number) => boolean): number[] {
  const found: number[] = [];
  for (let number = 0; number < scores.length; number++) {
    const score = scores[number]!;
    if (score === 0 || (found.length === count && score <= scores[found[count - 1]!]!) || !accepts(number)) continue;
    if (found.length === count) found.pop();
    let place = found.length;
    while (place > 0 && scores[found[place - 1]!]! < score) place--;
    found.splice(place, 0, number);
  }
  return found;
}

/** Of entries with the same heading the later ones step back a little, so that others are seen too. */
function spread({ headings }: Index, scores: Float64Array, found: readonly number[]): number[] {
  const seen = new Map<string, number>();
  for (const number of found) {
    const { key } = headings[number]!;
    const before = seen.get(key) ?? 0;
    scores[number]! *= repeatedShare ** before;
    seen.set(key, before + 1);
  }
  return [...found].sort((one, other) => scores[other]! - scores[one]!);
}
