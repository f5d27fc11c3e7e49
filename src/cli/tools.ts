import { stripVTControlCharacters, styleText } from 'node:util';
import type { Command } from 'commander';
import { formatDiagnostic, type Diagnostic } from '../base/diagnostic.ts';
import type { Tool } from '../catalog/tool.ts';
import { locateDiagnostics } from '../spec/document.ts';
import { toDefinition } from '../surface/direct.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { openSession, type Session } from './target.ts';

interface ToolsOptions extends CommonOptions {
  readonly json?: boolean;
}

export function addToolsCommand(program: Command): void {
  const command = program
    .command('tools')
    .description('list the tools, what was left out, and why')
    .argument('<spec|config>', 'an OpenAPI document (file, URL or - for stdin) or a routewright.config.yaml')
    .option('--json', 'the tools as a client sees them, with all findings, as JSON');
  withCommonOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  routewright tools ./openapi.yaml\n  routewright tools ./openapi.yaml --include "tag:orders" --json',
    )
    .action(async (target: string, options: ToolsOptions) => {
      const session = await openSession(target, { ...options, logLevel: options.logLevel ?? 'error' });
      const diagnostics = await locateAll(session);
      console.log(options.json === true ? toJson(session, diagnostics) : toTable(session, diagnostics));
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

function toTable({ gateway }: Session, diagnostics: readonly Diagnostic[]): string {
  const rows = gateway.tools.map((tool) => [
    tool.name,
    tool.operation.id,
    describeArguments(tool),
    `${(JSON.stringify(toDefinition(tool)).length / 1000).toFixed(1)} kB`,
  ]);
  const lines = [alignColumns([['TOOL', 'OPERATION', 'ARGUMENTS', 'SIZE'], ...rows])];
  const size = gateway.tools.reduce((sum, tool) => sum + JSON.stringify(toDefinition(tool)).length, 0);
  lines.push('', `${count(gateway.tools.length, 'tool')}, ${(size / 1000).toFixed(1)} kB of definitions`);
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
