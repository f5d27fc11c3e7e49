import type { Stemmer } from './words.ts';
import { actions } from './thesaurus/actions.ts';
import { business } from './thesaurus/business.ts';
import { communication } from './thesaurus/communication.ts';
import { computing } from './thesaurus/computing.ts';

/**
 * Words that mean about the same in the language of APIs and of those who use them. A line is a group, `_` joins the
 * words of a phrase, and a word may stand in several groups. Before `>` stand words that people say, behind it what APIs
 * call it; such a line counts in this direction only. None of it comes from one API: each line holds for many.
 */
const lines = [actions, business, communication, computing].flatMap((part) => part.trim().split('\n'));

/** What a word or phrase may stand for; both are stems joined by spaces. */
export type Thesaurus = ReadonlyMap<string, readonly (readonly string[])[]>;

/** The thesaurus in stems, as the index holds them. */
export function readThesaurus(stems: Stemmer): Thesaurus {
  const meanings = new Map<string, Map<string, readonly string[]>>();
  const read = (side: string): string[][] => side.split(' ').map((phrase) => stems(phrase.replaceAll('_', ' ')));
  for (const line of lines) {
    const [said = '', called = said] = line.split(' > ');
    for (const phrase of read(said)) {
      const key = phrase.join(' ');
      const of = meanings.get(key) ?? new Map<string, readonly string[]>();
      for (const words of read(called)) if (words.length > 0 && words.join(' ') !== key) of.set(words.join(' '), words);
      if (key !== '' && of.size > 0) meanings.set(key, of);
    }
  }
  return new Map([...meanings].map(([key, of]) => [key, [...of.values()]]));
}
