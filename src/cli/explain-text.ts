import { formatMilliseconds } from '../base/config/units.ts';
import type { CallTrace } from '../base/trace.ts';
import type { CallExplanation } from '../upstream/explain-call.ts';
import type { Paint } from './paint.ts';
import { writeResponse, writeResult, writeSteps } from './trace-text.ts';

/** The way of a call, and how it went where it was made. */
export interface Explained extends CallExplanation {
  /** Where the operation is described: `file:line:column`. */
  readonly place: string;
  /** As it goes over the wire; nothing where there is none. */
  readonly request?: string;
  /** Why there is no request. */
  readonly failure?: string;
  readonly trace?: CallTrace;
}

/** For a person: one section for each choice that is made on the way. */
export function writeExplanation(explained: Explained, paint: Paint): string {
  const { operation, place, server, credentials, limits, request, failure, trace } = explained;
  const effect = { read: 'only reads', write: 'creates or changes something', delete: 'deletes something' };
  const facts = [operation.summary, effect[operation.effect], operation.deprecated ? 'deprecated' : undefined];
  const section = (title: string, lines: readonly string[]): string[] => [
    '',
    paint('bold', title),
    ...lines.map((line) => (line === '' ? '' : `  ${line}`)),
  ];
  const took = trace ? ` in ${formatMilliseconds(trace.duration)}` : '';
  return [
    `${paint('bold', explained.tool)}  ${operation.id}  ${paint('cyan', place)}`,
    facts.filter((fact) => fact !== undefined).join(' · '),
    ...section('Server', [server.url ?? paint('red', 'not known'), paint('dim', server.why)]),
    ...(failure === undefined ? section('Arguments', writeArguments(explained, paint)) : []),
    ...section('Credentials', [
      ...credentials.chosen.map(({ scheme, place: where }) => `${scheme} → ${where}`),
      ...credentials.unconfigured.map(
        (scheme) => `${paint('yellow', `${scheme} is not configured`)}; --credential ${scheme}=env:NAME sets it`,
      ),
      paint('dim', credentials.why),
    ]),
    ...section('Limits', [limits.join(' · ')]),
    ...(request === undefined ? [] : section('Request', request.split('\n'))),
    ...(failure === undefined ? [] : section(paint('red', 'Nothing is sent'), failure.split('\n'))),
    ...(trace?.response ? section('Answer', writeResponse(trace, paint)) : []),
    ...(trace ? section(`Steps${took}`, writeSteps(trace, paint)) : []),
    ...(trace && failure === undefined ? section('Result', writeResult(trace, paint)) : []),
  ].join('\n');
}

function writeArguments({ arguments: given, leftOut, repairs }: CallExplanation, paint: Paint): string[] {
  const width = Math.max(0, ...given.map(({ name }) => name.length));
  return [
    ...given.map(
      ({ name, place, how, written }) =>
        `${name.padEnd(width)}  ${place}, ${how}${written === undefined ? '' : `: ${paint('cyan', written)}`}`,
    ),
    ...repairs.map((repair) => paint('yellow', `repaired: ${repair}`)),
    ...(leftOut.length > 0 ? [paint('dim', `left out: ${leftOut.join(', ')}`)] : []),
    ...(given.length + leftOut.length === 0 ? ['none'] : []),
  ];
}
