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

/** A stemmer that remembers what it has seen, since the words of an API repeat. */
export function createStemmer(): Stemmer {
  const stems = new Map<string, string>();
  return (text) => {
    const found: string[] = [];
    for (const word of splitWords(text)) {
      let known = stems.get(word);
      if (known === undefined) stems.set(word, (known = stopWords.has(word) ? '' : stem(word)));
      if (known !== '') found.push(known);
    }
    return found;
  };
}

/** A plural of capitals such as `URLs`, capitals, a word, digits, and what is written in other letters. */
const parts = /[A-Z]{2,}s(?![a-z])|IPv[46]|[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+|[^\s!-~]+/g;

/** Words in lower case, without accents; `listPullRequests` and `list_pull_requests` are three. */
export function splitWords(text: string): string[] {
  const isPlain = !/[^\n -~]/.test(text);
  const plain = isPlain
    ? text
    : text
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .replace(/[^\p{L}\p{N}'’!-~]+/gu, ' ');
  const words: string[] = [];
  const whole = /['’]/.test(plain) ? plain.replace(/['’](?:s|re|ll|ve|t|m|d)(?![a-z])/g, '') : plain;
  for (const part of whole.match(parts) ?? [])
    // A single letter is what is left of a variable or an abbreviation.
    if (part.length > 1 || part > 'z') words.push(part.toLowerCase());
  return words;
}
