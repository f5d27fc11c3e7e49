// Writes man/routewright.1 from the commands as they are: `npm run docs`.
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { createProgram } from '../src/cli/program.ts';

const escape = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(['.])/gm, '\\&$1');
const program = createProgram();

function page(command: Command): string[] {
  const usage = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '');
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [
    `.SS ${escape([command.name(), ...usage].join(' '))}`,
    escape(command.description()) + '.',
    ...command.options.flatMap(({ flags, description }) => ['.TP', `.B ${escape(flags)}`, escape(description)]),
  ];
}

const text = [
  '.\\" Written by `npm run docs`.',
  '.TH ROUTEWRIGHT 1',
  '.SH NAME',
  'routewright \\- serve a REST API as tools for Claude and other MCP clients',
  '.SH SYNOPSIS',
  '.B routewright',
  '.I command',
  '[options]',
  '.SH DESCRIPTION',
  escape(program.description()),
  '.SH COMMANDS',
  ...program.commands.flatMap(page),
  '.SH EXIT STATUS',
  escape('0 it worked, 1 a call or check failed, 2 the command line, configuration or document is at fault.'),
  '.SH SEE ALSO',
  escape('docs/guide.md and docs/errors.md in the package.'),
];
mkdirSync('man', { recursive: true });
writeFileSync('man/routewright.1', `${text.join('\n')}\n`);
