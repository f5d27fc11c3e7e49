import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Content, notesMeta, type ToolResult } from '../catalog/tool-result.ts';
import { findTool, readArguments } from './arguments.ts';
import { formatRequest } from './format-request.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { openSession } from './target.ts';

interface CallOptions extends CommonOptions {
  readonly args?: string;
  readonly dryRun?: boolean;
  readonly output?: string;
}

export function addCallCommand(program: Command): void {
  const command = program
    .command('call')
    .description('call one tool and print its result')
    .argument('<spec|config>', 'an OpenAPI document (file or URL) or a routewright.config.yaml')
    .argument('<tool>', 'its name, as `routewright tools` shows it')
    .argument('[name=value...]', 'arguments; body.title=… sets a field of the body, a repeated name makes a list')
    .option('--args <json>', 'arguments as a JSON object, or @FILE to read it')
    .option('--dry-run', 'print the HTTP request instead of sending it')
    .option('--output <file>', 'write an image or file of the result there');
  withCommonOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  routewright call openapi.yaml getBook bookId=bk_001\n  routewright call openapi.yaml createBook --args \'{"body":{"title":"Emma"}}\' --dry-run',
    )
    .action(async (target: string, name: string, pairs: string[], options: CallOptions) => {
      const args = await readArguments(options.args, pairs);
      const { gateway, logger, redactor } = await openSession(target, {
        ...options,
        logLevel: options.logLevel ?? 'error',
      });
      const tool = findTool(gateway.tools, name, target);
      if (options.dryRun === true) {
        const prepared = await gateway.prepare(tool, args);
        if ('failure' in prepared) print(prepared.failure);
        else console.log(redactor.redact(formatRequest(prepared.request)));
        process.exitCode = 'failure' in prepared ? 1 : 0;
      } else {
        const result = await gateway.call(tool, args, {});
        await save(result, options.output);
        print(result);
        for (const note of (result._meta?.[notesMeta] ?? []) as readonly string[]) console.error(note);
        process.exitCode = result.isError === true ? 1 : 0;
      }
      await gateway.close();
      await logger.close();
    });
}

function print(result: ToolResult): void {
  const write = result.isError === true ? console.error : console.log;
  for (const part of result.content.filter(isForPeople)) write(formatContent(part));
}

/** How arguments were understood is for a model: on a command line every number is a text at first. */
function isForPeople(part: Content): boolean {
  return part.type !== 'text' || part.annotations?.audience.includes('user') !== false;
}

function formatContent(part: Content): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'image':
    case 'audio':
      return `[${part.mimeType}, ${Buffer.from(part.data, 'base64').length} bytes; --output FILE keeps it]`;
    case 'resource':
      return `[${decodeURIComponent(part.resource.uri.replace('attachment:///', ''))}: ${part.resource.mimeType}, ${Buffer.from(part.resource.blob, 'base64').length} bytes; --output FILE keeps it]`;
    default:
      return part satisfies never;
  }
}

async function save({ content }: ToolResult, output: string | undefined): Promise<void> {
  if (output === undefined) return;
  for (const part of content.filter(isForPeople)) {
    const data =
      part.type === 'text'
        ? part.text
        : Buffer.from(part.type === 'resource' ? part.resource.blob : part.data, 'base64');
    await writeFile(output, data);
  }
}
