// Writes routewright.schema.json, the JSON Schema of the configuration file, from its zod schema in src/base/config.
// With --check it writes nothing and fails where the file is stale. --out FILE names another file.
import { Buffer } from 'node:buffer';
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const out = process.argv.includes('--out')
  ? process.argv[process.argv.indexOf('--out') + 1]
  : 'routewright.schema.json';
const { outputFiles } = await build({
  entryPoints: ['src/base/config/schema.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['winston'],
  logLevel: 'warning',
});
const { configJsonSchema } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  await writeFile(out, text);
} else if ((await readFile(out, 'utf8').catch(() => '')) !== text) {
  console.error(`${out} is stale: run \`node scripts/config-schema.js\` and commit what it writes.`);
  process.exitCode = 1;
}
