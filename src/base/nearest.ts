import { closest, distance } from 'fastest-levenshtein';

/**
 * The known name that a misspelt one probably meant, or nothing when none is close. Case and punctuation do not count,
 * since that is what people and models get wrong first.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const plain = new Map(known.map((candidate) => [simplify(candidate), candidate]));
  const wanted = simplify(name);
  const found = closest(wanted, [...plain.keys()]);
  // A name of two letters with both of them changed is another name.
  const allowed = Math.min(Math.max(2, Math.floor(wanted.length / 3)), wanted.length - 1);
  return distance(wanted, found) <= allowed ? plain.get(found) : undefined;
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The known names that are most like one that is not, the likest first: those that share most of its words
 * (`books_list`, `listBooks`), then those with the fewest letters changed. Empty where none has anything in common.
 */
export function nearestNames(name: string, known: readonly string[], most: number): string[] {
  const wanted = simplify(name).slice(0, 100);
  const words = new Set(wordsOf(name));
  return known
    .map((candidate) => {
      const shared = wordsOf(candidate).filter((word) => words.has(word)).length;
      return { candidate, shared, changes: distance(wanted, simplify(candidate)) };
    })
    .filter(({ shared, changes }) => shared > 0 || changes <= wanted.length / 2)
    .sort((one, other) => other.shared - one.shared || one.changes - other.changes)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** The words in a name, in whatever case they are put together, without the plural. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) => word.replace(/s$/, ''))
    .filter((word) => word !== '');
}
