import { stripVTControlCharacters, styleText } from 'node:util';
import type { Command } from 'commander';
import { formatDiagnostic, type Diagnostic } from '../base/diagnostic.ts';
import { tokensOfTool } from '../catalog/tokens.ts';
import type { Tool } from '../catalog/tool.ts';
import { locateDiagnostics } from '../spec/document.ts';
import { toDefinition } from '../surface/direct.ts';
import type { Surface } from '../surface/surface.ts';
import { countTokens } from './count-tokens.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { openSession, type Session } from './target.ts';

interface ToolsOptions extends CommonOptions {
  readonly json?: boolean;
  readonly countTokens?: boolean;
  readonly model: string;
}

export function addToolsCommand(program: Command): void {
  const command = program
    .command('tools')
    .description('list the tools, what was left out, and why')
    .argument('<spec|config>', 'an OpenAPI document (file, URL or - for stdin) or a routewright.config.yaml')
    .option('--json', 'the tools as a client sees them, with all findings, as JSON')
    .option('--count-tokens', 'have the Messages API count the tokens (needs ANTHROPIC_API_KEY)')
    .option('--model <model>', 'the model whose tokens are counted', 'claude-sonnet-5-5');
  withCommonOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  routewright tools ./openapi.yaml\n  routewright tools ./openapi.yaml --include "tag:orders" --json',
    )
    .action(async (target: string, options: ToolsOptions) => {
      const session = await openSession(target, { ...options, logLevel: options.logLevel ?? 'error' });
      const diagnostics = await locateAll(session);
      console.log(options.json === true ? toJson(session, diagnostics) : toTable(session, diagnostics));
      if (options.countTokens === true) console.log(await countWithApi(session, options.model));
      await session.gateway.close();
      await session.logger.close();
    });
}

async function locateAll({ gateway }: Session): Promise<Diagnostic[]> {
  const located: Diagnostic[] = [];
  let rest = [...gateway.diagnostics];
  for (const { catalog } of gateway.apis) {
    const mine = rest.filter(({ uri }) => catalog.document.resources.has(uri));
    rest = rest.filter((diagnostic) => !mine.includes(diagnostic));
    located.push(...(await locateDiagnostics(catalog.document, mine)));
  }
  return [...located, ...rest];
}

function toJson({ gateway }: Session, diagnostics: readonly Diagnostic[]): string {
  const leftOut = gateway.apis.flatMap(({ name, catalog }) =>
    catalog.leftOut.map(({ operation, reason }) => ({ api: name, operation: operation.id, reason })),
  );
  return JSON.stringify({ tools: gateway.tools.map(toDefinition), leftOut, diagnostics }, null, 2);
}

function toTable({ gateway, config }: Session, diagnostics: readonly Diagnostic[]): string {
  const costs = gateway.tools.map((tool) => ({ tool, tokens: tokensOfTool(tool) }));
  const rows = costs.map(({ tool, tokens }) => [
    tool.name,
    tool.operation.id,
    describeArguments(tool),
    tokens.toLocaleString('en'),
  ]);
  const lines = [alignColumns([['TOOL', 'OPERATION', 'ARGUMENTS', 'TOKENS'], ...rows])];
  lines.push('', ...explainCost(costs, gateway.surface, config.limits.definitionTokens));
  const leftOut = gateway.apis.flatMap(({ catalog }) => catalog.leftOut);
  if (leftOut.length > 0) {
    lines.push(
      '',
      `${count(leftOut.length, 'operation')} left out:`,
      alignColumns(leftOut.map(({ operation, reason }) => [`  ${operation.id}`, reason])),
    );
  }
  if (diagnostics.length > 0)
    lines.push(
      '',
      `${count(diagnostics.length, 'finding')}:`,
      ...diagnostics.map((diagnostic) => `  ${formatDiagnostic(diagnostic)}`),
    );
  return lines.join('\n');
}

interface Cost {
  readonly tool: Tool;
  readonly tokens: number;
}

/** What all tools cost a model, the dearest of them, and what a model is shown of them instead. */
function explainCost(costs: readonly Cost[], surface: Surface, budget: number): string[] {
  const all = costs.reduce((sum, { tokens }) => sum + tokens, 0);
  const lines = [`${count(costs.length, 'tool')}, about ${all.toLocaleString('en')} tokens of definitions`];
  if (costs.length > 10) {
    const dearest = [...costs].sort((one, other) => other.tokens - one.tokens).slice(0, 10);
    const share = (tokens: number): string => `${((100 * tokens) / all).toFixed(1)} %`;
    lines.push(
      '',
      'The ten dearest:',
      alignColumns(dearest.map(({ tool, tokens }) => [`  ${tool.name}`, tokens.toLocaleString('en'), share(tokens)])),
    );
  }
  if (surface.kind !== 'direct') {
    const shown = surface.tools.reduce((sum, definition) => sum + tokensOfTool(definition), 0);
    lines.push(
      '',
      `Beyond ${budget.toLocaleString('en')} tokens (limits.definitionTokens) they are found by a search: a model is shown ${count(surface.tools.length, 'tool')}, about ${shown.toLocaleString('en')} tokens.`,
    );
  }
  return lines;
}

/** What the Messages API counts: for the definitions that a model is shown, and for all tools where those are others. */
async function countWithApi({ gateway }: Session, model: string): Promise<string> {
  const shown = await countTokens(gateway.surface.tools, model, process.env);
  const lines = ['', `By the Messages API for ${model}: ${shown.toLocaleString('en')} tokens of the definitions shown`];
  if (gateway.surface.kind !== 'direct') {
    const all = await countTokens(gateway.tools, model, process.env);
    lines.push(`and ${all.toLocaleString('en')} tokens if all ${gateway.tools.length} tools were`);
  }
  return lines.join('\n');
}

/** Required arguments first, optional ones in brackets. */
function describeArguments({ inputSchema }: Tool): string {
  const required = new Set(inputSchema.required ?? []);
  const names = Object.keys(inputSchema.properties);
  const shown = [
    ...names.filter((name) => required.has(name)),
    ...names.filter((name) => !required.has(name)).map((name) => `[${name}]`),
  ];
  return shown.length <= 6 ? shown.join(' ') : `${shown.slice(0, 6).join(' ')} +${shown.length - 6}`;
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.min(Math.max(widths[index] ?? 0, cell.length), 60)));
  const lines = rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index]!)))
      .join('  ')
      .trimEnd(),
  );
  if (rows[0]?.[0] !== 'TOOL') return lines.join('\n');
  const head = styleText('bold', lines[0]!);
  return [process.stdout.isTTY ? head : stripVTControlCharacters(head), ...lines.slice(1)].join('\n');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
