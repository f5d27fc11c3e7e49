import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { isObject, type Json } from '../base/json.ts';
import { nearest } from '../base/nearest.ts';
import { type Content, notesMeta, type ToolResult } from '../catalog/tool-result.ts';
import { parseExact } from '../base/exact.ts';
import type { HttpRequest } from '../upstream/http.ts';
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
      const tool = gateway.tools.find((candidate) => candidate.name === name);
      if (!tool) {
        const guess = nearest(
          name,
          gateway.tools.map((candidate) => candidate.name),
        );
        throw new RoutewrightError('TOOL_UNKNOWN', `There is no tool \`${name}\` in ${target}`, {
          hint: guess === undefined ? 'See `routewright tools` for their names.' : `Did you mean ${guess}?`,
        });
      }
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

async function readArguments(json: string | undefined, pairs: readonly string[]): Promise<Record<string, Json>> {
  const args: Record<string, Json> = {};
  if (json !== undefined) {
    const text = json.startsWith('@')
      ? await readFile(json.slice(1), 'utf8').catch((error: unknown) =>
          usage(`Cannot read ${json.slice(1)}: ${messageOf(error)}`),
        )
      : json;
    let value: unknown;
    try {
      value = parseExact(text);
    } catch (error) {
      usage(`--args is not JSON: ${messageOf(error)}`, 'Quote it for the shell: --args \'{"id": 7}\'.');
    }
    if (!isObject(value)) usage('--args must be a JSON object', 'Such as \'{"id": 7}\'.');
    Object.assign(args, value);
  }
  for (const pair of pairs) setArgument(args, pair);
  return args;
}

/** Texts stay texts: the validation turns `7` into a number where the schema wants one. */
function setArgument(args: Record<string, Json>, pair: string): void {
  const mark = pair.indexOf('=');
  if (mark < 1) usage(`Cannot understand the argument \`${pair}\``, 'Write it as name=value.');
  const path = pair.slice(0, mark).split('.');
  const value = pair.slice(mark + 1);
  const steps = path[0] === 'body' ? path : [path.join('.')];
  let target: Record<string, Json> = args;
  for (const step of steps.slice(0, -1)) {
    const below = isObject(target[step]) ? (target[step] as Record<string, Json>) : {};
    target[step] = below;
    target = below;
  }
  const name = steps.at(-1)!;
  const present = target[name];
  target[name] =
    present === undefined ? value : Array.isArray(present) ? [...(present as Json[]), value] : [present, value];
}

function usage(message: string, hint = 'See `routewright call --help`.'): never {
  throw new RoutewrightError('USAGE', message, { hint });
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

/** A request as it goes over the wire; bytes that are no text are only counted. */
function formatRequest({ method, url, headers, body }: HttpRequest): string {
  const lines = [`${method} ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (body === undefined) return lines.join('\n');
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  const isText = !text.includes('\uFFFD') && !text.includes('\0');
  return [...lines, '', isText ? text : `[${body.length} bytes]`].join('\n');
}
