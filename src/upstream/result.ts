import type { Json } from '../base/json.ts';
import { essence, isJson, mediaKind } from '../catalog/media-kind.ts';
import type { Content, ToolResult } from '../catalog/tool-result.ts';
import { hasExactNumbers, minify } from '../base/exact.ts';
import { createEventReader, isEventStream } from './events.ts';
import { describeFailure, retryAfterSeconds } from './failure.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { splitMultipart } from './multipart-response.ts';
import { decodeText } from './text.ts';

/** Images that models take; any other is a file, since one of them makes a whole conversation fail. */
const shownImages = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/**
 * The answer of an API as a result a model can use: JSON as compact text with the same value as structured content,
 * text as text, images and audio as such, anything else as an embedded file. 400 and more is an error.
 */
export function toToolResult(request: HttpRequest, response: HttpResponse, hints: readonly string[] = []): ToolResult {
  if (response.status >= 400) return describeFailure(request, response, hints);
  if (response.body.length === 0 && response.cut === undefined)
    return { content: [textContent(describeEmpty(request, response))] };
  const result = readBody(request, response);
  const { status, headers } = response;
  if (status >= 300) return { ...result, content: [textContent(describeEmpty(request, response)), ...result.content] };
  // Where the new resource is, or how it goes on (RFC 9110, 15.3.2 and 15.3.3).
  const next = status === 201 || status === 202 ? describeNext(headers) : [];
  return next.length === 0 ? result : { ...result, content: [...result.content, textContent(next.join('\n'))] };
}

function readBody(request: HttpRequest, response: HttpResponse): ToolResult {
  const { body, headers } = response;
  const contentType = headers['content-type'] ?? '';
  const plain = essence(contentType);
  const asText = (): ToolResult => ({ content: [textContent(decodeText(body, contentType))] });
  if (isEventStream(contentType)) return streamResult(response, contentType) ?? asText();
  if (isJson(plain)) return jsonResult(decodeText(body, contentType)) ?? notJson(body, contentType);
  if (plain === '') {
    if (!isText(body)) return fileResult(request, response, 'application/octet-stream');
    return jsonResult(decodeText(body, '')) ?? asText();
  }
  const image = plain === 'image/jpg' ? 'image/jpeg' : plain;
  if (shownImages.has(image)) return { content: [mediaContent('image', body, image)] };
  if (plain.startsWith('audio/')) return { content: [mediaContent('audio', body, plain)] };
  if (plain.startsWith('multipart/'))
    return multipartResult(request, response, contentType) ?? fileResult(request, response, plain);
  if (mediaKind(plain) !== 'binary' || plain === 'image/svg+xml') return asText();
  return fileResult(request, response, plain);
}

/** A stream of events or values as the list of them, and why there may be more. */
function streamResult(response: HttpResponse, contentType: string): ToolResult | undefined {
  const { body, cut, duration } = response;
  const reader = createEventReader(contentType);
  reader.add(decodeText(body, contentType));
  const events = reader.end(cut === undefined);
  const result = events && jsonResult(`[${events.join(',')}]`);
  if (cut === undefined) return result;
  const seconds = Math.round(duration / 1000);
  const why = {
    time: `The stream was still open when the time of the call was over (${seconds} s)`,
    size: 'The stream is longer than the limit on an answer',
    broken: `The connection broke after ${seconds} s`,
  }[cut];
  const came = result ?? { content: [textContent(decodeText(body, contentType))] };
  const count = events === undefined ? 'this' : `${events.length} event${events.length === 1 ? '' : 's'}`;
  return { ...came, content: [...came.content, textContent(`${why}: ${count} came until then.`)] };
}

