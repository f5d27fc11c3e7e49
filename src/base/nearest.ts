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
  return distance(wanted, found) <= Math.max(2, Math.floor(wanted.length / 3)) ? plain.get(found) : undefined;
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
