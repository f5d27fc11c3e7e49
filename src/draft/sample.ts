import type { JsonObject } from '../base/json.ts';

export interface NameValue {
  readonly name: string;
  readonly value: string;
}

/** A part of a path: what stood there, or the name of the variable that stood for it. */
export type Segment = { readonly text: string } | { readonly variable: string };

/** A field of a form. */
export interface Field extends NameValue {
  readonly isFile: boolean;
}

export interface Body {
  /** Lower case, without parameters. */
  readonly mediaType: string;
  readonly text?: string | undefined;
  readonly fields?: readonly Field[] | undefined;
}

/** One request that was made, or written down to be made, and its answer where there is one. */
export interface Sample {
  /** Upper case. */
  readonly method: string;
  /** Scheme, host and port; empty where a variable stands for them that nobody has set. */
  readonly origin: string;
  readonly path: readonly Segment[];
  readonly query: readonly NameValue[];
  readonly headers: readonly NameValue[];
  readonly cookies: readonly string[];
  readonly body?: Body | undefined;
  readonly response?: { readonly status: number; readonly body?: Body | undefined } | undefined;
  /** How the browser came to ask: `fetch`, `document`, `image`, … */
  readonly resourceType?: string | undefined;
  /** In the words of whoever wrote the collection. */
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly tag?: string | undefined;
  /** Security Schemes (OpenAPI 3.1.1, 4.8.27) that are not seen in the request itself. */
  readonly security?: readonly JsonObject[] | undefined;
}

/** What a file holds. */
export interface Recording {
  readonly title: string | undefined;
  readonly samples: readonly Sample[];
}

/** `application/json; charset=utf-8` → `application/json`. */
export function mediaTypeOf(value: string | undefined): string {
  return (value ?? '').split(';')[0]!.trim().toLowerCase();
}

/** The value of a header; names are case-insensitive (RFC 9110, 5.1). */
export function headerOf(headers: readonly NameValue[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
