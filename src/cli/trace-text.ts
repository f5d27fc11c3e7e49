import { formatBytes, formatMilliseconds } from '../base/config/units.ts';
import type { CallTrace } from '../base/trace.ts';
import type { Paint } from './paint.ts';

/** The steps of a call as bars over its time. */
export function writeSteps({ steps, duration }: CallTrace, paint: Paint): string[] {
  const width = 24;
  const scale = duration > 0 ? width / duration : 0;
  return steps.map(({ name, at, duration: took, detail }) => {
    const start = Math.min(width - 1, Math.floor(at * scale));
    const length = Math.max(1, Math.min(width - start, Math.round(took * scale)));
    const bar = ' '.repeat(start) + paint('cyan', '━'.repeat(length)) + ' '.repeat(width - start - length);
    return `${(stepNames[name] ?? name).padEnd(18)} ${formatMilliseconds(took).padStart(8)}  ${bar}  ${detail ?? ''}`.trimEnd();
  });
}

/** What a step is, for a person. */
const stepNames: Readonly<Record<string, string>> = {
  arguments: 'check arguments',
  credentials: 'credentials',
  request: 'write request',
  wait: 'wait for answer',
  answer: 'read answer',
  result: 'make result',
  shape: 'fit to budget',
};

/** The request as it went out. */
export function writeRequest({ request }: CallTrace, paint: Paint): string[] {
  if (!request) return [paint('dim', 'Nothing was sent.')];
  const { method, url, headers, body, isCut } = request;
  return [
    paint('bold', `${method} ${url}`),
    ...writeHeaders(headers, paint),
    ...(body === undefined ? [] : ['', ...body.split('\n')]),
    ...(isCut === true ? [paint('dim', '… the body goes on')] : []),
  ];
}

/** The answer as it came. */
export function writeResponse({ response }: CallTrace, paint: Paint): string[] {
  if (!response) return [paint('dim', 'No answer came.')];
  const { status, headers, bytes, excerpt } = response;
  return [
    `${paint(status >= 400 ? ['red', 'bold'] : 'bold', `HTTP ${status}`)} ${paint('dim', formatBytes(bytes))}`,
    ...writeHeaders(headers, paint),
    ...(excerpt === undefined ? [] : ['', ...excerpt.split('\n')]),
    ...(excerpt !== undefined && Buffer.byteLength(excerpt) < bytes ? [paint('dim', '… the body goes on')] : []),
  ];
}

/** Why it failed, or what the model was given. */
export function writeResult({ outcome, code, message, hint, result = '', tokens }: CallTrace, paint: Paint): string[] {
  const cost = tokens === undefined ? [] : [paint('dim', `about ${tokens.toLocaleString('en')} tokens`)];
  if (outcome === 'ok') return [...cost, ...result.split('\n')];
  return [
    paint('red', code ?? 'error'),
    ...(message ?? '').split('\n'),
    ...(hint === undefined ? [] : [`${paint('dim', 'what to do')} ${hint}`]),
  ];
}

function writeHeaders(headers: Readonly<Record<string, string>>, paint: Paint): string[] {
  return Object.entries(headers).map(([name, value]) => `${paint('dim', `${name}:`)} ${value}`);
}
