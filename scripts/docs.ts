// Writes what is generated from the source: docs/errors and docs/errors.md from the table of codes, docs/rules from the rules of
// `routewright check`, and tools/<api>.tools.json from the documents in openapi/. `npm run docs`; CI fails when the files that are committed differ.
import { readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { buildCatalog } from '../src/catalog/catalog.ts';
import { loadDocument } from '../src/spec/load.ts';
import { writeReviewed } from '../src/check/reviewed.ts';
import { errorIndex, errorPages } from './error-pages.ts';
import { rulePages } from './rule-pages.ts';

/** A page for each code, and the list of them; those of codes that are gone go too. */
async function writeErrors(): Promise<void> {
  await writeFile('docs/errors.md', errorIndex());
  await rm('docs/errors', { recursive: true, force: true });
  await mkdir('docs/errors');
  for (const [name, page] of errorPages()) await writeFile(join('docs/errors', name), page);
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
