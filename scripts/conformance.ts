// Makes every call of test/stories/requests through the gateway, prints how many requests arrived as the specifications
// say, by area, and writes docs/conformance.md. `npm run conformance`; it ends with 1 when a case is wrong that is not
// known to be.
import { writeFile } from 'node:fs/promises';
import { areas } from '../test/stories/requests/areas.ts';
import type { RequestCase } from '../test/stories/requests/case.ts';
import { startRunner } from '../test/stories/requests/run.ts';

interface Row {
  readonly story: RequestCase;
  readonly line: string | undefined;
  readonly right: boolean;
}

const runner = await startRunner(areas);
const results: { name: string; rows: Row[] }[] = [];
for (const { name, cases } of areas) {
  const rows: Row[] = [];
  for (const story of cases) {
    const { line, differences } = await runner.run(story);
    rows.push({ story, line, right: differences.length === 0 });
    if (differences.length > 0) {
      console.error(`✗ ${name}: ${story.what} (${story.section})`);
      for (const difference of differences) console.error(`    ${difference}`);
      if (story.known === undefined) process.exitCode = 1;
    }
  }
  results.push({ name, rows });
}
await runner.close();

const count = (rows: readonly Row[]): { cases: number; right: number } => ({
  cases: rows.length,
  right: rows.filter(({ right }) => right).length,
});
const totals = results.map(({ name, rows }) => ({ area: name, ...count(rows) }));
const all = { area: 'All', ...count(results.flatMap(({ rows }) => rows)) };
console.table([...totals, all]);

/** A cell of a table: nothing in it may end it, or be markup. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|').replaceAll('`', "'")}\``;
}

function plain(text: string): string {
  return text.replace(/[|*_<>[\]`\\~]/g, '\\$&');
}

const head = `# Requests: what is sent

${all.right} of ${all.cases} requests arrive as the specifications say. Each case is an operation, the arguments of a call, and the request that must arrive: method, target, headers and body, byte by byte, as a server below HTTP records them. What must arrive is taken from the section named, never from what the gateway does. Where a section lets a client choose, each choice is right. The cases are in \`test/stories/requests\`; \`npm test\` runs them, and \`npm run conformance\` writes this page.

| Area | Cases | Right |
| --- | ---: | ---: |
${[...totals, all].map(({ area, cases, right }) => `| ${area} | ${cases} | ${right} |`).join('\n')}
`;

const tables = results.map(({ name, rows }) => {
  const lines = rows.map(({ story, line, right }) => {
    const arrived = line === undefined ? (story.arrives === 'nothing' ? 'nothing' : '–') : code(line);
    const mark = right ? '✓' : `✗ ${plain(story.known ?? '')}`.trim();
    return `| ${plain(story.what)} | ${plain(story.section)} | ${arrived} | ${mark} |`;
  });
  return `## ${name}\n\n| What | Section | Request line | |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
});

await writeFile('docs/conformance.md', [head, ...tables].join('\n'));
