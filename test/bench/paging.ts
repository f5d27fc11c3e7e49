// `npm run bench:paging`: how many of the operations that look like lists are recognised as paged, over the corpus and
// the documents that ship with the project. With --left, the parameters of those that are not, to be checked by eye.
import { parseArgs } from 'node:util';
import { buildCatalog } from '../../src/catalog/catalog.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { loadDocument } from '../../src/spec/load.ts';
import { listBundled, listCorpus } from './documents.ts';

const { values, positionals } = parseArgs({ options: { left: { type: 'boolean' } }, allowPositionals: true });
/** Words by which a person sees that a parameter has to do with pages, whatever its type. */
const telling =
  /page|cursor|offset|limit|skip|continu|marker|start(ing)?_?(after|at|from|index)|per_?page|max_?results|next|^\$?top$/i;

let [lists, paged] = [0, 0];
console.log('  lists   paged  by cursor, page, offset  document');
for (const { id, file } of [...listBundled(), ...listCorpus()].filter((one) =>
  positionals.every((word) => one.id.includes(word)),
)) {
  const tools = await toolsOf(file);
  const candidates = tools.filter(
    ({ operation }) =>
      operation.method === 'GET' && pagingWords(operation.parameters.map(({ name }) => name)).length > 0,
  );
  const recognised = candidates.filter(({ paging }) => paging);
  const by = (role: 'cursor' | 'page' | 'offset'): string =>
    String(recognised.filter(({ paging }) => paging?.[role]).length).padStart(5);
  if (candidates.length === 0) continue;
  lists += candidates.length;
  paged += recognised.length;
  console.log(
    `${String(candidates.length).padStart(7)} ${String(recognised.length).padStart(7)} ${by('cursor')} ${by('page')} ${by('offset')}          ${id}`,
  );
  if (values.left !== true) continue;
  for (const { name, operation, paging } of candidates)
    if (!paging)
      console.log(`          ${name}: ${pagingWords(operation.parameters.map((one) => one.name)).join(', ')}`);
}
console.log(
  `${lists} operations with parameters that sound like pages, ${paged} recognised (${((100 * paged) / lists).toFixed(1)} %)`,
);

async function toolsOf(file: string): Promise<readonly Tool[]> {
  try {
    return buildCatalog(await loadDocument(file)).tools;
  } catch {
    return [];
  }
}

function pagingWords(names: readonly string[]): string[] {
  return names.filter((name) => telling.test(name));
}
