import type { Json } from '../base/json.ts';
import { essence, isJson, mediaKind } from '../catalog/media-kind.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { type Content, errorMeta, type ToolResult } from '../catalog/tool-result.ts';
import { describeFailure } from './failure.ts';
import { decodeText } from './text.ts';

/**
 * The answer of an API as a result a model can use: JSON as compact text with the same value as structured content,
 * text as text, images and audio as such, anything else as an embedded file. 400 and more is an error.
 */
export function toToolResult(request: HttpRequest, response: HttpResponse, hints: readonly string[] = []): ToolResult {
  if (response.status >= 400) return describeFailure(request, response, hints);
  const contentType = response.headers['content-type'] ?? '';
  if (response.body.length === 0) return { content: [{ type: 'text', text: describeEmpty(request, response) }] };
  const plain = essence(contentType);
  const notes = response.status >= 300 ? [textContent(describeEmpty(request, response))] : [];
  if (isJson(plain) || (plain === '' && looksLikeJson(response.body)))
    return withNotes(jsonResult(response, contentType), notes);
  if (plain.startsWith('image/') && plain !== 'image/svg+xml')
    return withNotes({ content: [mediaContent('image', response, plain)] }, notes);
  if (plain.startsWith('audio/')) return withNotes({ content: [mediaContent('audio', response, plain)] }, notes);
  const kind = plain === '' ? (isText(response.body) ? 'text' : 'binary') : mediaKind(plain);
  if (kind !== 'binary' || plain === 'image/svg+xml')
    return withNotes({ content: [textContent(decodeText(response.body, contentType))] }, notes);
  return withNotes(
    { content: [fileContent(request, response, plain === '' ? 'application/octet-stream' : plain)] },
    notes,
  );
}

function jsonResult(response: HttpResponse, contentType: string): ToolResult {
  const text = decodeText(response.body, contentType);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return {
      content: [
        textContent(
          `UPSTREAM_NOT_JSON: The API says that it answers in JSON (${contentType}), but the body is not JSON. It follows as it came.`,
        ),
        textContent(text),
      ],
    };
  }
  const compact = minify(text);
  // What the parser would round is told as text alone, digit for digit: many clients show a model only the structure.
  if (/\d{16}|\d\.\d{16}|[\d.][eE][+-]?\d/.test(compact) && JSON.stringify(value) !== compact)
    return { content: [textContent(compact)] };
  return { content: [textContent(compact)], structuredContent: value };
}

/** JSON without the space between its tokens; numbers keep every digit. */
function minify(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
}

function withNotes(result: ToolResult, notes: readonly Content[]): ToolResult {
  return notes.length === 0 ? result : { ...result, content: [...notes, ...result.content] };
}

/** An answer without a body says what happened; a redirect that was not followed says where it leads. */
function describeEmpty({ method }: HttpRequest, { status, statusText, headers }: HttpResponse): string {
  const told = ['location', 'etag', 'last-modified', 'content-length', 'content-type'].filter(
    (name) => headers[name] !== undefined && (name === 'location' || method === 'HEAD'),
  );
  const lines = told.map((name) => `${name}: ${headers[name]!}`);
  const line = `HTTP ${status} ${statusText}`.trimEnd();
  const reason =
    status >= 300 && status !== 304
      ? ' The API redirects; this was not followed.'
      : method === 'HEAD' || status >= 300
        ? ''
        : ' The answer has no body.';
  return [`${line}.${reason}`, ...lines].join('\n');
}

function mediaContent(type: 'image' | 'audio', { body }: HttpResponse, mimeType: string): Content {
  return { type, data: Buffer.from(body).toString('base64'), mimeType };
}

/** A file the client may keep: its name from Content-Disposition (RFC 6266), else from the path. */
function fileContent(request: HttpRequest, { headers, body }: HttpResponse, mimeType: string): Content {
  const disposition = headers['content-disposition'] ?? '';
  const named =
    /filename\*=(?:UTF-8|utf-8)''([^;]+)/.exec(disposition)?.[1] ?? /filename="?([^";]+)"?/.exec(disposition)?.[1];
  const fallback = request.url
    .replace(/[?#].*$/s, '')
    .split('/')
    .at(-1);
  const name = [named, fallback].find((candidate) => candidate !== undefined && candidate !== '') ?? 'file';
  return {
    type: 'resource',
    resource: {
      uri: `attachment:///${encodeURIComponent(safeDecode(name))}`,
      mimeType,
      blob: Buffer.from(body).toString('base64'),
    },
  };
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function looksLikeJson(body: Uint8Array): boolean {
  const first = String.fromCharCode(...body.subarray(0, 1));
  return first === '{' || first === '[';
}

function isText(body: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(body.subarray(0, 4096), { stream: true }).includes('\0');
  } catch {
    return false;
  }
}

export function textContent(text: string): Content {
  return { type: 'text', text };
}

/** A failure that never became an answer: what went wrong, what to do, and the code. */
export function failureResult(
  code: string,
  message: string,
  hint: string | undefined,
  details: Readonly<Record<string, unknown>> = {},
): ToolResult {
  return {
    content: [textContent([`${code}: ${message}`, ...(hint === undefined ? [] : [hint])].join('\n'))],
    isError: true,
    _meta: { [errorMeta]: { code, ...details } },
  };
}
