import { buildCatalog } from '../../src/catalog/catalog.ts';
import { loadDocument } from '../../src/spec/load.ts';
import { type Calls, measureCalls } from './calls.ts';
import { findIllegal } from './legal.ts';

/** What became of a document. */
export interface Measurement {
  readonly operations: number;
  readonly tools: number;
  /** Operations that are no tools, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly setAside: readonly string[];
  readonly illegal: readonly string[];
  /** CPU of all threads: reading the document, and making its tools. */
  readonly loadMs: number;
  readonly catalogMs: number;
  /** Of the whole process, once the tools are there. */
  readonly peakMb: number;
  /** JSON of all input schemas. */
  readonly schemaKb: number;
  readonly diagnostics: Readonly<Record<string, number>>;
  readonly calls: Calls;
}

/** Loads a document, makes its tools and judges them. */
export async function measureDocument(file: string): Promise<Measurement> {
  const start = cpuMs();
  const document = await loadDocument(file);
  const loaded = cpuMs();
  const catalog = buildCatalog(document);
  const built = cpuMs();
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  return {
    operations: catalog.tools.length + catalog.leftOut.length,
    tools: catalog.tools.length,
    leftOut: countBy(catalog.leftOut, ({ reason }) => reason),
    setAside: catalog.diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ operation, pointer, message }) => `${operation ?? pointer}: ${message}`),
    illegal: findIllegal(catalog.tools),
    loadMs: Math.round(loaded - start),
    catalogMs: Math.round(built - loaded),
    peakMb,
    schemaKb: Math.round(
      catalog.tools.reduce((sum, { inputSchema }) => sum + JSON.stringify(inputSchema).length, 0) / 1000,
    ),
    diagnostics: countBy(catalog.diagnostics, ({ code }) => code),
    calls: await measureCalls(file),
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}
