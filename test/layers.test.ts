import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const src = resolve('src');

/** What each folder of src/ may import from (DESIGN.md, The tree). A file right under src/ is a layer of its own name. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  spec: ['base'],
  catalog: ['base', 'spec'],
  upstream: ['base', 'spec', 'catalog'],
  // The surface is handed a `call` function, so it need not know the upstream.
  surface: ['base', 'spec', 'catalog'],
  gateway: ['base', 'spec', 'catalog', 'upstream', 'surface'],
  mcp: ['base', 'spec', 'catalog', 'upstream', 'surface', 'gateway'],
  claude: ['base', 'spec', 'catalog', 'upstream', 'surface', 'gateway'],
  embed: ['base', 'spec', 'catalog', 'upstream', 'surface', 'gateway', 'mcp'],
  clients: ['base'],
  draft: ['base'],
  export: ['base', 'spec', 'catalog', 'upstream', 'surface', 'gateway'],
  check: ['base', 'spec', 'catalog', 'upstream', 'surface', 'gateway'],
  console: ['base', 'spec', 'catalog', 'upstream', 'surface', 'gateway'],
  doctor: ['base', 'spec', 'catalog', 'upstream', 'surface', 'gateway', 'clients'],
  // The demo is a story that plays all parts: the API, the gateway before it, and a client.
  demo: ['base', 'spec', 'catalog', 'upstream', 'surface', 'gateway', 'mcp', 'console'],
  cli: [
    'base',
    'spec',
    'catalog',
    'upstream',
    'surface',
    'gateway',
    'mcp',
    'claude',
    'clients',
    'export',
    'check',
    'console',
    'doctor',
    'demo',
    'draft',
  ],
  index: ['base', 'spec', 'catalog', 'upstream', 'surface', 'gateway', 'embed', 'export'],
};

function layerOf(path: string): string {
  const [first = ''] = relative(src, path).split(sep);
  return first.replace(/\.ts$/, '');
}

/** Relative imports and re-exports of a file, dynamic ones included; those of types alone are gone once it runs. */
function importsOf(path: string): { to: string; typeOnly: boolean }[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/(?:(import type|export type)\s[^;]*?)?(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => ({
    to: resolve(dirname(path), match[2]!),
    typeOnly: match[1] !== undefined,
  }));
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(src, name));
const edges = files.flatMap((from) => importsOf(from).map((edge) => ({ from, ...edge })));

describe('the layers of src/', () => {
  test('there are files and imports to look at', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(edges.length).toBeGreaterThan(150);
  });

  test('every folder is a known layer', () => {
    expect([...new Set(files.map(layerOf))].filter((layer) => !(layer in mayImport))).toEqual([]);
  });

  test('imports flow one way', () => {
    const wrong = edges
      .filter(
        ({ from, to }) => layerOf(from) !== layerOf(to) && !(mayImport[layerOf(from)] ?? []).includes(layerOf(to)),
      )
      .map(({ from, to }) => `${relative(src, from)} imports ${relative(src, to)}`);
    expect(wrong).toEqual([]);
  });

  test('there is no circle between files', () => {
    const next = new Map<string, string[]>();
    for (const { from, to, typeOnly } of edges) if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file))
        circles.push([...path.slice(path.indexOf(file)), file].map((step) => relative(src, step)).join(' → '));
      if (path.includes(file) || done.has(file)) return;
      for (const to of next.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });
});
