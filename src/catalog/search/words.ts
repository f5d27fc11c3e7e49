import { stem } from './stem.ts';

/** Words that a question is full of and that tell no operation from another. */
const stopWords: ReadonlySet<string> = new Set(
  (
    'a about all am an and any are as at be been being but by can could did do does doing for from had has have having ' +
    'he her here him his how if in into is it its itself just let like may me might more most my need now of on or our ' +
    'out please she should so some such than that the their them then there these they this those to too use using very ' +
    'want was we were what when where whether which while who whose why will with would you your'
  ).split(' '),
);

/** Takes a text apart into the stems of its words, in their order. */
export type Stemmer = (text: string) => string[];

/** A stemmer that remembers what it has seen, as it is written, since the words of an API repeat. */
export function createStemmer(): Stemmer {
  const stems = new Map<string, string>();
  return (text) => {
    const found: string[] = [];
    for (const part of splitParts(text)) {
      let known = stems.get(part);
      if (known === undefined) stems.set(part, (known = stemOf(part)));
      if (known !== '') found.push(known);
    }
    return found;
  };
}

/** The stem of a part; nothing where it tells no operation from another. */
export function stemOf(part: string): string {
  const word = part.toLowerCase();
  return isWord(part) && !stopWords.has(word) ? stem(word) : '';
}

/** A single letter is what is left of a variable or an abbreviation. */
function isWord(part: string): boolean {
  return part.length > 1 || part > 'z';
}

/** A plural of capitals such as `URLs`, capitals, a word, digits, and what is written in other letters. */
const parts = /[A-Z]{2,}s(?![a-z])|IPv[46]|[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+|[^\s!-~]+/g;

/** Words in lower case, without accents; `listPullRequests` and `list_pull_requests` are three. */
export function splitWords(text: string): string[] {
  return splitParts(text)
    .filter(isWord)
    .map((part) => part.toLowerCase());
}

/** The same as it is written, single letters included. */
export function splitParts(text: string): readonly string[] {
  const isPlain = !/[^\n -~]/.test(text);
  const plain = isPlain
    ? text
    : text
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .replace(/[^\p{L}\p{N}'’!-~]+/gu, ' ');
  const whole = /['’]/.test(plain) ? plain.replace(/['’](?:s|re|ll|ve|t|m|d)(?![a-z])/g, '') : plain;
  return whole.match(parts) ?? [];
}
