import type { SearchEntry } from './entry.ts';

/** A part of an entry: how much a word counts there, and how much the length of the text counts against it. */
interface Field {
  readonly weight: number;
  readonly norm: number;
  readonly textOf: (entry: SearchEntry) => string;
}

/** Chosen by `npm run bench:search` on one half of each collection of questions. */
export const fields: readonly Field[] = [
  { weight: 3, norm: 0.5, textOf: ({ name }) => name },
  { weight: 3, norm: 0.6, textOf: ({ summary }) => summary },
  { weight: 2, norm: 0.5, textOf: ({ path }) => path },
  { weight: 2, norm: 0, textOf: lastSegment },
  { weight: 1.5, norm: 0.3, textOf: ({ tags }) => tags.join(' ') },
  { weight: 1.5, norm: 0.3, textOf: ({ api }) => api },
  { weight: 1, norm: 0, textOf: impliedVerbs },
  { weight: 1, norm: 0.75, textOf: ({ description }) => description.slice(0, 1200) },
  { weight: 0.5, norm: 0.75, textOf: (entry) => entry.arguments.join(' ') },
  { weight: 0.3, norm: 0.75, textOf: ({ argumentWords }) => argumentWords.join(' ').slice(0, 3000) },
];

/** The words that say what an entry is, when nothing else is known of it. */
export function headingOf({ summary, name }: SearchEntry): string {
  return summary === '' ? name : summary;
}

/** What a path is about in the end: `/repos/{repo}/issues/{number}` is about issues. */
function lastSegment({ path }: SearchEntry): string {
  return (
    path
      .split('/')
      .filter((segment) => segment !== '' && !segment.startsWith('{'))
      .at(-1) ?? ''
  );
}

/** What a method says that a path without verbs does not. */
function impliedVerbs({ method, path }: SearchEntry): string {
  switch (method) {
    case 'POST':
      return 'create add';
    case 'PUT':
      return 'update set replace';
    case 'PATCH':
      return 'update';
    case 'DELETE':
      return 'delete remove';
    default:
      return path === '' ? '' : path.endsWith('}') ? 'get' : 'list get';
  }
}
