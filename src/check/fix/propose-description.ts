import type { Operation, Parameter } from '../../spec/operation.ts';
import { singular, wordsOf } from '../words.ts';

/** Parameters that mean the same wherever they are. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^(page|page number|page no)$/, 'Number of the page.'],
  [/^(limit|per page|page size|max results|max items|first|top|size|count)$/, 'How many to give at most.'],
  [/^(offset|skip|start index)$/, 'How many to leave out at the beginning.'],
  [
    /^(cursor|after|page token|next token|starting after|continuation token)$/,
    'Where to go on: what the page before gave.',
  ],
  [/^(sort|sort by|order by|ordering)$/, 'What to sort by.'],
  [/^(q|query|search|search query|search term)$/, 'Words to search for.'],
  [/^(fields|select)$/, 'Names of the fields to give.'],
];

/**
 * A sentence for a parameter whose name says what it is: `Id of the order.` for `{orderId}`. Nothing for any other: a
 * sentence that repeats the name would only look like a description.
 */
export function proposeDescription({ name, in: location }: Parameter, { path }: Operation): string | undefined {
  const words = wordsOf(name);
  const plain = words.join(' ');
  if (location === 'query') {
    const found = known.find(([names]) => names.test(plain));
    if (found) return found[1];
  }
  if (words.at(-1) !== 'id') return undefined;
  const owner = words.length > 1 ? words.slice(0, -1) : ownerOf(name, path);
  return owner.length === 0
    ? undefined
    : `Id of the ${owner.map((word, index) => (index === owner.length - 1 ? singular(word) : word)).join(' ')}.`;
}

/** The words of the step before `{id}`. */
function ownerOf(name: string, path: string): string[] {
  const steps = path.split('/');
  const before = steps[steps.indexOf(`{${name}}`) - 1] ?? '';
  return before.includes('{') ? [] : wordsOf(before);
}
