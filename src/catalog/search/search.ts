import type { Document } from '../../spec/document.ts';
import type { Tool } from '../tool.ts';
import { searchEntryOf } from './entry.ts';
import { createSearchIndex, type Hit, type SearchIndex, type SearchOptions } from './search-index.ts';

/** Finds tools by a question in plain words, the best first. */
export type Search = (question: string, options?: SearchOptions<Tool>) => Promise<readonly Hit<Tool>[]>;

/** A search over tools; its index is made when it is first asked. `documents` are those of the APIs, by their names. */
export function createSearch(tools: readonly Tool[], documents: ReadonlyMap<string, Document>): Search {
  let index: SearchIndex<Tool> | undefined;
  return (question, options) => {
    index ??= createSearchIndex(tools, (tool) => searchEntryOf(tool, documents.get(tool.api)!));
    return Promise.resolve(index.search(question, options));
  };
}
