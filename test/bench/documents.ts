import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A real document to build tools from. */
export interface CorpusDocument {
  readonly id: string;
  readonly file: string;
  /** Operations that a count by other means found; unknown for what ships with the project. */
  readonly operations: number | undefined;
}

interface IndexEntry {
  readonly id: string;
  readonly file: string;
  readonly path: string;
  readonly operations: number;
}

/** Beside the repository: real documents of others, which are not part of it. */
const corpusFolder = join('..', 'shared', 'corpus');
export const hasCorpus = existsSync(join(corpusFolder, 'index.json'));

/** The documents of the corpus, where there is one. */
export function listCorpus(): CorpusDocument[] {
  if (!hasCorpus) return [];
  const entries = JSON.parse(readFileSync(join(corpusFolder, 'index.json'), 'utf8')) as IndexEntry[];
  return entries.map(({ id, file, path, operations }) => ({
    id,
    file: entryOf(join(corpusFolder, file), path),
    operations,
  }));
}

/** A document of several files is a folder with the entry document somewhere in it. */
function entryOf(place: string, path: string): string {
  if (!statSync(place).isDirectory()) return place;
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  return join(place, names.find((name) => basename(name) === basename(path)) ?? basename(path));
}

/** The documents that ship with the project. */
export function listBundled(): CorpusDocument[] {
  return readdirSync('openapi', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(json|ya?ml)$/.test(name) && !name.includes('overlay'))
    .sort()
    .map((name) => ({ id: `openapi/${name}`, file: join('openapi', name), operations: undefined }));
}
