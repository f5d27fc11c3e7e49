import type { Json } from '../base/json.ts';
import { essence, isJson, mediaKind } from '../catalog/media-kind.ts';
import { errorMeta, type ToolResult } from '../catalog/tool-result.ts';
import { withoutQuery } from './client.ts';
import { cut, type Failure, readJsonFailure, withoutStack } from './failure-body.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { decodeText } from './text.ts';

/**
 * An HTTP status of 400 or more as an error a model can act on: the status, the API's own words, the argument at fault
 * where the API names it, and what to do next. Never a page of HTML, never a stack.
 */
export function describeFailure(request: HttpRequest, response: HttpResponse, hints: readonly string[]): ToolResult {
  const { status, statusText, headers } = response;
  const { message, problems, rest } = readFailure(response);
  const head = `HTTP ${status} ${statusText}`.trimEnd();
  const lines = [
    `${head} from ${request.method} ${withoutQuery(request.url)}${message === undefined ? '' : `: ${message}`}`,
    ...problems.map((problem) => `- ${problem}`),
    ...(rest === undefined ? [] : [`Answer: ${rest}`]),
    ...adviceFor(status, headers),
    ...hints,
  ];
  const retryAfter = retryAfterSeconds(headers['retry-after']);
  return {
    content: [{ type: 'text', text: lines.join('\n') }],
    isError: true,
    _meta: { [errorMeta]: { code: 'HTTP_ERROR', status, ...(retryAfter === undefined ? {} : { retryAfter }) } },
  };
}

const nothing: Failure = { message: undefined, problems: [], rest: undefined };

function readFailure({ body, headers }: HttpResponse): Failure {
  const contentType = headers['content-type'] ?? '';
  const plain = essence(contentType);
  if (body.length === 0) return nothing;
  if (plain !== '' && mediaKind(plain) === 'binary')
    return { ...nothing, message: `the answer is ${body.length} bytes of ${plain}` };
  const words = decodeText(body, contentType).trim();
  if (isJson(plain) || /^[{[]/.test(words)) {
    try {
      return readJsonFailure(JSON.parse(words) as Json);
    } catch {
      // not JSON after all: it is shown as text
    }
  }
  if (plain === 'text/html' || plain === 'application/xhtml+xml' || /^<(!doctype\s+html|html|head|body)/i.test(words))
    return { ...nothing, message: readPage(words) };
  return { ...nothing, message: words === '' ? undefined : cut(withoutStack(words)) };
}

/** A page is told by its title, else by its first heading; a fragment by its first words. */
function readPage(html: string): string | undefined {
  for (const pattern of [/<title[^>]*>([^<]+)<\/title>/i, /<h1[^>]*>([^<]+)<\/h1>/i]) {
    const words = plainText(pattern.exec(html)?.[1] ?? '');
    if (words !== '') return cut(words, 300);
  }
  if (/<(html|body|head)[\s>]/i.test(html)) return undefined;
  const words = plainText(html.slice(0, 10_000).replace(/<(script|style)[^]*?<\/\1>|<[^>]*>/gi, ' '));
  return words === '' ? undefined : cut(withoutStack(words), 300);
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  '#39': "'",
  ndash: '–',
};

function plainText(html: string): string {
  return html
    .replace(/&(amp|lt|gt|quot|nbsp|#39|ndash);/g, (_, name: string) => entities[name]!)
    .replace(/\s+/g, ' ')
    .trim();
}

function adviceFor(status: number, headers: Readonly<Record<string, string>>): string[] {
  const advice: string[] = [];
  const wait = retryAfterSeconds(headers['retry-after']);
  if (wait !== undefined) advice.push(`Try again after ${wait} s (Retry-After).`);
  else if (status === 429) advice.push('Too many requests: wait before trying again.');
  const challenge = headers['www-authenticate'];
  if (challenge !== undefined && (status === 401 || status === 403))
    advice.push(`WWW-Authenticate: ${cut(challenge, 300)}`, ...scopesOf(challenge));
  if (status === 405 && headers['allow'] !== undefined) advice.push(`Allowed methods: ${headers['allow']}`);
  return advice;
}

/** The scopes that a bearer token must have (RFC 6750, 3). */
function scopesOf(challenge: string): string[] {
  const scopes = /\bscope="([^"]{1,1000})"/i.exec(challenge)?.[1]?.trim().split(/\s+/);
  return scopes ? [`The credential needs the scopes: ${scopes.join(', ')}.`] : [];
}

/** Seconds to wait by Retry-After, a number or a date (RFC 9110, 10.2.3). */
export function retryAfterSeconds(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Math.ceil(Number(value));
  // Date.parse makes a date of nearly anything; one in HTTP names its month.
  const date = /[a-z]{3}/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
