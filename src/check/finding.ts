import type { Severity } from '../base/diagnostic.ts';
import type { Location } from '../base/errors.ts';

/** A place in a text that was read. */
export interface Place {
  /** The file or URL. */
  readonly uri: string;
  /** JSON pointer (RFC 6901) inside it. */
  readonly pointer: string;
}

/** Something that a rule, the reading of a document, or another validator has to say. */
export interface Finding extends Place {
  /** The code of the rule, or of a finding of reading (docs/errors.md). */
  readonly rule: string;
  readonly level: Severity;
  /** What is wrong, on what; one sentence. */
  readonly message: string;
  /** What to do about this one, where more can be said than the rule's page does. */
  readonly fix?: string;
  /** The operation it touches, as `GET /pets`. */
  readonly operation?: string;
  /** The tool it touches, by name. */
  readonly tool?: string;
  /** The API it is in, by its name in the configuration. */
  readonly api?: string;
  /** The package that found it, where that is not us. */
  readonly source?: string;
  /** What is at the place and must not be shown; taken out of everything before it is told. */
  readonly secret?: string;
  /** Set by `locateFindings`. */
  readonly location?: Location;
}

const weights: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** Whether a level is the other one or above. */
export function isAtLeast(level: Severity, least: Severity): boolean {
  return weights[level] >= weights[least];
}

/** The worst first; what is equal stays in the order of the document. */
export function byLevel(one: { readonly level: Severity }, other: { readonly level: Severity }): number {
  return weights[other.level] - weights[one.level];
}
