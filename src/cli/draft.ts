import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { dump } from 'js-yaml';
import { RoutewrightError, messageOf } from '../base/errors.ts';
import { parseText } from '../base/structured-text.ts';
import { type Draft, draftDocument } from '../draft/draft.ts';

interface DraftOptions {
  readonly output?: string;
  readonly format?: 'yaml' | 'json';
  readonly host?: string;
}

export function addDraftCommand(program: Command): void {
  program
    .command('draft')
    .description('draft an OpenAPI document from recorded requests: HAR files and Postman collections')
    .argument('<file...>', 'an HTTP Archive (.har) or a Postman collection (v2.1), or - for standard input')
    .option('-o, --output <file>', 'write the document there instead of to stdout')
    .addOption(
      new Option('--format <format>', 'yaml or json; default: by the name of the output, else yaml').choices([
        'yaml',
        'json',
      ]),
    )
    .option('--host <host>', 'the API, where calls of several were recorded; default: the one with most calls')
    .addHelpText(
      'after',
      '\nValues are never copied: no secrets, cookies or personal data, only names and forms. What was guessed is told on\nstderr: review it before the document is used.\n\nExamples:\n  routewright draft recorded.har -o shop.yaml\n  routewright draft shop.postman_collection.json --format json',
    )
    .action(draft);
}

async function draft(paths: readonly string[], options: DraftOptions): Promise<void> {
  const files = [];
  for (const name of paths) files.push({ name, value: await parseText(await readText(name), name) });
  const made = draftDocument(files, options.host);
  const format = options.format ?? (options.output?.endsWith('.json') === true ? 'json' : 'yaml');
  const text =
    format === 'json'
      ? `${JSON.stringify(made.document, null, 2)}\n`
      : dump(made.document, { lineWidth: 120, noRefs: true });
  if (options.output === undefined) process.stdout.write(text);
  else await writeFile(options.output, text);
  process.stderr.write(formatReport(made, options.output));
}

async function readText(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  try {
    if (path !== '-') return await readFile(path, 'utf8');
    let text = '';
    for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
    return text;
  } catch (error) {
    throw new RoutewrightError('DRAFT_UNREADABLE', `Cannot read ${path}: ${messageOf(error)}`, {
      hint: 'Name a file that exists.',
    });
  }
}

function formatReport({ operations, samples, leftOut, guesses }: Draft, output: string | undefined): string {
  const left = Object.entries(leftOut).map(([what, count]) => `${count} ${what}`);
  return [
    `${operations} operations from ${samples} requests`,
    ...(left.length === 0 ? [] : [`left out: ${left.join(', ')}`]),
    ...(guesses.length === 0 ? [] : ['guessed, to be reviewed:', ...guesses.map((guess) => `  ${guess}`)]),
    ...(output === undefined ? [] : [`next: routewright check ${output}; routewright tools ${output}`]),
    '',
  ].join('\n');
}
