import type { ErrorCode } from './error-codes.ts';

/** What a {@link RoutewrightError} carries beside its message. */
export interface ErrorDetails {
  /** What to do about it, a full sentence. Shown on a line of its own. */
  readonly hint?: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** Where in a text the fault lies. */
  readonly location?: Location;
}

/** A place in a text that was read. Lines and columns count from 1. */
export interface Location {
  /** File path or URL, as the user would write it. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * The one error of the program: something the operator must mend. What the model can mend is a result with
 * `isError` instead, and what is wrong with a part of a document is a `Diagnostic`.
 *
 * The message says what failed and on what; the remedy is the `hint`; the `code` is stable and documented in
 * docs/errors.md.
 *
 * @example
 * ```ts
 * try {
 *   await loadDocument('./openapi.yaml');
 * } catch (error) {
 *   if (error instanceof RoutewrightError && error.code === 'SPEC_NOT_FOUND') console.error(error.hint);
 * }
 * ```
 */
export class RoutewrightError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly location: Location | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'RoutewrightError';
    this.code = code;
    this.hint = details.hint;
    this.location = details.location;
  }
}

/** The sentence in any thrown value, without its stack. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** `file:line:column`, as editors and terminals make it a link. */
export function formatLocation({ file, line, column }: Location): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
