import { errorCodes, type ErrorCode } from '../base/error-codes.ts';
import { copyOf, cutValue, measure } from '../base/cut-value.ts';
import { maskSecrets, secretsIn, withoutSecrets } from '../base/hide-secrets.ts';
import { own } from '../base/json.ts';
import { Redactor } from '../base/secrets.ts';
import type { CallRecorder, CallTrace, Door, NotedCall, TracedRequest, TracedResponse } from '../base/trace.ts';
import { errorMeta, type ToolResult } from '../catalog/tool-result.ts';
import { estimateTokens } from '../catalog/tokens.ts';
import type { Tool } from '../catalog/tool.ts';

/** Most of a body that is kept, in bytes. */
const bodyRoom = 4_096;
/** Most of the arguments that is kept, in characters. */
const argumentRoom = 16_384;
/** Characters of a result whose tokens are counted; of what is longer they are inferred. */
const countedText = 32_768;
/** A call that reads fifty pages has more; the first tell enough. */
const mostSteps = 120;

type Headers = Readonly<Record<string, string>>;

/** The beginning of a body, copied where it is not small: the whole of it must not be held. */
interface Excerpt {
  readonly kept: string | Uint8Array;
  readonly bytes: number;
}

interface Step {
  readonly name: string;
  readonly at: number;
  detail: string | undefined;
}

/** What a call is besides what was noted of it. */
export interface CallFacts {
  readonly id: string;
  readonly time: string;
  readonly caller: { readonly id: string; readonly name: string };
  readonly door: Door;
  readonly tool: Tool;
  readonly args: unknown;
  readonly result: ToolResult;
  readonly redactor: Redactor;
}

/** Notes one call as it happens. It costs a few microseconds: secrets are looked for when somebody reads. */
export class CallNotes implements CallRecorder {
  readonly #begun = performance.now();
  readonly #steps: Step[] = [];
  #duration = 0;
  #request: { method: string; url: string; headers: Headers; body: Excerpt | undefined } | undefined;
  #response: { status: number; headers: Headers; body: Excerpt } | undefined;

