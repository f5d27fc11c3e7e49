import { copyOf } from '../base/cut-value.ts';
import { errorCodes, type ErrorCode } from '../base/error-codes.ts';
import { maskSecrets, secretsIn, withoutSecrets } from '../base/hide-secrets.ts';
import { Redactor } from '../base/secrets.ts';
import type { CallTrace, TracedRequest, TracedResponse } from '../base/trace.ts';
import { estimateTokens } from '../catalog/tokens.ts';

/** Most of a body that is kept, in bytes. */
const bodyRoom = 4_096;

type Headers = Readonly<Record<string, string>>;

/** The beginning of a body, copied: the whole of it must not be held. */
interface Excerpt {
  /** Of bytes, each as the character of its number: a string costs the garbage collector less than a buffer. */
  readonly kept: string;
  readonly isText: boolean;
  /** Of the whole. */
  readonly bytes: number;
}

/** What was noted of a call, as it was: secrets included. */
export interface EndedCall extends Pick<
  CallTrace,
  'id' | 'time' | 'caller' | 'door' | 'tool' | 'api' | 'outcome' | 'duration'
> {
  readonly args: unknown;
  readonly isCut: boolean;
  readonly code: unknown;
  /** The beginning of the result, and how long it is. */
  readonly text: string;
  readonly length: number;
  readonly steps: readonly { readonly name: string; readonly at: number; detail: string | undefined }[];
  readonly request:
    | { readonly method: string; readonly url: string; readonly headers: Headers; readonly body: Excerpt | undefined }
    | undefined;
  readonly response: { readonly status: number; readonly headers: Headers; readonly body: Excerpt } | undefined;
}

/** What was noted of a call, as it may be seen. */
export function writeTrace(call: EndedCall, redactor: Redactor): CallTrace {
  const { id, time, caller, door, tool, api, args, isCut, outcome, text, length, request, response, duration } = call;
  const trace: CallTrace = {
    id,
    time,
    caller,
    door,
    tool,
    api,
    arguments: withoutSecrets(args),
    ...(isCut ? { isCut } : {}),
    steps: stepsOf(call),
    ...(request ? { request: describeRequest(request) } : {}),
    ...(response ? { response: describeResponse(response) } : {}),
    outcome,
    ...(outcome === 'error' ? describeFailure(call) : {}),
    result: maskSecrets(text.slice(0, bodyRoom)),
    duration: rounded(duration),
    tokens: length === 0 ? 0 : Math.round((estimateTokens(text) * length) / text.length),
  };
  return hideAlso(secretsIn(args), redactor.redactValue(trace) as CallTrace);
}

function stepsOf({ steps, duration }: EndedCall): CallTrace['steps'] {
  return steps.map(({ name, at, detail }, index) => ({
    name,
    at: rounded(at),
    duration: rounded((steps[index + 1]?.at ?? duration) - at),
    ...(detail === undefined ? {} : { detail }),
  }));
}

/** Hundredths of a millisecond are as much as the clock tells. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

export function excerptOf(body: string | Uint8Array): Excerpt {
  if (typeof body === 'string') return { kept: copyOf(body, bodyRoom), isText: true, bytes: Buffer.byteLength(body) };
  const kept = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, bodyRoom)).toString('latin1');
  return { kept, isText: false, bytes: body.length };
}

function isCutShort({ kept, isText, bytes }: Excerpt): boolean {
  return (isText ? Buffer.byteLength(kept) : kept.length) < bytes;
}

/** Text, or how many bytes there are of what is none. */
function readExcerpt(excerpt: Excerpt, headers: Headers): string {
  const text = excerpt.isText ? excerpt.kept : Buffer.from(excerpt.kept, 'latin1').toString('utf8');
  // The last character may have been cut in two.
  const whole = isCutShort(excerpt) ? text.replace(/\uFFFD{1,3}$/, '') : text;
  if (!whole.includes('\uFFFD') && !whole.includes('\0')) return maskSecrets(whole);
  const type = headers['content-type'];
  return `[${excerpt.bytes} bytes${type === undefined ? '' : ` of ${type}`}]`;
}

function describeRequest({ method, url, headers, body }: NonNullable<EndedCall['request']>): TracedRequest {
  return {
    method,
    url: maskSecrets(url),
    headers: withoutSecrets(headers) as Headers,
    ...(body === undefined ? {} : { body: readExcerpt(body, headers) }),
    ...(body !== undefined && isCutShort(body) ? { isCut: true } : {}),
  };
}

function describeResponse({ status, headers, body }: NonNullable<EndedCall['response']>): TracedResponse {
  const excerpt = readExcerpt(body, headers);
  return {
    status,
    headers: withoutSecrets(headers) as Headers,
    bytes: body.bytes,
    ...(excerpt === '' ? {} : { excerpt }),
  };
}

function describeFailure({ code, text }: EndedCall): Pick<CallTrace, 'code' | 'message' | 'hint'> {
  const message = maskSecrets(text.slice(0, bodyRoom));
  if (typeof code !== 'string') return { message };
  const known = Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode] : undefined;
  return { code, message: message.replace(`${code}: `, ''), ...(known ? { hint: known.remedy } : {}) };
}

/** What an argument calls a secret is one wherever else it went: into a path, a part of a form, the echo of an API. */
function hideAlso(secrets: readonly string[], trace: CallTrace): CallTrace {
  if (secrets.length === 0) return trace;
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor.redactValue(trace) as CallTrace;
}
