// Bundles src/ into dist/. The program (dist/cli.js) is bundled with its libraries, because a client spawns us each
// time it opens and Node pays for every file it loads; what is heavy and not always needed stays behind `await import()`
// and gets a chunk of its own (docs/decisions/0003-bundle.md). The library (dist/index.js) leaves its dependencies to
// the program that uses it.
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const shared = {
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
};

await rm('dist', { recursive: true, force: true });
const program = await build({
  ...shared,
  entryPoints: { cli: 'src/cli/main.ts' },
  chunkNames: 'chunks/[name]-[hash]',
  // Its CommonJS build finds its own parts by a `require` that no bundler can follow.
  alias: { 'jsonc-parser': './node_modules/jsonc-parser/lib/esm/main.js' },
  // CommonJS libraries in an ES module ask for a `require` of their own.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
});
const library = await build({
  ...shared,
  entryPoints: { index: 'src/index.ts', claude: 'src/claude/index.ts' },
  chunkNames: 'chunks/lib-[hash]',
  packages: 'external',
});
const sandbox = await buildSandbox();
const page = await buildConsole();
const inputs = [program, sandbox, page].flatMap(({ metafile }) => Object.keys(metafile.inputs));
await writeFile('dist/THIRD-PARTY-LICENSES.txt', await collectLicences(inputs));

if (process.argv.includes('--report')) {
  for (const [file, output] of Object.entries({
    ...program.metafile.outputs,
    ...sandbox.metafile.outputs,
    ...library.metafile.outputs,
    ...page.metafile.outputs,
  })) {
    if (file.endsWith('.js') || file.endsWith('.css')) console.log(`${String(output.bytes).padStart(9)}  ${file}`);
  }
}

/**
 * dist/sandbox.js, the thread that the code of models runs in, with its engine beside it. What that code finds in the
 * engine (guest.ts) is a text in it: an expression whose value is the function `createGuest`.
 */
async function buildSandbox() {
  const guest = await build({
    ...shared,
    entryPoints: ['src/surface/sandbox/guest.ts'],
    splitting: false,
    sourcemap: false,
    write: false,
    format: 'iife',
    globalName: 'guest',
    platform: 'neutral',
    target: 'es2022',
  });
  await copyFile(fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')), 'dist/quickjs.wasm');
  return build({
    ...shared,
    entryPoints: { sandbox: 'src/surface/sandbox/thread.ts' },
    splitting: false,
    define: { GUEST: JSON.stringify(`(() => { ${guest.outputFiles[0].text}; return guest.createGuest; })()`) },
  });
}

/** dist/console: the page with its script and style, whose names change with their content so that they can be kept. */
async function buildConsole() {
  const folder = 'src/console/page';
  const page = await build({
    bundle: true,
    minify: true,
    metafile: true,
    logLevel: 'warning',
    outdir: 'dist/console',
    entryNames: '[name]-[hash]',
    entryPoints: { app: `${folder}/main.tsx`, theme: `${folder}/theme.ts`, style: `${folder}/style/style.css` },
    format: 'esm',
    platform: 'browser',
    target: ['chrome109', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  const names = Object.keys(page.metafile.outputs).map((path) => basename(path));
  const html = await readFile(`${folder}/index.html`, 'utf8');
  const filled = html.replace(/\{(\w+)\}/g, (_, entry) => names.find((name) => name.startsWith(`${entry}-`)));
  await writeFile('dist/console/index.html', filled);
  await copyFile(`${folder}/icon.svg`, 'dist/console/icon.svg');
  return page;
}

/** The licence of every package that went into the bundle, as their terms ask. */
async function collectLicences(inputs) {
  const folders = new Set(
    inputs
      .map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
      .filter((folder) => folder !== undefined),
  );
  const texts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    texts.push(
      `${name}@${version} (${license})\n\n${file ? (await readFile(join(folder, file), 'utf8')).trim() : `See ${dirname(folder)}.`}\n`,
    );
  }
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
