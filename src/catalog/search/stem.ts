/**
 * The stem of an English word in lower case, by M. F. Porter, "An algorithm for suffix stripping" (1980). Words that
 * are no English lose an ending now and then, in the question as in the document, so they still meet.
 */
export function stem(word: string): string {
  if (word.length < 3 || /[^a-z]/.test(word)) return word;
  let stemmed = withoutPlural(word);
  stemmed = withoutTense(stemmed);
  if (/y$/.test(stemmed) && hasVowel(stemmed.slice(0, -1))) stemmed = `${stemmed.slice(0, -1)}i`;
  stemmed = replaceEnding(stemmed, derived, 0);
  stemmed = replaceEnding(stemmed, nominal, 0);
  stemmed = withoutResidue(stemmed);
  if (stemmed.endsWith('e')) {
    const rest = stemmed.slice(0, -1);
    if (measure(rest) > 1 || (measure(rest) === 1 && !endsShort(rest))) stemmed = rest;
  }
  return stemmed.endsWith('ll') && measure(stemmed) > 1 ? stemmed.slice(0, -1) : stemmed;
}

type Endings = readonly (readonly [string, string])[];

const derived: Endings = Object.entries({
  ational: 'ate',
  tional: 'tion',
  enci: 'ence',
  anci: 'ance',
  izer: 'ize',
  abli: 'able',
  alli: 'al',
  entli: 'ent',
  eli: 'e',
  ousli: 'ous',
  ization: 'ize',
  ation: 'ate',
  ator: 'ate',
  alism: 'al',
  iveness: 'ive',
  fulness: 'ful',
  ousness: 'ous',
  aliti: 'al',
  iviti: 'ive',
  biliti: 'ble',
});
const nominal: Endings = Object.entries({
  icate: 'ic',
  ative: '',
  alize: 'al',
  iciti: 'ic',
  ical: 'ic',
  ful: '',
  ness: '',
});
const residues = /(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ion|ou|ism|ate|iti|ous|ive|ize)$/;

function withoutPlural(word: string): string {
  if (/(sses|ies)$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function withoutTense(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = /(ed|ing)$/.exec(word);
  const rest = ending && word.slice(0, ending.index);
  if (!rest || !hasVowel(rest)) return word;
  if (/(at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/([^aeiou])\1$/.test(rest) && !/[lsz]$/.test(rest)) return rest.slice(0, -1);
  return measure(rest) === 1 && endsShort(rest) ? `${rest}e` : rest;
}

function replaceEnding(word: string, endings: Endings, least: number): string {
  const found = endings.find(([ending]) => word.endsWith(ending));
  if (!found) return word;
  const rest = word.slice(0, -found[0].length);
  return measure(rest) > least ? rest + found[1] : word;
}

function withoutResidue(word: string): string {
  const found = residues.exec(word);
  if (!found) return word;
  const rest = word.slice(0, found.index);
  return measure(rest) > 1 && (found[0] !== 'ion' || /[st]$/.test(rest)) ? rest : word;
}

/** Porter's m: how often a vowel is followed by a consonant. */
function measure(word: string): number {
  let count = 0;
  let wasVowel = false;
  for (let index = 0; index < word.length; index++) {
    const vowel = isVowel(word, index, wasVowel);
    if (wasVowel && !vowel) count++;
    wasVowel = vowel;
  }
  return count;
}

function hasVowel(word: string): boolean {
  return /[aeiou]|(?<=[^aeiou])y/.test(word);
}

/** Porter's *o: consonant, vowel, and a consonant that is not w, x or y. */
function endsShort(word: string): boolean {
  return /[^aeiou][aeiouy][^aeiouwxy]$/.test(word);
}

/** `y` is a vowel after a consonant. */
function isVowel(word: string, index: number, isAfterVowel: boolean): boolean {
  switch (word[index]) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
      return true;
    case 'y':
      return index > 0 && !isAfterVowel;
    default:
      return false;
  }
}
