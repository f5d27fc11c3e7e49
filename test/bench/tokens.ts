/* What tools cost a model: `npm run bench:tokens`. For each document of the corpus (../shared/corpus, where it is found)
   and of openapi/ the tokens of its tools listed directly, with each measure that makes them fewer, and by each surface;
   with `npm run live:install` done also the error of our estimate against a real tokenizer. Writes docs/tokens.md. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { configFromSpec } from '../../src/base/config/load.ts';
import { type Catalog, buildCatalog } from '../../src/catalog/catalog.ts';
import { shortenDescriptions, simplifySchema } from '../../src/catalog/lean.ts';
import { createSearch } from '../../src/catalog/search/search.ts';
import { estimateTokens, tokensOfTool } from '../../src/catalog/tokens.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { loadDocument } from '../../src/spec/load.ts';
import { chooseSurface } from '../../src/surface/choose.ts';
import { createSandbox } from '../../src/surface/sandbox/sandbox.ts';
import { createSurface } from '../../src/surface/create.ts';
import type { SurfaceKind } from '../../src/surface/surface.ts';
import { type CorpusDocument, listBundled, listCorpus } from './documents.ts';

const budget = 8000;
/** Documents with fewer operations are counted, and not shown each. */
const fewest = 20;

type Measure = (tool: Tool) => Pick<Tool, 'name' | 'description' | 'inputSchema'>;

/** What is done to the tools, each beside those before it. */
const measures: Readonly<Record<string, Measure>> = {
  direct: (tool) => tool,
  simplified: ({ name, description, inputSchema }) => ({ name, description, inputSchema: simplifySchema(inputSchema) }),
  'first sentences': ({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema: shortenDescriptions(simplifySchema(inputSchema), 140),
  }),
};
/** Surfaces beside the direct one. */
const surfaces: readonly Exclude<SurfaceKind, 'direct'>[] = ['discovery', 'code'];

interface Row {
  readonly id: string;
  readonly operations: number;
  readonly tokens: Readonly<Record<string, number>>;
  readonly auto: number;
}

/** Definitions are looked at, and nothing is called. */
const refuse = (): Promise<never> => Promise.reject(new Error('not called'));

function measure({ tools, document, api }: Catalog, id: string): Row {
  const sum = (definitions: readonly Parameters<typeof tokensOfTool>[0][]): number =>
    definitions.reduce((total, definition) => total + tokensOfTool(definition), 0);
  const documents = new Map([[api, document]]);
  const options = {
    call: refuse,
    search: createSearch(tools, documents),
    documents,
    budget,
    code: { call: refuse, shape: refuse, sandbox: createSandbox(configFromSpec('-').code), allow: 'read' as const },
  };
  const shown = (kind: SurfaceKind): number => sum(createSurface(kind, tools, options).tools);
  return {
    id,
    operations: tools.length,
    tokens: {
      ...Object.fromEntries(Object.entries(measures).map(([name, apply]) => [name, sum(tools.map(apply))])),
      ...Object.fromEntries(surfaces.map((kind) => [kind, shown(kind)])),
    },
    auto: shown(chooseSurface(tools, budget).kind),
  };
}

/** A tokenizer to hold the estimate against: the one that Anthropic has published, of Claude 2. */
function loadTokenizer(): ((text: string) => number) | undefined {
  const live = join(process.cwd(), 'test', 'live', 'package.json');
  const require = createRequire(live);
  try {
    const { getTokenizer } = require('@anthropic-ai/tokenizer') as {
      getTokenizer: () => { encode: (text: string, special: 'all') => { readonly length: number } };
    };
    const tokenizer = getTokenizer();
    return (text) => tokenizer.encode(text.normalize('NFKC'), 'all').length;
  } catch {
    return undefined;
  }
}

/** How far the estimate is from what a tokenizer counts, tool by tool and document by document. */
class EstimateError {
  readonly #ofTools: number[] = [];
  readonly #ofDocuments: number[] = [];

