import { copyOf, cutValue, measure } from '../base/cut-value.ts';
import { own } from '../base/json.ts';
import type { Redactor } from '../base/secrets.ts';
import type { CallRecorder, Door, NotedCall } from '../base/trace.ts';
import { errorMeta, type ToolResult } from '../catalog/tool-result.ts';
import type { Tool } from '../catalog/tool.ts';
import { type EndedCall, excerptOf, writeTrace } from './write-trace.ts';

/** Most of the arguments that is kept, in characters. */
const argumentRoom = 16_384;
/** Characters of a result whose tokens are counted; of what is longer they are inferred. */
const countedText = 32_768;
/** A call that reads fifty pages has more; the first tell enough. */
const mostSteps = 120;

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
  readonly #steps: EndedCall['steps'][number][] = [];
  #request: EndedCall['request'];
  #response: EndedCall['response'];

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

  /** The call is over. */
  finish({ tool, args, result, redactor, ...facts }: CallFacts): NotedCall {
    const duration = performance.now() - this.#begun;
    const text = textOf(result);
    const size = measure(args, argumentRoom);
    const isCut = size > argumentRoom;
    const ended: EndedCall = {
      ...facts,
      tool: tool.name,
      api: tool.api,
      args: isCut ? cutValue(args, { room: argumentRoom }) : args,
      isCut,
      outcome: result.isError === true ? 'error' : 'ok',
      code: own(result._meta?.[errorMeta], 'code'),
      text: copyOf(text, countedText),
      length: text.length,
      steps: this.#steps,
      request: this.#request,
      response: this.#response,
      duration,
    };
    return {
      id: facts.id,
      tool: tool.name,
      api: tool.api,
      outcome: ended.outcome,
      bytes: sizeOf(ended) + Math.min(size, argumentRoom),
      write: () => writeTrace(ended, redactor),
    };
  }
}

function textOf({ content }: ToolResult): string {
  const [first] = content;
  if (content.length === 1 && first?.type === 'text') return first.text;
  return content.map((part) => (part.type === 'text' ? part.text : `[${mimeTypeOf(part)}]`)).join('\n');
}

function mimeTypeOf(part: Exclude<ToolResult['content'][number], { type: 'text' }>): string {
  return part.type === 'resource' ? part.resource.mimeType : part.mimeType;
}

/** About how much memory a call holds, in bytes. */
function sizeOf({ text, steps, request, response }: EndedCall): number {
  const ofRequest = request ? request.url.length + lengthOf(request.headers) + (request.body?.kept.length ?? 0) : 0;
  const ofResponse = response ? lengthOf(response.headers) + response.body.kept.length : 0;
  return 1_000 + text.length + steps.length * 60 + ofRequest + ofResponse;
}

function lengthOf(headers: Readonly<Record<string, string>>): number {
  let length = 0;
  for (const name in headers) length += name.length + headers[name]!.length;
  return length;
}
