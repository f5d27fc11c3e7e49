// `npm run corpus`: every document of the corpus and of openapi/ becomes tools, each in a process of its own. Prints a
// table, writes it as JSON (--json FILE), and fails when a document does not load, when fewer than 99.5 % of the
// operations become tools, when a tool is one that some client would refuse, or when no request can be made of
// arguments that its schema accepts. Words filter the documents by name.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CorpusDocument, hasCorpus, listBundled, listCorpus } from './documents.ts';
import { whyKnown } from './known-calls.ts';
import { measureDocument, type Measurement } from './measure.ts';

const atOnce = 2;
const fewestTools = 0.995;

interface Row extends Partial<Measurement> {
  readonly id: string;
  readonly expected: number | undefined;
  readonly loaded: boolean;
  readonly error?: string;
}

const { values, positionals } = parseArgs({
  options: { json: { type: 'string', default: 'corpus-report.json' }, one: { type: 'string' } },
  allowPositionals: true,
});

if (values.one === undefined) process.exitCode = await measureAll(values.json, positionals);
else process.stdout.write(JSON.stringify(await measureDocument(values.one)));

async function measureAll(report: string, words: readonly string[]): Promise<number> {
  if (!hasCorpus) console.error('There is no corpus here; measuring the documents that ship with the project.');
  const wanted = [...listBundled(), ...listCorpus()].filter(({ id }) => words.every((word) => id.includes(word)));
  const rows: Row[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < wanted.length; index = next++) rows[index] = await measureApart(wanted[index]!);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const totals = sum(rows);
  console.log(formatTable(rows));
  printFindings(rows);
  console.log(formatTotals(totals));
  writeFileSync(report, `${JSON.stringify({ totals, documents: rows }, undefined, 1)}\n`);
  return totals.notLoaded === 0 && totals.illegal === 0 && totals.failedCalls === 0 && totals.share >= fewestTools
    ? 0
    : 1;
}

/** Measures one document in a child process, so that its memory and its CPU are its own. */
function measureApart({ id, file, operations }: CorpusDocument): Promise<Row> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--no-warnings', process.argv[1]!, '--one', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('close', (code) => {
      const row = { id, expected: operations };
      if (code === 0) resolve({ ...row, loaded: true, ...(JSON.parse(out) as Measurement) });
      else resolve({ ...row, loaded: false, error: /^\w*Error:? .*/m.exec(errors)?.[0] ?? `exit code ${code}` });
    });
  });
}

interface Totals {
  readonly documents: number;
  readonly notLoaded: number;
  /** What the index of the corpus counts, and where it says nothing what was found. */
  readonly operations: number;
  readonly tools: number;
  /** Tools for each operation expected; a document with more than expected makes up for none with fewer. */
  readonly share: number;
  readonly illegal: number;
  /** Requests made of generated arguments, and how many could not be made for no known reason. */
  readonly calls: number;
  readonly failedCalls: number;
  readonly cpuMs: number;
}

function sum(rows: readonly Row[]): Totals {
  const add = (value: (row: Row) => number): number => rows.reduce((total, row) => total + value(row), 0);
  const expected = (row: Row): number => row.expected ?? row.operations ?? 0;
  const operations = add(expected);
  return {
    documents: rows.length,
    notLoaded: add(({ loaded }) => (loaded ? 0 : 1)),
    operations,
    tools: add(({ tools }) => tools ?? 0),
    share: operations === 0 ? 1 : add((row) => Math.min(row.tools ?? 0, expected(row))) / operations,
    illegal: add(({ illegal }) => illegal?.length ?? 0),
    calls: add(({ calls }) => calls?.prepared ?? 0),
    failedCalls: add((row) => unexplained(row).length),
    cpuMs: add(({ loadMs, catalogMs }) => (loadMs ?? 0) + (catalogMs ?? 0)),
  };
}

function unexplained({ id, calls }: Row): string[] {
  const failed = calls?.failed ?? [];
  return failed
    .filter(({ operation }) => whyKnown(id, operation) === undefined)
    .map(({ operation, problem }) => `${operation}: ${problem}`);
}

function formatTable(rows: readonly Row[]): string {
  const header = [
    'document',
    'expected',
    'tools',
    'left out',
    'illegal',
    'calls',
    'load ms',
    'tools ms',
    'peak MB',
    'KB',
    'diagnostics',
  ];
  const cells = rows.map((row) => [
    row.id,
    row.expected ?? '',
    row.loaded ? (row.tools ?? '') : 'not loaded',
    countsOf(row.leftOut),
    row.illegal?.length ?? '',
    row.calls?.prepared ?? '',
    row.loadMs ?? '',
    row.catalogMs ?? '',
    row.peakMb ?? '',
    row.schemaKb ?? '',
    countsOf(row.diagnostics),
  ]);
  const lines = [header, ...cells].map((line) =>
    line.map((cell, column) => String(cell).slice(0, column === 0 ? 64 : 120)),
  );
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const textual = new Set([0, 3, 10]);
  return lines
    .map((line) =>
      line
        .map((cell, column) => (textual.has(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function countsOf(counts: Readonly<Record<string, number>> = {}): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function printFindings(rows: readonly Row[]): void {
  for (const row of rows) {
    const { id, error, illegal = [], setAside = [] } = row;
    if (error !== undefined) console.log(`\n${id}: ${error}`);
    for (const problem of [...setAside, ...illegal.slice(0, 20), ...unexplained(row).slice(0, 20)])
      console.log(`\n${id}: ${problem}`);
  }
}

function formatTotals(totals: Totals): string {
  const { documents, notLoaded, operations, tools, share, illegal, calls, failedCalls, cpuMs } = totals;
  return `\n${documents - notLoaded} of ${documents} documents loaded; ${tools} tools of ${operations} operations expected (${(share * 100).toFixed(2)} %); ${illegal} illegal; ${calls} requests made of generated arguments, ${failedCalls} not; ${cpuMs} ms of CPU`;
}
