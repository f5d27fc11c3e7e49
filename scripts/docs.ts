// Writes what is generated from the source: docs/errors.md from the table of codes, docs/rules from the rules of
// `routewright check`, and tools/<api>.tools.json from the documents in openapi/. `npm run docs`; CI fails when the files that are committed differ.
import { readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { errorCodes } from '../src/base/error-codes.ts';
import { buildCatalog } from '../src/catalog/catalog.ts';
import { loadDocument } from '../src/spec/load.ts';
import { writeReviewed } from '../src/check/reviewed.ts';
import { rulePages } from './rule-pages.ts';

async function writeErrors(): Promise<void> {
  const rows = Object.entries(errorCodes).map(
    ([code, { means, remedy }]) => `## ${code}\n\n${means}\n\n**What to do:** ${remedy}\n`,
  );
  const head =
    '# Errors and findings\n\nEvery code that an error, a finding of `routewright tools` or the result of a failed call can carry. Codes are stable. This page is generated from `src/base/error-codes.ts` by `npm run docs`.\n';
  await writeFile('docs/errors.md', [head, ...rows].join('\n'));
}

/** A page for each rule; those of rules that are gone go too. */
async function writeRules(): Promise<void> {
  await rm('docs/rules', { recursive: true, force: true });
  await mkdir('docs/rules');
  for (const [name, page] of rulePages()) await writeFile(join('docs/rules', name), page);
}

/** The tools of a document as a client sees them: what a reviewer looks at when code or document change. */
async function writeTools(document: string): Promise<void> {
  const catalog = buildCatalog(await loadDocument(document));
  await writeReviewed(join('tools', `${basename(document, extname(document))}.tools.json`), catalog.tools);
}

await writeErrors();
await writeRules();
for (const folder of ['openapi', 'openapi/samples']) {
  for (const file of readdirSync(folder).filter((name) => /\.(ya?ml|json)$/.test(name)))
    await writeTools(join(folder, file));
}
