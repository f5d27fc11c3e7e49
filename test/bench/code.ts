/* `npm run bench:code`: what a run of code costs beside what it does. The calls inside it are answered at once, so only
   the way there and back is measured. */
import { effectOf } from '../../src/catalog/effect.ts';
import { buildCatalog } from '../../src/catalog/catalog.ts';
import type { ToolResult } from '../../src/catalog/tool-result.ts';
import { configFromSpec } from '../../src/base/config/load.ts';
import { loadDocument } from '../../src/spec/load.ts';
import { runCode } from '../../src/surface/code/run-code.ts';
import { createSandbox, type Sandbox } from '../../src/surface/sandbox/sandbox.ts';

const spec = 'openapi/bookshop.yaml';
const { tools } = buildCatalog(await loadDocument(spec));
const byName = new Map(tools.map((tool) => [tool.name, tool]));
const reading = tools.find((tool) => effectOf(tool) === 'read')!.name;
const limits = { ...configFromSpec(spec).code, calls: 10_000 };
const answer: ToolResult = {
  content: [],
  structuredContent: { items: Array.from({ length: 10 }, (_, id) => ({ id })) },
};

/** Milliseconds of a run, which must go well. */
async function time(sandbox: Sandbox, code: string): Promise<number> {
  const start = performance.now();
  const call = (): Promise<ToolResult> => Promise.resolve(answer);
  const result = await runCode({ tools: byName, sandbox, allow: 'read', call }, { code }, {});
  if (result.isError) throw new Error(JSON.stringify(result.content));
  return performance.now() - start;
}

async function times(count: number, measure: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let run = 0; run < count; run++) all.push(await measure());
  return all.sort((one, other) => one - other);
}

const cold = await times(7, async () => {
  const sandbox = createSandbox(limits);
  const spent = await time(sandbox, '1');
  await sandbox.close();
  return spent;
});
const sandbox = createSandbox(limits);
const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 20));
await time(sandbox, '1');
const warm = await times(50, async () => {
  await pause();
  return time(sandbox, '1');
});
const before = process.memoryUsage().rss;
const backToBack = await times(200, () => time(sandbox, '1'));
const after = process.memoryUsage().rss;
const inTurn = await times(7, () => time(sandbox, `for (let n = 0; n < 1000; n++) await api.${reading}({}); 1`));
const atOnce = await times(7, () =>
  time(sandbox, `await Promise.all(Array.from({ length: 1000 }, () => api.${reading}({}))); 1`),
);
await sandbox.close();

const middle = (values: readonly number[]): number => values[Math.floor(values.length / 2)]!;
const late = (values: readonly number[]): number => values[Math.floor(values.length * 0.95)]!;
const rows: [string, string][] = [
  ['an empty run, the first: the thread starts', `${middle(cold).toFixed(1)} ms`],
  ['an empty run, a thread being ready', `${middle(warm).toFixed(1)} ms, 95 %: ${late(warm).toFixed(1)} ms`],
  ['an empty run, 200 one after the other', `${middle(backToBack).toFixed(1)} ms`],
  ['memory after these', `${((after - before) / 1e6).toFixed(0)} MB more`],
  ['calls in a run, one after the other', `${Math.round(1e6 / middle(inTurn))} a second`],
  [`calls in a run, ${limits.concurrentCalls} at a time`, `${Math.round(1e6 / middle(atOnce))} a second`],
];
for (const [what, value] of rows) console.log(`${what.padEnd(46)} ${value}`);
