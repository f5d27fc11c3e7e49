import { silentLogger } from '../../src/base/log.ts';
import { MemoryStore } from '../../src/base/store.ts';
import type { ToolResult } from '../../src/catalog/tool-result.ts';
import { createResults } from '../../src/surface/results/results.ts';

/** What it costs to shape a result, by its size: `npm run bench:results`. */

const limits = { resultTokens: 8000, maxResultTokens: 25_000, resultFileBytes: 1_000_000, resultLifetime: 3_600_000 };

function resultOf(bytes: number): ToolResult {
  const item = {
    id: 1234,
    name: 'A thing of some length',
    tags: ['one', 'two'],
    owner: { login: 'somebody', admin: false },
  };
  const count = Math.max(1, Math.floor(bytes / (JSON.stringify(item).length + 1)));
  const items = Array.from({ length: count }, (_, index) => ({ ...item, id: index }));
  return { content: [{ type: 'text', text: JSON.stringify(items) }], structuredContent: items };
}

const store = new MemoryStore();
const results = createResults(store, limits, silentLogger);
for (const [name, bytes, rounds] of [
  ['1 kB', 1e3, 200_000],
  ['20 kB', 2e4, 20_000],
  ['100 kB', 1e5, 300],
  ['1 MB', 1e6, 60],
  ['10 MB', 1e7, 10],
] as const) {
  const result = resultOf(bytes);
  const shape = (): Promise<ToolResult> => results.shape('listThings', result, {});
  for (let round = 0; round < Math.min(rounds, 50); round++) await shape();
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round++) await shape();
  const { user, system } = process.cpuUsage(start);
  const shown = (await shape()).content[0];
  const length = shown?.type === 'text' ? shown.text.length : 0;
  console.log(
    `${name.padStart(7)}  ${((user + system) / rounds / 1000).toFixed(4).padStart(9)} ms CPU, ${length} characters shown`,
  );
}
await store.close();
