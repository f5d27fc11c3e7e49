#!/usr/bin/env node
import { CommanderError } from 'commander';
import { formatLocation, messageOf, RoutewrightError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import { Redactor } from '../base/secrets.ts';
import { pauseOptimizer } from './optimizer.ts';
import { createProgram } from './program.ts';

pauseOptimizer();
const redactor = new Redactor();
const program = createProgram(redactor);
for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
  command.exitOverride().configureOutput({ outputError: () => undefined });

// What breaks outside of any call must not tell more than what breaks inside of one.
process.on('uncaughtException', (error) => {
  process.exitCode = report(error);
  process.exit();
});

// A reader such as `head` has what it wanted, and a client that closes its end is gone.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
  // What was opened before the error must not keep the process waiting.
  if (process.exitCode !== 0) process.exit();
}

/** Tells an error as a person reads it: what failed, on what, and what to do. No stack, unless it is our fault. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : reportUsage(error);
  if (error instanceof RoutewrightError) {
    const place = error.location && error.location.line !== undefined ? `${formatLocation(error.location)} ` : '';
    write(`error ${error.code}: ${place}${error.message}`, error.hint);
    return 2;
  }
  write(
    `error INTERNAL: ${messageOf(error)}`,
    'This is a fault in Routewright; please report it with the lines below.',
  );
  if (error instanceof Error) process.stderr.write(redactor.redact(`${error.stack ?? ''}\n`));
  return 2;
}

/** commander's errors in our form, with the nearest command or option. */
function reportUsage(error: CommanderError): number {
  if (error.code === 'commander.help' || error.code === 'commander.helpDisplayed') {
    program.outputHelp({ error: true });
    return 2;
  }
  const message = error.message.replace(/^error: /, '');
  const [, unknown] = /unknown (?:option|command) '([^']+)'/.exec(message) ?? [];
  const active = program.commands.find((command) => process.argv[2] === command.name()) ?? program;
  const known =
    unknown?.startsWith('-') === true
      ? active.options.map((option) => option.long ?? '')
      : program.commands.map((command) => command.name());
  const guess = unknown === undefined ? undefined : nearest(unknown, known);
  const help = `See \`routewright${active === program ? '' : ` ${active.name()}`} --help\`.`;
  write(`error USAGE: ${message}`, guess === undefined ? help : `Did you mean ${guess}? ${help}`);
  return 2;
}

function write(message: string, hint: string | undefined): void {
  process.stderr.write(
    redactor.redact(`${message}\n${hint === undefined ? '' : `  ${hint.replaceAll('\n', '\n  ')}\n`}`),
  );
}
