import { distance } from 'fastest-levenshtein';
import type { Thesaurus } from './thesaurus.ts';

/** Words that stand for a word or phrase of the question; all of them must be there. */
export interface Alternative {
  readonly words: readonly string[];
  /** Beside 1 for the word itself. */
  readonly weight: number;
}

/** What the index knows that is needed to understand a question. */
export interface Vocabulary {
  has: (word: string) => boolean;
  words: () => Iterable<string>;
}

/** A word or phrase of the question; the best of its alternatives counts. */
export type Unit = readonly Alternative[];

const synonymWeight = 0.65;
const phraseWeight = 0.8;
const spellingWeight = 0.7;
const longestPhrase = 3;
/** A question of so many words needs synonyms; one of more says the same several times, so they mislead more than they help. */
const shortQuestion = 7;

/** The units of a question whose words are given as stems. */
export function expandQuestion(words: readonly string[], thesaurus: Thesaurus, vocabulary: Vocabulary): Unit[] {
  const units = new Map<string, Unit>();
  for (const [index, word] of words.entries()) {
    for (let length = 1; length <= longestPhrase && index + length <= words.length; length++) {
      const key = words.slice(index, index + length).join(' ');
      if (!units.has(key))
        units.set(key, length === 1 ? expandWord(word, thesaurus, vocabulary) : phrase(key, thesaurus));
    }
    const joined = word + (words[index + 1] ?? '');
    if (vocabulary.has(joined) && !units.has(joined)) units.set(joined, [{ words: [joined], weight: 1 }]);
  }
  const found = [...units.values()].filter((unit) => unit.length > 0);
  const doubt = Math.min(1, (shortQuestion / found.length) ** 2);
  return found.map((unit) =>
    unit.map(({ words: stems, weight }) => ({ words: stems, weight: weight === 1 ? 1 : weight * doubt })),
  );
}

function expandWord(word: string, thesaurus: Thesaurus, vocabulary: Vocabulary): Unit {
  const synonyms = (thesaurus.get(word) ?? []).map((words) => ({ words, weight: synonymWeight }));
  if (vocabulary.has(word)) return [{ words: [word], weight: 1 }, ...synonyms];
  return [...synonyms, ...(synonyms.length === 0 ? respell(word, vocabulary) : splitCompound(word, vocabulary))];
}

function phrase(key: string, thesaurus: Thesaurus): Unit {
  return (thesaurus.get(key) ?? []).map((words) => ({ words, weight: phraseWeight }));
}

/** A word that no entry holds: two words written as one, or one that is misspelt by a letter. */
function respell(word: string, vocabulary: Vocabulary): Unit {
  const split = splitCompound(word, vocabulary);
  if (split.length > 0 || word.length < 5) return split;
  const near: Alternative[] = [];
  for (const known of vocabulary.words())
    if (known[0] === word[0] && Math.abs(known.length - word.length) <= 1 && distance(known, word) === 1)
      near.push({ words: [known], weight: spellingWeight });
  return near.slice(0, 3);
}

function splitCompound(word: string, vocabulary: Vocabulary): Unit {
  for (let cut = 3; cut <= word.length - 3; cut++) {
    const words = [word.slice(0, cut), word.slice(cut)];
    if (words.every(vocabulary.has)) return [{ words, weight: phraseWeight }];
  }
  return [];
}
