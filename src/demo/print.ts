import { styleText } from 'node:util';
import type { CallToolResult } from '@modelcontextprotocol/client';
import { statusTexts } from '../upstream/http.ts';
import { bytesOf } from './result.ts';
import type { Outcome } from './run-tour.ts';

type Colour = 'bold' | 'dim' | 'green' | 'red' | 'cyan';
/** Puts a colour on a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** The widest line; only what a person copies may be wider. */
const width = 100;
const labelWidth = 16;
/** Lines of a result that are shown. */
const mostLines = 4;

/** Colours where somebody looks: on a terminal that has them, unless NO_COLOR is set. */
export function choosePaint(stream: NodeJS.WriteStream): Paint {
  return stream.isTTY && stream.hasColors() ? (colour, text) => styleText(colour, text) : (_, text) => text;
}

/** A call: what was asked for, what the API received, what came back, and whether that is as it should be. */
export function formatOutcome(number: number, outcome: Outcome, paint: Paint): string {
  const { step, received, duration, result, faults } = outcome;
  const right = faults.length === 0;
  const field = (label: string, lines: readonly string[], colour?: Colour): string =>
    formatField(label, lines, paint, colour);
  return [
    `${right ? paint('green', '✓') : paint('red', '✗')} ${String(number).padStart(2)}  ${paint('bold', step.title)}`,
    field('call', [`${step.tool} ${formatArguments(step.args)}`]),
    ...received.flatMap(({ method, path, headers, body, status }) => [
      field('request', [`${method} ${path}`, ...headers, ...(body === undefined ? [] : [`Content-Type: ${body}`])]),
      field('answer', [`${status} ${statusTexts[status] ?? ''}, ${formatDuration(duration)}`]),
    ]),
    ...(received.length === 0
      ? [field('request', [`none: answered by the gateway, ${formatDuration(duration)}`])]
      : []),
    ...(step.progress === true ? [field('progress', [formatProgress(outcome)])] : []),
    ...(result ? [field(result.isError === true ? 'error' : 'result', formatContent(result))] : []),
    right ? field('checked', [step.expects], 'green') : field('wrong', faults, 'red'),
    '',
  ].join('\n');
}

/** A label with lines beside it, all wrapped. */
function formatField(label: string, lines: readonly string[], paint: Paint, colour?: Colour): string {
  return lines
    .flatMap((line) => wrap(line))
    .map((line, index) => {
      const head = index === 0 ? paint('dim', `      ${label}`.padEnd(labelWidth)) : ' '.repeat(labelWidth);
      return `${head}${colour ? paint(colour, line) : line}`;
    })
    .join('\n');
}

/** Names in columns, as `ls` shows them. */
export function formatNames(names: readonly string[]): string {
  const cell = Math.max(...names.map((name) => name.length)) + 2;
  const columns = Math.max(1, Math.floor((width - 2) / cell));
  const rows = Math.ceil(names.length / columns);
  const rowAt = (row: number): string[] => names.filter((_, index) => index % rows === row);
  return Array.from({ length: rows }, (_, row) =>
    `  ${rowAt(row)
      .map((name) => name.padEnd(cell))
      .join('')}`.trimEnd(),
  ).join('\n');
}

/** Arguments as JSON; a file in base64 would fill the screen. */
function formatArguments(args: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(args, (_, value: unknown) => {
    return typeof value === 'string' && value.length > 60
      ? `${value.slice(0, 12)}… (${value.length} characters)`
      : value;
  });
}

function formatProgress({ progress }: Outcome): string {
  return (
    progress
      .map((notice) => (notice.total === undefined ? `${notice.progress}` : `${notice.progress} of ${notice.total}`))
      .join(', ') || 'none'
  );
}

/** The first lines of each part; what is no text is only described. */
function formatContent(result: CallToolResult): string[] {
  return result.content.flatMap((part) => {
    const size = `${bytesOf({ content: [part] }).length.toLocaleString('en')} bytes`;
    switch (part.type) {
      case 'text':
        return firstLines(part.text, result.isError === true ? 2 * mostLines : mostLines);
      case 'image':
      case 'audio':
        return [`${part.type}: ${part.mimeType}, ${size}`];
      case 'resource':
        return [
          `file: ${decodeURIComponent(part.resource.uri.split('/').at(-1)!)}, ${part.resource.mimeType ?? 'of unknown type'}, ${size}`,
        ];
      case 'resource_link':
        return [`link: ${part.uri}`];
      default:
        return part satisfies never;
    }
  });
}

function firstLines(text: string, most: number): string[] {
  const lines = text.trimEnd().split(/\r?\n/).flatMap(wrap);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… (${text.length.toLocaleString('en')} characters in all)`];
}

function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Breaks a line after a space or comma where there is one, so that it fits beside its label. */
function wrap(line: string): string[] {
  const most = width - labelWidth;
  const lines: string[] = [];
  let rest = line;
  while (rest.length > most) {
    const mark =
      Math.max(rest.lastIndexOf(' ', most - 1), rest.lastIndexOf(',', most - 1), rest.lastIndexOf('&', most - 1)) + 1;
    const end = mark > most / 2 ? mark : most;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end);
  }
  return [...lines, rest];
}
