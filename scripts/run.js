// Runs a TypeScript program of the project: `node scripts/run.js FILE [argument…]`. It is bundled into a temporary file
// next to the packages it imports, which Node then finds; those of the live tests are found where these have them.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [source, ...rest] = process.argv.slice(2);
if (source === undefined) {
  console.error('usage: node scripts/run.js FILE.ts [argument…]');
  process.exit(2);
}
const folder = join(process.cwd(), 'node_modules', '.cache', 'routewright');
mkdirSync(folder, { recursive: true });
const program = join(folder, `${basename(source, '.ts')}-${process.pid}.mjs`);
const live = join(process.cwd(), 'test', 'live', 'package.json');
const livePackages = Object.keys(JSON.parse(readFileSync(live, 'utf8')).dependencies);
/** @type {import('esbuild').Plugin} */
const findLivePackages = {
  name: 'find-live-packages',
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`^(${livePackages.join('|')})(/|$)`) }, ({ path }) => ({
      path: pathToFileURL(createRequire(live).resolve(path)).href,
      external: true,
    })),
};
await build({
  entryPoints: [source],
  outfile: program,
  bundle: true,
  packages: 'external',
  plugins: [findLivePackages],
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'inline',
  logLevel: 'warning',
});
process.on('exit', () => rmSync(program, { force: true }));
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
  process.on(signal, () => process.exit(code));
process.argv.splice(1, process.argv.length - 1, program, ...rest);
await import(pathToFileURL(program).href);
