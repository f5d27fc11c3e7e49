// Writes what is generated from the source: docs/errors.md from the table of codes, and tools/<api>.tools.json from the
// documents in openapi/. `npm run docs`; CI fails when the files that are committed differ.
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { errorCodes } from '../src/base/error-codes.ts';
import { buildCatalog } from '../src/catalog/catalog.ts';
import { loadDocument } from '../src/spec/load.ts';
import { toDefinition } from '../src/surface/direct.ts';

async function writeErrors(): Promise<void> {
  const rows = Object.entries(errorCodes).map(
    ([code, { means, remedy }]) => `## ${code}\n\n${means}\n\n**What to do:** ${remedy}\n`,
  );
  const head =
    '# Errors and findings\n\nEvery code that an error, a finding of `routewright tools` or the result of a failed call can carry. Codes are stable. This page is generated from `src/base/error-codes.ts` by `npm run docs`.\n';
  await writeFile('docs/errors.md', [head, ...rows].join('\n'));
}

/** The tools of a document as a client sees them: what a reviewer looks at when code or document change. */
async function writeTools(document: string): Promise<void> {
  const catalog = buildCatalog(await loadDocument(document));
  const path = join('tools', `${basename(document, extname(document))}.tools.json`);
  const json = JSON.stringify(catalog.tools.map(toDefinition));
  await writeFile(path, await format(json, { ...(await resolveConfig(path)), parser: 'json' }));
}

await writeErrors();
for (const folder of ['openapi', 'openapi/samples']) {
  for (const file of readdirSync(folder).filter((name) => /\.(ya?ml|json)$/.test(name)))
    await writeTools(join(folder, file));
}
