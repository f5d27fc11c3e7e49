import { expect } from '@jest/globals';
import type { LiveClient, LiveResult } from '../../support/gateway.ts';

/** A request as the application wrote it down. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: { readonly size: number; readonly sha256: string; readonly text: string };
  readonly status?: number;
  readonly disconnected: boolean;
}

/** What must have reached the application. What is left out must not have been there, save for headers. */
export interface Sent {
  readonly method: string;
  /** The segments of the path, decoded. */
  readonly path: readonly string[];
  /** Names and values, decoded; those of one name in their order. */
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: readonly (readonly [string, string])[];
  readonly text?: string;
  /** The parts are for the application to judge; its answer tells what it found. */
  readonly multipart?: true;
}

/** What must have come back. */
export type Answer =
  | { readonly json: unknown }
  | { readonly text: readonly string[] }
  | { readonly emptyWithStatus: number }
  | { readonly image: { readonly mimeType: string; readonly data: string } }
  | { readonly file: { readonly mimeType: string; readonly blob: string } }
  | { readonly error: readonly (string | RegExp)[] }
  | { readonly tooLarge: true }
  | { readonly any: (result: LiveResult) => void };

/** No code points but those RFC 3986 allows in a path (sections 3.3 and 2.1) and in a query (3.4). */
const legalPath = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/;
const legalQuery = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?[\]]|%[0-9A-Fa-f]{2})*$/;

export function header(seen: Seen, name: string): string | undefined {
  const values = seen.headers.filter(([candidate]) => candidate === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

export function expectSent(seen: Seen, sent: Sent): void {
  expect(seen.method).toBe(sent.method);
  expect(seen.path).toMatch(legalPath);
  expect(seen.path.split('/').slice(1).map(decodeURIComponent)).toEqual(sent.path);
  expect(seen.query).toMatch(legalQuery);
  expect(byName(new URLSearchParams(seen.query))).toEqual(byName(sent.query ?? []));
  for (const [name, value] of Object.entries(sent.headers ?? {}))
    expect([name, header(seen, name)]).toEqual([name, value]);
  expect(cookies(header(seen, 'cookie'))).toEqual(sent.cookies ?? {});
  expectBody(seen, sent);
}

function expectBody(seen: Seen, sent: Sent): void {
  const mediaType = header(seen, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  if ('json' in sent) {
    expect(mediaType).toBe('application/json');
    expect(JSON.parse(seen.body.text)).toEqual(sent.json);
  } else if (sent.form !== undefined) {
    expect(mediaType).toBe('application/x-www-form-urlencoded');
    expect(byName(new URLSearchParams(seen.body.text))).toEqual(byName(sent.form));
  } else if (sent.text !== undefined) {
    expect(mediaType).toBe('text/plain');
    expect(seen.body.text).toBe(sent.text);
  } else if (sent.multipart) {
    expect(mediaType).toBe('multipart/form-data');
  } else {
    expect(seen.body.text).toBe('');
  }
}

export function expectAnswer(result: LiveResult, answer: Answer, client: LiveClient): void {
  if ('any' in answer) {
    answer.any(result);
  } else if ('error' in answer) {
    for (const part of answer.error) expect(textOf(result)).toMatch(part instanceof RegExp ? part : literally(part));
    expect(result.isError).toBe(true);
  } else if ('tooLarge' in answer) {
    // Whether it is cut or refused: a model gets no megabytes, and is told.
    expect(JSON.stringify(result).length).toBeLessThan(1_000_000);
    expect(textOf(result)).toMatch(/limit|exceed|too large|cut|truncat|omitted|more/i);
  } else {
    expect([result.isError ?? false, textOf(result)]).toEqual([false, expect.any(String)]);
    if ('json' in answer) expectJson(result, answer.json, client);
    if ('text' in answer) for (const part of answer.text) expect(textOf(result)).toContain(part);
    if ('emptyWithStatus' in answer) expect(textOf(result)).toContain(String(answer.emptyWithStatus));
    if ('image' in answer)
      expect(result.content).toContainEqual(expect.objectContaining({ type: 'image', ...answer.image }));
    if ('file' in answer) {
      const resource: unknown = expect.objectContaining(answer.file);
      expect(result.content).toContainEqual(expect.objectContaining({ type: 'resource', resource }));
    }
  }
}

function expectJson(result: LiveResult, value: unknown, client: LiveClient): void {
  const text = result.content.find((part) => part.type === 'text')?.text ?? '';
  const got: unknown = JSON.parse(text);
  expect(got).toEqual(value);
  expect(text).toBe(JSON.stringify(got));
  // Before 2026-07-28 structured content is an object; anything else goes into one.
  const isObject = typeof got === 'object' && got !== null && !Array.isArray(got);
  const wrapped = isObject || client.protocolVersion === '2026-07-28' ? got : { result: got };
  expect(result.structuredContent).toEqual(wrapped);
}

export function textOf(result: LiveResult): string {
  return result.content.map((part) => part.text ?? '').join('\n');
}

function literally(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
}

function byName(pairs: Iterable<readonly [string, string]>): readonly (readonly [string, string])[] {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function cookies(text: string | undefined): Record<string, string> {
  if (text === undefined) return {};
  return Object.fromEntries(text.split('; ').map((pair) => pair.split('=', 2) as [string, string]));
}