  add(tools: readonly Tool[], count: (text: string) => number): void {
    let [estimated, counted] = [0, 0];
    for (const { name, description, inputSchema } of tools) {
      const text = JSON.stringify({ name, description, input_schema: inputSchema });
      const [ours, theirs] = [estimateTokens(text), count(text)];
      this.#ofTools.push(ours / theirs - 1);
      estimated += ours;
      counted += theirs;
    }
    if (tools.length > 0) this.#ofDocuments.push(estimated / counted - 1);
  }

  lines(): string[] {
    return [
      row(['', 'number', 'median', '90 % within', '99 % within', 'largest']),
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      this.#line('one tool', this.#ofTools),
      this.#line('all tools of a document', this.#ofDocuments),
    ];
  }

  #line(name: string, errors: readonly number[]): string {
    const sizes = errors.map(Math.abs).sort((one, other) => one - other);
    const at = (share: number): string => `${(100 * sizes[Math.floor(share * (sizes.length - 1))]!).toFixed(1)} %`;
    return row([name, number(sizes.length), at(0.5), at(0.9), at(0.99), at(1)]);
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

const count = loadTokenizer();
const error = new EstimateError();
const rows: Row[] = [];
for (const { id, file } of [...listBundled(), ...listCorpus()] satisfies CorpusDocument[]) {
  const catalog = buildCatalog(await loadDocument(file));
  if (catalog.tools.length === 0) continue;
  rows.push(measure(catalog, id));
  if (count) error.add(catalog.tools, count);
}

const names = [...Object.keys(measures), ...surfaces];
const shown = rows
  .filter(({ operations }) => operations >= fewest)
  .sort((one, other) => other.operations - one.operations);
const line = ({ id, operations, tokens, auto }: Row): string[] => [
  id,
  number(operations),
  ...names.map((name) => number(tokens[name]!)),
  number(auto),
];
const total: Row = {
  id: `all ${rows.length} documents`,
  operations: rows.reduce((sum, { operations }) => sum + operations, 0),
  tokens: Object.fromEntries(names.map((name) => [name, rows.reduce((sum, { tokens }) => sum + tokens[name]!, 0)])),
  auto: rows.reduce((sum, { auto }) => sum + auto, 0),
};
const most = Math.max(...rows.map(({ auto }) => auto));
const table = [
  row(['document', 'operations', ...names, 'auto']),
  row(['---', '---:', ...names.map(() => '---:'), '---:']),
  ...[...shown, total].map((of) => row(line(of))),
];
console.log([...table, '', ...(count ? error.lines() : [])].join('\n'));
console.log(`\nthe most that auto shows of any document: ${number(most)} tokens`);
if (most > budget) process.exitCode = 1;

const page = `# What tools cost a model

Tokens of the definitions, by estimate, of each document of the corpus with at least ${fewest} operations. \`npm run bench:tokens\` writes this page.

- **direct**: every operation is a tool of its own.
- **simplified**: what a schema says twice it says once; it accepts the same.
- **first sentences**: descriptions within schemas of at most 140 characters beside that, as a search shows them; \`describe_operation\` has all.
- **discovery**: a search and invokers (\`surface: discovery\`).
- **code**: a search and \`run_code\` (\`surface: code\`).
- **auto**: what \`surface: auto\` shows with its budget of ${number(budget)}; the most of any document is ${number(most)}.

${table.join('\n')}

## The estimate

Current models' tokenizers are not published. The estimate was fitted to the one that Anthropic has published, of Claude 2 (\`@anthropic-ai/tokenizer\`), and differs from it by:

${(count ? error.lines() : []).join('\n')}

Half of the documents were used for the fit, all are measured here. A newer model may count a third more or less for the same text: \`routewright tools --count-tokens\` asks the Messages API for the model that matters to you.
`;
if (count && rows.length > 20) await writeFile('docs/tokens.md', page);
else if (!existsSync('docs/tokens.md'))
  console.error('docs/tokens.md needs the corpus, and the packages of the live tests.');
