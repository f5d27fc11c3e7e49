import type { Document } from '../../spec/document.ts';
import type { Tool } from '../tool.ts';
import type { Logger } from '../../base/log.ts';
import type { Store } from '../../base/store.ts';
import { type SearchEntry, searchEntryOf } from './entry.ts';
import { createHybridSearch, type Embeddings } from './hybrid.ts';
import { createSearchIndex, type Hit, type SearchIndex, type SearchOptions } from './search-index.ts';

/** Finds tools by a question in plain words, the best first. */
export type Search = (question: string, options?: SearchOptions<Tool>) => Promise<readonly Hit<Tool>[]>;

/** What a search is made with beside the words. */
export interface SearchParts {
  /** Where there is one, operations are found by meaning too. */
  readonly embeddings?: Embeddings | undefined;
  readonly store: Store;
  readonly logger: Logger;
}

/**
 * A search over tools; its index is made when it is first asked. `documents` are those of the APIs, by their names.
 */
export function createSearch(
  tools: readonly Tool[],
  documents: ReadonlyMap<string, Document>,
  parts?: SearchParts,
): Search {
  const entryOf = (tool: Tool): SearchEntry => searchEntryOf(tool, documents.get(tool.api)!);
  let index: SearchIndex<Tool> | undefined;
  const words: Search = (question, options) => {
    index ??= createSearchIndex(tools, entryOf);
    return Promise.resolve(index.search(question, options));
  };
  if (!parts?.embeddings) return words;
  return createHybridSearch(tools, entryOf, { ...parts, words, embeddings: parts.embeddings });
}
