import type { ErrorCode } from '../../base/error-codes.ts';
import { type Content, errorMeta, type ToolResult } from '../../catalog/tool-result.ts';
import { codeFrame } from './frame.ts';
import type { CodeLimits, Failure } from '../sandbox/protocol.ts';
import type { CallRecord, Finished } from '../sandbox/run.ts';
import { toContent } from './value.ts';

/** A run as the model is told of it: its value, else why there is none and where; what it logged; what to mind. */
export function report(code: string, { outcome, calls }: Finished, limits: CodeLimits, duration: number): ToolResult {
  const { failure, value, console, notes } = outcome;
  const parts: Content[] = failure
    ? [{ type: 'text', text: explain(failure, code, calls, limits) }]
    : value === undefined
      ? [{ type: 'text', text: console === '' ? nothing : 'undefined' }]
      : toContent(value);
  const told = [
    ...(console === '' ? [] : [`Console:\n${console.trimEnd()}`]),
    ...notes.map((note) => `Note: ${note}`),
    ...(failure ? [] : tellFailures(calls)),
  ];
  const failed = calls.filter(({ ended }) => ended === 'failed').length;
  return {
    content: [...parts, ...told.map((text) => ({ type: 'text' as const, text }))],
    ...(failure ? { isError: true } : {}),
    _meta: {
      'routewright/code': { calls: calls.length, failed, duration: Math.round(duration), cpu: outcome.cpu },
      ...(failure ? { [errorMeta]: { code: failure.code, ...place(failure) } } : {}),
    },
  };
}

const nothing = 'undefined. The code gave nothing back: end it with an expression, or with `return`.';

function place({ line, column }: Failure): object {
  return line === undefined ? {} : { line, column };
}

const mostFailures = 3;

/** A call that failed is told even where the code has caught its error: it may have taken it for an empty answer. */
function tellFailures(calls: readonly CallRecord[]): string[] {
  const failed = calls.filter(({ ended }) => ended === 'failed');
  if (failed.length === 0) return [];
  const first = failed.slice(0, mostFailures).map((call) => `- ${shown(call)}: ${call.failure ?? ''}`);
  return [
    `${failed.length} of ${calls.length} calls failed${failed.length > mostFailures ? `; the first ${mostFailures}` : ''}:\n${first.join('\n')}`,
  ];
}

function explain(failure: Failure, code: string, calls: readonly CallRecord[], limits: CodeLimits): string {
  const { line, column = 1, operation } = failure;
  const where = [
    ...(line === undefined ? [] : [`line ${line}, column ${column}`]),
    ...(operation === undefined ? [] : [`api.${operation}`]),
  ].join(', ');
  const [headline, hint] = wordsFor(failure, limits);
  const failed =
    operation === undefined
      ? undefined
      : calls.findLast(({ name, failure: why }) => name === operation && why !== undefined);
  return [
    `${failure.code}: ${where === '' ? '' : `${where}: `}${headline}`,
    ...(line === undefined ? [] : [codeFrame(code, line, column)]),
    ...(failed ? [`The call that failed: ${shown(failed)}`] : []),
    ...(hint === undefined ? [] : [hint]),
    ...(calls.length === 0 ? [] : [`Calls made: ${countCalls(calls)}.`]),
  ].join('\n');
}

/** What happened, and what the model can do about it. */
function wordsFor({ code, message }: Failure, limits: CodeLimits): [string, string?] {
  const raise = (key: keyof CodeLimits): string => `Whoever runs the gateway can raise \`code.${key}\`.`;
  switch (code as ErrorCode) {
    case 'CODE_SYNTAX':
      return [message, 'It must be plain JavaScript: no types, no import, no export.'];
    case 'CODE_TIMEOUT':
      return [
        `The code did not end within ${seconds(limits.timeout)}`,
        `Make fewer calls in one run, or several at once with Promise.all. ${raise('timeout')}`,
      ];
    case 'CODE_CPU_LIMIT':
      return [
        `The code computed for more than ${seconds(limits.cpuTime)}`,
        `Look for a loop without an end. ${raise('cpuTime')}`,
      ];
    case 'CODE_MEMORY_LIMIT':
      return [
        `The code needed more than ${megabytes(limits.memory)} of memory`,
        `Keep only what is needed of each answer. ${raise('memory')}`,
      ];
    case 'CODE_CALLS_LIMIT':
      return [message, `Ask for larger pages or filter on the side of the API. ${raise('calls')}`];
    case 'CODE_OUTPUT_LIMIT':
      return [message, `Return the fields that are needed, or a part. ${raise('outputBytes')}`];
    case 'CODE_STUCK':
      return [message, 'Every promise that is awaited must be settled by a call, a timer, or the code itself.'];
    case 'CODE_CANCELLED':
      return ['The run was cancelled'];
    default:
      return [message, hintFor(message)];
  }
}

const missing = new Set([
  'fetch',
  'require',
  'process',
  'Buffer',
  'XMLHttpRequest',
  'window',
  'document',
  'axios',
  'module',
  'Deno',
]);

function hintFor(message: string): string | undefined {
  const name = /^ReferenceError: (?:'([\w$]+)' is not defined|could not load (module))/
    .exec(message)
    ?.slice(1)
    .find(Boolean);
  return name !== undefined && missing.has(name)
    ? `There is no ${name} here: the code reaches nothing but the operations, as await api.NAME({…}).`
    : undefined;
}

function shown({ name, args }: CallRecord): string {
  return `api.${name}(${args.length > 300 ? `${args.slice(0, 300)}…` : args})`;
}

/** `getBook 9 (1 failed, 2 not sent), createOrder 3`: what is done is done, whatever became of the code. */
function countCalls(calls: readonly CallRecord[]): string {
  return [...new Set(calls.map(({ name }) => name))]
    .map((name) => {
      const own = calls.filter((call) => call.name === name);
      const ends = (['failed', 'not sent', undefined] as const).flatMap((end) => {
        const count = own.filter(({ ended }) => ended === end).length;
        return count === 0 ? [] : [`${count} ${end ?? 'without an answer'}`];
      });
      return `${name} ${own.length}${ends.length === 0 ? '' : ` (${ends.join(', ')})`}`;
    })
    .join(', ');
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e5) / 10} MB`;
}
