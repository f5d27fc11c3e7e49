/* How well operations are found: `npm run bench:search [--missed] [--embeddings URL] [words of documents' names]`. Two collections of questions, of which one half was
   looked at while the search was made and the other was not: StableToolBench (../shared/retrieval, where it is found),
   and questions of our own, put in other words than those of the documents they are asked of (questions.json, with
   documents of ../shared/corpus). `--missed` lists those of our own, of the first half, whose answer is not among ten.
   `--embeddings` finds ours by the vectors of a server as well. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { silentLogger } from '../../../src/base/log.ts';
import { MemoryStore } from '../../../src/base/store.ts';
import { buildCatalog } from '../../../src/catalog/catalog.ts';
import type { SearchEntry } from '../../../src/catalog/search/entry.ts';
import { createSearch } from '../../../src/catalog/search/search.ts';
import { createSearchIndex } from '../../../src/catalog/search/search-index.ts';
import { loadDocument } from '../../../src/spec/load.ts';
import { HttpClient } from '../../../src/upstream/client.ts';
import { createEmbeddings } from '../../../src/upstream/embeddings.ts';
import { listCorpus } from '../documents.ts';
import { Recall } from './recall.ts';

const {
  values: { missed, embeddings: server },
  positionals: wanted,
} = parseArgs({
  options: { missed: { type: 'boolean', default: false }, embeddings: { type: 'string' } },
  allowPositionals: true,
});
const benchmark = '../shared/retrieval/stabletoolbench.json';

interface BenchmarkOperation {
  readonly id: string;
  readonly method: string;
  readonly name: string;
  readonly api: string;
  readonly category: string;
  readonly description: string;
  readonly parameters: readonly { readonly name: string; readonly description: string }[];
}

interface Benchmark {
  readonly operations: readonly BenchmarkOperation[];
  readonly queries: readonly { readonly query: string; readonly gold: readonly string[] }[];
}

/** Which half a question is in, the same in every run. */
function isHeldOut(question: string): boolean {
  let hash = 7;
  for (const character of question) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return hash % 2 === 1;
}

function halves(): { tuned: Recall; heldOut: Recall } {
  return { tuned: new Recall(), heldOut: new Recall() };
}

function cpuMs(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

function runBenchmark(): object[] {
  const { operations, queries } = JSON.parse(readFileSync(benchmark, 'utf8')) as Benchmark;
  const { tuned, heldOut } = halves();
  const all = new Recall();
  const toEntry = (operation: BenchmarkOperation): SearchEntry => ({
    name: operation.name,
    api: operation.api,
    method: operation.method,
    path: '',
    tags: [operation.category],
    summary: '',
    description: operation.description,
    arguments: operation.parameters.map(({ name }) => name),
    argumentWords: operation.parameters.map(({ description }) => description),
  });
  const [start, begun] = [process.cpuUsage(), performance.now()];
  const index = createSearchIndex(operations, toEntry);
  const wall = (performance.now() - begun).toFixed(0);
  console.log(`index of ${operations.length} operations: ${wall} ms, ${cpuMs(start).toFixed(0)} ms of CPU`);
  const asked = process.cpuUsage();
  for (const { query, gold } of queries) {
    const results = index.search(query, { limit: 20 }).map(({ item }) => item.id);
    (isHeldOut(query) ? heldOut : tuned).add(results, gold);
    all.add(results, gold);
  }
  console.log(`a question: ${(cpuMs(asked) / queries.length).toFixed(2)} ms of CPU, mean of ${queries.length}`);
  return [tuned.row('StableToolBench, tuned on'), heldOut.row('StableToolBench, held out'), all.row('StableToolBench')];
}

async function runOurs(): Promise<object[]> {
  const questions = JSON.parse(readFileSync('test/bench/search/questions.json', 'utf8')) as Record<
    string,
    Record<string, string[]>
  >;
  const client = new HttpClient();
  const secrets = { read: () => ({ missing: 'none' }), peek: () => undefined, forget: () => false };
  const model = { url: server ?? '', model: 'any', batch: 64, timeout: 120_000 };
  const embeddings = server === undefined ? undefined : createEmbeddings(model, client, secrets);
  const parts = { embeddings, store: new MemoryStore(), logger: silentLogger };
  const { tuned, heldOut } = halves();
  for (const { id, file } of listCorpus()) {
    if (!Object.hasOwn(questions, id) || (wanted.length > 0 && !wanted.some((word) => id.includes(word)))) continue;
    const document = await loadDocument(file);
    const { tools, api } = buildCatalog(document, { lazy: true });
    const search = createSearch(tools, new Map([[api, document]]), parts);
    for (const [question, answers] of Object.entries(questions[id]!)) {
      const results = (await search(question, { limit: 20 })).map(({ item }) => item.name);
      // Each of several answers does; the first to be found stands for them.
      const found = results.find((name) => answers.includes(name)) ?? answers[0]!;
      (isHeldOut(question) ? heldOut : tuned).add(results, [found]);
      if (missed && !isHeldOut(question) && !results.slice(0, 10).includes(found))
        console.log(`${question} → ${found}; found ${results.slice(0, 3).join(', ')}`);
    }
  }
  await client.close();
  return [tuned.row('our questions, tuned on'), heldOut.row('our questions, held out')];
}

const rows = [...(existsSync(benchmark) && wanted.length === 0 ? runBenchmark() : []), ...(await runOurs())];
console.table(Object.fromEntries(rows.map((row) => [(row as { collection: string }).collection, row])));
