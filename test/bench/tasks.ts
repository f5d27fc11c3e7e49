/* `npm run bench:tasks`: a scripted model tries tasks on ten real documents and the bundled one, with all tools listed,
   by discovery and in code mode, against a mock of each API on this machine. Prints the share of tasks done and the
   tokens they took, and writes docs/tasks.md. It needs the corpus; words choose documents by name and write nothing. */
import { writeFileSync } from 'node:fs';
import { configFromSpec } from '../../src/base/config/load.ts';
import { createSearch } from '../../src/catalog/search/search.ts';
import { estimateTokens } from '../../src/catalog/tokens.ts';
import { createGateway } from '../../src/gateway.ts';
import type { SurfaceKind } from '../../src/surface/surface.ts';
import { type CorpusDocument, hasCorpus, listBundled, listCorpus } from './documents.ts';
import { ScriptedModel } from './tasks/model.ts';
import { type Task, tasksOf } from './tasks/tasks.ts';
import { startMock } from './tasks/upstream.ts';

const kinds: readonly SurfaceKind[] = ['direct', 'discovery', 'code'];

const intro = `# Tasks, with all tools listed, by discovery, and in code mode

Printed by \`npm run bench:tasks\`. No model takes part, so anyone can repeat it: a script asks the search with the words of a question, takes the first operation whose schema fits what the question tells, makes up the rest by that schema, calls it, and goes on page by page where the question asks for everything (three pages of twenty items). The API is a mock that answers with values of the document's schemas.

A task is done when the request reached the operation that does it, for all pages where all are wanted. Where all tools are listed, the same search stands for a model's reading of them, so the share of tasks done says how well the search finds, not how well a model reads. Tokens are estimates: of the definitions, which a model carries in every step, and of a task beside them, which is all it reads and writes. A real model does better than the script in choosing and worse in paying: it reads the definitions again at each step.
`;

interface Score {
  readonly done: number;
  /** Of the definitions, and of one task beside them. */
  readonly definitions: number;
  readonly task: number;
  readonly missed: readonly string[];
}

interface Row {
  readonly name: string;
  readonly operations: number;
  readonly tasks: number;
  readonly scores: Readonly<Record<SurfaceKind, Score>>;
}

const words = process.argv.slice(2);
if (!hasCorpus) console.error('There is no corpus here; only the bundled document is tried.');
const documents = [...listBundled(), ...listCorpus()];
const rows: Row[] = [];
for (const [word, tasks] of Object.entries(tasksOf)) {
  const document = documents.find(({ id }) => id.includes(word));
  if (document && (words.length === 0 || words.some((wanted) => word.includes(wanted))))
    rows.push(await tryDocument(word, document, tasks));
}
const text = format(rows);
console.log(text);
if (hasCorpus && words.length === 0) writeFileSync('docs/tasks.md', text);

async function tryDocument(word: string, { file }: CorpusDocument, tasks: readonly Task[]): Promise<Row> {
  const scores: Partial<Record<SurfaceKind, Score>> = {};
  let operations = 0;
  for (const kind of kinds) {
    const base = await mockFor(file);
    const config = configFromSpec(file, {
      api: { baseUrl: base.url },
      surface: kind,
      code: { allow: 'delete', timeout: '120s' },
    });
    const gateway = await createGateway(config);
    const search = createSearch(gateway.tools, new Map(gateway.apis.map((api) => [api.name, api.catalog.document])));
    const model = new ScriptedModel(gateway.surface, gateway.tools, search);
    operations = gateway.tools.length;
    const shown = gateway.surface.tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema,
    }));
    let [done, tokens] = [0, 0];
    const missed: string[] = [];
    for (const task of tasks) {
      tokens += await model.attempt(task);
      const asked = base.takeAsked();
      const right = asked.filter(({ operation }) => task.done.includes(operation));
      if (task.pages ? right.length > 3 : right.length > 0) done++;
      else missed.push(`${task.question} → ${asked.map(({ operation }) => operation).join(', ') || 'no request'}`);
    }
    scores[kind] = {
      done,
      definitions: shown.reduce((sum, tool) => sum + estimateTokens(JSON.stringify(tool)), 0),
      task: Math.round(tokens / tasks.length),
      missed,
    };
    await gateway.close();
    await base.close();
  }
  const name = word
    .replace(/__$/, '')
    .replace('octokit', 'github')
    .replace(/[-_](client|api|accounting)$/, '');
  return { name, operations, tasks: tasks.length, scores: scores as Row['scores'] };
}

async function mockFor(file: string): ReturnType<typeof startMock> {
  const gateway = await createGateway(configFromSpec(file, { surface: 'code' }));
  const [api] = gateway.apis;
  await gateway.close();
  return startMock(gateway.tools, api!.catalog.document, '/base');
}

function format(measured: readonly Row[]): string {
  const sum = (value: (row: Row) => number): number => measured.reduce((total, row) => total + value(row), 0);
  const tasks = sum((row) => row.tasks);
  const cells = (row: Row): string[] =>
    kinds.flatMap((kind) => {
      const { done, definitions, task } = row.scores[kind];
      return [`${done}`, number(definitions), number(task)];
    });
  const lines = measured.map((row) => [row.name, number(row.operations), String(row.tasks), ...cells(row)]);
  const totals = kinds.flatMap((kind) => {
    const done = sum((row) => row.scores[kind].done);
    const mean = (value: (score: Score) => number): string =>
      number(sum((row) => value(row.scores[kind]) * row.tasks) / tasks);
    return [
      `${done} (${Math.round((done / tasks) * 100)} %)`,
      mean(({ definitions }) => definitions),
      mean(({ task }) => task),
    ];
  });
  const table = [
    ['document', 'operations', 'tasks', ...kinds.flatMap((kind) => [`${kind}: done`, 'definitions', 'a task'])],
    ['---', '--:', '--:', ...kinds.flatMap(() => ['--:', '--:', '--:'])],
    ...lines,
    ['**all**', number(sum((row) => row.operations)), String(tasks), ...totals],
  ];
  const missed = measured.flatMap(({ name, scores }) => scores.code.missed.map((task) => `- ${name}: ${task}`));
  const lists = table.map((line) => `| ${line.join(' | ')} |`).join('\n');
  return `${intro}\n${lists}\n\nWhat was missed in code mode, and the requests made instead:\n\n${missed.join('\n')}\n`;
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en');
}
