import { isObject, type Json, own, text } from '../base/json.ts';
import { essence, isJson } from '../catalog/media-kind.ts';
import { withoutQuery } from './client.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { errorMeta, type ToolResult } from '../catalog/tool-result.ts';
import { decodeText } from './text.ts';

const mostDetail = 2000;

/**
 * An HTTP status of 400 or more as an error a model can act on: the status, the API's own words, the argument at fault
 * where the API names it, and what to do next. Never a page of HTML.
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

interface Failure {
  readonly message: string | undefined;
  readonly problems: readonly string[];
  /** The body, where it says more than was understood. */
  readonly rest: string | undefined;
}

function readFailure({ body, headers }: HttpResponse): Failure {
  const contentType = headers['content-type'] ?? '';
  if (body.length === 0) return { message: undefined, problems: [], rest: undefined };
  const words = decodeText(body, contentType).trim();
  if (isJson(essence(contentType)) || /^[{[]/.test(words)) {
    try {
      return readJsonFailure(JSON.parse(words) as Json);
    } catch {
      // not JSON after all: it is shown as text
    }
  }
  if (/^<(!doctype|html|\?xml|head|body)/i.test(words)) {
    const title =
      /<title[^>]*>([^<]{1,300})<\/title>/i.exec(words)?.[1] ?? /<h1[^>]*>([^<]{1,300})<\/h1>/i.exec(words)?.[1];
    if (!/^<\?xml/i.test(words) || title !== undefined)
      return { message: title?.trim(), problems: [], rest: undefined };
  }
  return { message: cut(words), problems: [], rest: undefined };
}

/**
 * The shapes that APIs report errors in: problem+json (RFC 9457), `message`, `error`, `error_description` (RFC 6749),
 * FastAPI's `detail`, and lists of `errors`.
 */
function readJsonFailure(value: Json): Failure {
  if (typeof value === 'string') return { message: cut(value), problems: [], rest: undefined };
  if (!isObject(value)) return { message: undefined, problems: [], rest: cut(JSON.stringify(value)) };
  const nested = own(value, 'error');
  const detail = own(value, 'detail');
  const message = [
    own(value, 'error_description'),
    detail,
    own(value, 'message'),
    own(nested, 'message'),
    nested,
    own(value, 'msg'),
    own(value, 'title'),
    own(value, 'error_message'),
    own(value, 'reason'),
  ]
    .map(text)
    .find((words) => words !== undefined && words !== '');
  const lists = [
    detail,
    own(value, 'errors'),
    own(nested, 'errors'),
    own(nested, 'details'),
    own(value, 'invalid-params'),
    own(value, 'violations'),
    own(value, 'details'),
  ];
  const problems = lists.flatMap(readProblems);
  if (message === undefined && problems.length === 0)
    return { message: undefined, problems: [], rest: cut(JSON.stringify(value)) };
  const understood = new Set([
    'message',
    'detail',
    'title',
    'status',
    'type',
    'error',
    'errors',
    'msg',
    'instance',
    'statusCode',
    'error_description',
    'invalid-params',
    'violations',
  ]);
  const more =
    Object.keys(value).some((key) => !understood.has(key)) ||
    (isObject(nested) && Object.keys(nested).some((key) => !['message', 'errors', 'status'].includes(key)));
  return {
    message: message === undefined ? undefined : cut(message),
    problems: problems.slice(0, 20),
    rest: more ? cut(JSON.stringify(value)) : undefined,
  };
}

function readProblems(list: unknown): string[] {
  if (Array.isArray(list)) return list.flatMap((item: unknown) => readProblem(item) ?? []);
  // `{field: ["is too short"]}`, as Rails and Laravel write it.
  if (isObject(list))
    return Object.entries(list).flatMap(([field, words]) =>
      Array.isArray(words) && words.every((word) => typeof word === 'string') ? [`${field}: ${words.join(', ')}`] : [],
    );
  return [];
}

function readProblem(item: unknown): string | undefined {
  if (typeof item === 'string') return cut(item);
  const words = ['msg', 'message', 'detail', 'reason', 'description', 'title', 'code']
    .map((key) => text(own(item, key)))
    .find((part) => part !== undefined);
  if (words === undefined) return isObject(item) ? cut(JSON.stringify(item)) : undefined;
  const place = placeOf(item);
  return cut(place === undefined ? words : `${place}: ${words}`);
}

/** FastAPI's `loc` (`["body", "price"]`), a JSON pointer, or the name of a field. */
function placeOf(item: unknown): string | undefined {
  const loc = own(item, 'loc');
  if (Array.isArray(loc))
    return loc
      .map(String)
      .join('.')
      .replace(/^(query|path|header|cookie)\./, '');
  const named = ['pointer', 'field', 'name', 'param', 'parameter', 'path', 'property', 'propertyPath']
    .map((key) => own(item, key))
    .find((part) => typeof part === 'string' || Array.isArray(part));
  if (Array.isArray(named)) return named.map(String).join('.');
  if (typeof named === 'string')
    return named.startsWith('#/') || named.startsWith('/') ? named.replace(/^#?\//, '').replaceAll('/', '.') : named;
  const source = own(item, 'source'); // JSON:API
  return text(own(source, 'pointer'))?.replace(/^\//, '').replaceAll('/', '.') ?? text(own(source, 'parameter'));
}

function adviceFor(status: number, headers: Readonly<Record<string, string>>): string[] {
  const advice: string[] = [];
  const wait = retryAfterSeconds(headers['retry-after']);
  if (wait !== undefined) advice.push(`Try again after ${wait} s (Retry-After).`);
  else if (status === 429) advice.push('Too many requests: wait before trying again.');
  const challenge = headers['www-authenticate'];
  if (challenge !== undefined && (status === 401 || status === 403))
    advice.push(`WWW-Authenticate: ${cut(challenge, 300)}`);
  if (status === 405 && headers['allow'] !== undefined) advice.push(`Allowed methods: ${headers['allow']}`);
  return advice;
}

/** Seconds to wait by Retry-After, a number or a date (RFC 9110, 10.2.3). */
export function retryAfterSeconds(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

function cut(words: string, length = mostDetail): string {
  return words.length <= length ? words : `${words.slice(0, length)}… (${words.length} characters)`;
}
