import { basename } from 'node:path';
import type { RunningGateway } from '../base/calls/serve-calls.ts';
import { formatMilliseconds } from '../base/config/units.ts';
import type { CallTrace } from '../base/trace.ts';
import type { Paint } from './paint.ts';
import { writeRequest, writeResponse, writeResult, writeSteps } from './trace-text.ts';

/** Calls by gateway, the newest first. */
export function writeCalls(
  listed: readonly { readonly gateway: RunningGateway; readonly calls: readonly CallTrace[] }[],
  paint: Paint,
): string {
  return listed
    .map(({ gateway, calls }) => {
      const { target, door, pid, started } = gateway;
      const head = `${paint('bold', basename(target))}  ${paint('dim', `${door}, process ${pid}, since ${clock(started)}`)}`;
      return [head, ...(calls.length === 0 ? ['  no such calls'] : writeRows(calls, paint))].join('\n');
    })
    .join('\n\n');
}

function writeRows(calls: readonly CallTrace[], paint: Paint): string[] {
  const widest = Math.max(...calls.map(({ tool }) => tool.length));
  return calls.map((call) => {
    const { id, time, tool, outcome, code, response, duration, tokens = 0, message = '' } = call;
    const status = response === undefined ? '   ' : String(response.status);
    const told =
      outcome === 'ok' ? `${tokens.toLocaleString('en')} tokens` : `${code ?? 'error'}  ${firstLine(message)}`;
    return [
      ' ',
      clock(time),
      paint('cyan', id.slice(0, 8)),
      tool.padEnd(widest),
      paint(outcome === 'ok' ? 'green' : 'red', status),
      formatMilliseconds(duration).padStart(8),
      outcome === 'ok' ? told.padStart(13) : told,
    ].join('  ');
  });
}

/** All that is kept of a call. */
export function writeCall(trace: CallTrace, paint: Paint): string {
  const { id, time, tool, api, door, caller, duration, outcome } = trace;
  const section = (title: string, lines: readonly string[]): string[] => [
    '',
    paint('bold', title),
    ...lines.map((line) => (line === '' ? '' : `  ${line}`)),
  ];
  return [
    `${paint('bold', tool)}  ${paint(outcome === 'ok' ? 'green' : 'red', outcome)}  ${formatMilliseconds(duration)}`,
    paint('dim', `${time} · API ${api} · ${door} · caller ${caller.name} · ${id}`),
    ...section('Arguments', JSON.stringify(trace.arguments, null, 2)?.split('\n') ?? ['none']),
    ...section('Request', writeRequest(trace, paint)),
    ...(trace.request ? section('Answer', writeResponse(trace, paint)) : []),
    ...section('Steps', writeSteps(trace, paint)),
    ...section(outcome === 'ok' ? 'Result' : 'Failure', writeResult(trace, paint)),
  ].join('\n');
}

/** What the API said, without the address that is the same for all calls of a tool. */
function firstLine(text: string): string {
  const line = text.split('\n', 1)[0]!.replace(/^HTTP \d+ .{0,60}? from [A-Z]+ \S+: /, '');
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

/** The time of day here. */
function clock(time: string): string {
  return new Date(time).toLocaleTimeString('en-GB');
}
