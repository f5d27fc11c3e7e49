// Bundles src/ into dist/: the program in a few files instead of hundreds, because a client spawns us each time
// it opens and Node pays for every file it loads (docs/decisions/0003-bundle.md). What is heavy and not always
// needed stays behind `await import()`, so esbuild gives it a chunk of its own.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
const result = await build({
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
  sourcesContent: false,
  packages: 'external',
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
});
if (process.argv.includes('--report')) {
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    if (file.endsWith('.js')) console.log(`${String(output.bytes).padStart(9)}  ${file}`);
  }
}