/** Each part of a multipart answer as what it is, in order; one that is an attachment (RFC 2183, 2.2) as a file. */
function multipartResult(request: HttpRequest, response: HttpResponse, contentType: string): ToolResult | undefined {
  const parts = splitMultipart(response.body, contentType)?.map((part) => ({ ...response, ...part }));
  if (!parts || parts.length === 0) return undefined;
  const results = parts.map((part) => {
    if (!/^attachment\b/i.test(part.headers['content-disposition'] ?? '')) return readBody(request, part);
    return fileResult(request, part, essence(part.headers['content-type']!));
  });
  return { content: results.flatMap(({ content }) => content) };
}

/** JSON, or nothing where the text is none. */
function jsonResult(text: string): ToolResult | undefined {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  const compact = minify(text);
  // What the parser would round is told as text alone, digit for digit: many clients show a model only the structure.
  return { content: [textContent(compact)], ...(hasExactNumbers(compact) ? { structuredContent: value } : {}) };
}

function notJson(body: Uint8Array, contentType: string): ToolResult {
  const note = `UPSTREAM_NOT_JSON: The API says that it answers in JSON (${contentType}), but the body is not JSON. It follows as it came.`;
  return { content: [textContent(note), textContent(decodeText(body, contentType))] };
}

/** An answer without a body says what happened; a redirect that was not followed says where it leads. */
function describeEmpty({ method }: HttpRequest, { status, statusText, headers }: HttpResponse): string {
  const told = ['location', 'etag', 'last-modified', 'content-length', 'content-type'].filter(
    (name) => headers[name] !== undefined && (method === 'HEAD' || (name === 'location' && status >= 300)),
  );
  const lines = told.map((name) => `${name}: ${headers[name]!}`);
  if (method !== 'HEAD' && status < 300) lines.push(...describeNext(headers));
  return [`HTTP ${status} ${statusText}`.trimEnd() + `.${explainEmpty(method, status)}`, ...lines].join('\n');
}

/** Where what was made or asked for is, and when to look there. */
function describeNext(headers: HttpResponse['headers']): string[] {
  const wait = retryAfterSeconds(headers['retry-after']);
  return [
    ...(headers['location'] === undefined ? [] : [`location: ${headers['location']}`]),
    ...(wait === undefined ? [] : [`Look again after ${wait} s (Retry-After).`]),
  ];
}

function explainEmpty(method: string, status: number): string {
  if (status === 304) return ' What was asked for has not changed.';
  if (status >= 300) return ' The API redirects; this was not followed.';
  return method === 'HEAD' ? '' : ' The answer has no body.';
}

function mediaContent(type: 'image' | 'audio', body: Uint8Array, mimeType: string): Content {
  return { type, data: Buffer.from(body).toString('base64'), mimeType };
}

/** A file the client may keep: its name from Content-Disposition, else from the path. */
function fileResult(request: HttpRequest, { headers, body }: HttpResponse, mimeType: string): ToolResult {
  const last = safeDecode(
    request.url
      .replace(/[?#].*$/s, '')
      .split('/')
      .at(-1) ?? '',
  );
  const name = [dispositionName(headers['content-disposition'] ?? ''), last, 'file'].find((candidate) => candidate);
  const uri = `attachment:///${encodeURIComponent(name!.toWellFormed())}`;
  return { content: [{ type: 'resource', resource: { uri, mimeType, blob: Buffer.from(body).toString('base64') } }] };
}

/** `filename*` before `filename` (RFC 6266, 4.3), without folders. */
function dispositionName(disposition: string): string | undefined {
  const extended = /filename\*\s*=\s*(?:UTF-8|ISO-8859-1)'[^']*'([^;]+)/i.exec(disposition)?.[1];
  const [, quoted, bare] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition) ?? [];
  const name = extended === undefined ? (quoted?.replace(/\\(.)/g, '$1') ?? bare) : safeDecode(extended.trim());
  return name?.split(/[/\\]/).at(-1);
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isText(body: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(body.subarray(0, 4096), { stream: true }).includes('\0');
  } catch {
    return false;
  }
}

function textContent(text: string): Content {
  return { type: 'text', text };
}