  begin(name: string, detail?: string): void {
    if (this.#steps.length < mostSteps) this.#steps.push({ name, at: performance.now() - this.#begun, detail });
  }

  note(detail: string): void {
    const step = this.#steps.at(-1);
    if (step) step.detail = step.detail === undefined ? detail : `${step.detail}; ${detail}`;
  }

  sent({ method, url, headers, body }: Parameters<CallRecorder['sent']>[0]): void {
    this.#request = { method, url, headers, body: body === undefined ? undefined : excerptOf(body) };
    // The answer to a request before this one is not the answer to it.
    this.#response = undefined;
  }

  received({ status, headers, body }: Parameters<CallRecorder['received']>[0]): void {
    this.#response = { status, headers, body: excerptOf(body) };
  }

  /** The call is over. Gives its milliseconds. */
  end(): number {
    this.#duration = performance.now() - this.#begun;
    return this.#duration;
  }

  finish({ tool, args, result, redactor, ...facts }: CallFacts): NotedCall {
    const text = textOf(result);
    const kept = text.length <= countedText ? text : copyOf(text, countedText);
    const size = measure(args, argumentRoom);
    const isCut = size > argumentRoom;
    const given = isCut ? cutValue(args, { room: argumentRoom }) : args;
    const outcome = result.isError === true ? 'error' : 'ok';
    const [request, response] = [this.#request, this.#response];
    return {
      id: facts.id,
      tool: tool.name,
      api: tool.api,
      outcome,
      bytes:
        1_000 +
        Math.min(size, argumentRoom) +
        kept.length +
        this.#steps.length * 60 +
        (request ? request.url.length + sizeOf(request.headers) + (request.body?.kept.length ?? 0) : 0) +
        (response ? sizeOf(response.headers) + response.body.kept.length : 0),
      write: () => {
        const scale = text.length > 0 ? text.length / kept.length : 1;
        const trace: CallTrace = {
          ...facts,
          tool: tool.name,
          api: tool.api,
          arguments: withoutSecrets(given),
          ...(isCut ? { isCut } : {}),
          steps: this.#stepsUntil(this.#duration),
          ...(request ? { request: describeRequest(request) } : {}),
          ...(response ? { response: describeResponse(response) } : {}),
          outcome,
          ...(outcome === 'error' ? describeFailure(result, text) : {}),
          result: maskSecrets(kept.slice(0, bodyRoom)),
          duration: rounded(this.#duration),
          tokens: Math.round(estimateTokens(kept) * scale),
        };
        const known = redactor.redactValue(trace) as CallTrace;
        return hideAlso(secretsIn(given), known);
      },
    };
  }

  #stepsUntil(end: number): CallTrace['steps'] {
    return this.#steps.map(({ name, at, detail }, index) => ({
      name,
      at: rounded(at),
      duration: rounded((this.#steps[index + 1]?.at ?? end) - at),
      ...(detail === undefined ? {} : { detail }),
    }));
  }
}

/** Hundredths of a millisecond are as much as the clock tells. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

function excerptOf(body: string | Uint8Array): Excerpt {
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  if (typeof body !== 'string') return { kept: body.slice(0, bodyRoom), bytes };
  return { kept: bytes <= bodyRoom ? body : Buffer.from(body.slice(0, bodyRoom)), bytes };
}

/** Text, or how many bytes there are of what is none. */
function readExcerpt({ kept, bytes }: Excerpt, headers: Headers): string {
  const text = typeof kept === 'string' ? kept : Buffer.from(kept).toString('utf8');
  const isCut = bytes > Buffer.byteLength(text);
  // The last character may have been cut in two.
  const whole = isCut ? text.replace(/\uFFFD{1,3}$/, '') : text;
  if (!whole.includes('\uFFFD') && !whole.includes('\0')) return maskSecrets(whole);
  const type = headers['content-type'];
  return `[${bytes} bytes${type === undefined ? '' : ` of ${type}`}]`;
}

function describeRequest({
  method,
  url,
  headers,
  body,
}: {
  method: string;
  url: string;
  headers: Headers;
  body: Excerpt | undefined;
}): TracedRequest {
  return {
    method,
    url: maskSecrets(url),
    headers: withoutSecrets(headers) as Headers,
    ...(body === undefined ? {} : { body: readExcerpt(body, headers) }),
    ...(body !== undefined && body.bytes > bodyRoom ? { isCut: true } : {}),
  };
}

function describeResponse({
  status,
  headers,
  body,
}: {
  status: number;
  headers: Headers;
  body: Excerpt;
}): TracedResponse {
  const excerpt = readExcerpt(body, headers);
  return {
    status,
    headers: withoutSecrets(headers) as Headers,
    bytes: body.bytes,
    ...(excerpt === '' ? {} : { excerpt }),
  };
}

/** Code and words of a failure; what to do is in the words where the failure knows it, else in the list of codes. */
function describeFailure({ _meta }: ToolResult, text: string): Pick<CallTrace, 'code' | 'message' | 'hint'> {
  const code = own(_meta?.[errorMeta], 'code');
  const message = maskSecrets(copyOf(text, bodyRoom));
  if (typeof code !== 'string') return { message };
  const known = Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode] : undefined;
  return { code, message: message.replace(`${code}: `, ''), ...(known ? { hint: known.remedy } : {}) };
}

function textOf({ content }: ToolResult): string {
  const [first] = content;
  if (content.length === 1 && first?.type === 'text') return first.text;
  return content.map((part) => (part.type === 'text' ? part.text : `[${mimeTypeOf(part)}]`)).join('\n');
}

function mimeTypeOf(part: Exclude<ToolResult['content'][number], { type: 'text' }>): string {
  return part.type === 'resource' ? part.resource.mimeType : part.mimeType;
}

function sizeOf(headers: Headers): number {
  let size = 0;
  for (const name in headers) size += name.length + headers[name]!.length;
  return size;
}

/** What an argument calls a secret is one wherever else it went: into a path, a part of a form, the echo of an API. */
function hideAlso(secrets: readonly string[], trace: CallTrace): CallTrace {
  if (secrets.length === 0) return trace;
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor.redactValue(trace) as CallTrace;
}
