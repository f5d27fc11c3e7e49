// `npm run judges`: generated calls of the documents of large APIs go through the gateway to validators that others
// wrote. Prints how many requests each accepts; with --write writes docs/judges.md. `--operations N` takes at most N
// operations of each document, `--json FILE` writes every verdict. Words filter the documents by name.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { listJudged } from './documents.ts';
import { hear, type Row } from './hearing.ts';
import { page } from './page.ts';
import { formatTable, summarize } from './summary.ts';

const atOnce = 2;
const { values, positionals } = parseArgs({
  options: {
    operations: { type: 'string', default: '100000' },
    json: { type: 'string' },
    one: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const { documents, hasCorpus } = listJudged();

if (values.one === undefined) process.exitCode = await hearAll();
else {
  const document = documents.find(({ name }) => name === values.one)!;
  process.stdout.write(JSON.stringify(await hear(document, Number(values.operations))), () => process.exit(0));
}

async function hearAll(): Promise<number> {
  if (!hasCorpus) console.error('There is no corpus here; judging by the documents that ship with the project.');
  const wanted = documents.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const heard: Row[][] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < wanted.length; index = next++) heard[index] = await hearApart(wanted[index]!.name);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const rows = heard.flat();
  const summaries = summarize(rows);
  for (const { unexplained } of summaries) for (const refusal of unexplained) console.log(`${refusal}\n`);
  console.log(formatTable(summaries));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ hasCorpus, summaries, rows }));
  if (values.write) writeFileSync('docs/judges.md', page(rows));
  return summaries.every(({ unexplained }) => unexplained.length === 0) ? 0 : 1;
}

/** Hears one document in a process of its own, so that its memory and its time are its own. */
function hearApart(name: string): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const options = ['--no-warnings', process.argv[1]!, '--one', name, '--operations', values.operations];
    const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Row[]);
      else reject(new Error(`${name} was not heard: exit code ${code}\n${errors.slice(-4000)}`));
    });
  });
}
