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
