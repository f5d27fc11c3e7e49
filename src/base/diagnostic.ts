import type { ErrorCode } from './error-codes.ts';
import { formatLocation, type Location } from './errors.ts';

/** How much a finding matters: an `error` costs a tool, a `warning` may cost a call, `info` is for the curious. */
export type Severity = 'error' | 'warning' | 'info';

/** A finding about a part of a document or configuration. Findings are data: the rest goes on without the part. */
export interface Diagnostic {
  readonly code: ErrorCode;
  readonly severity: Severity;
  /** What is wrong, on what; one sentence. */
  readonly message: string;
  /** JSON pointer (RFC 6901) of the place, as a URI fragment is written: `/paths/~1pets/get`. */
  readonly pointer: string;
  /** The file or URL the pointer is in. */
  readonly uri: string;
  /** What to do about it. */
  readonly fix?: string;
  /** The operation it touches, as `GET /pets`. */
  readonly operation?: string;
  /** Set once somebody asked for it (`locateDiagnostics`): finding lines means reading the text again. */
  readonly location?: Location;
}

/** One finding as a line for a terminal or a log. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { location, uri, pointer, severity, code, message, fix, operation } = diagnostic;
  const place = location ? formatLocation(location) : `${uri}#${pointer}`;
  return `${place} ${severity} ${code}: ${operation ? `${operation}: ` : ''}${message}${fix ? ` ${fix}` : ''}`;
}
