import type { Severity } from '../base/diagnostic.ts';
import type { Finding, Place } from './finding.ts';
import type { Subject } from './subject.ts';

/** What a finding is about: who is hurt by it. */
export const ruleKinds = {
  client: 'What breaks a client',
  model: 'What confuses a model',
  cost: 'What costs',
  danger: 'What is dangerous',
  document: 'What breaks the rules of OpenAPI',
  check: 'What the check itself has to say',
} as const;

export type RuleKind = keyof typeof ruleKinds;

/** Called with the place and what is wrong there. */
type RuleReport = (
  place: Place,
  message: string,
  about?: Pick<Finding, 'fix' | 'operation' | 'tool' | 'api' | 'source'>,
) => void;

/** A string of a text, and where it is. */
export interface Words {
  readonly value: string;
  /** The member it is the value of; the nearest one for an element of a list. */
  readonly key: string;
  /** The object or list that it is in. */
  readonly parent: object;
  /** Keys and indexes that lead to it. */
  readonly path: readonly (string | number)[];
}

/** Something that is looked for. What it says of itself is its page in docs/rules/. */
export interface Rule {
  /** Stable; what a configuration calls it. */
  readonly code: string;
  readonly kind: RuleKind;
  /** Unless the configuration sets another one. */
  readonly level: Severity;
  /** What is wrong, without a full stop. */
  readonly title: string;
  /** What comes of it; one or two sentences. */
  readonly why: string;
  /** What to do; one or two sentences. */
  readonly mend: string;
  /** The part at fault as somebody would write it, and mended: YAML. */
  readonly example: { readonly wrong: string; readonly right: string };
  /** Looks at the whole. */
  readonly check?: (subject: Subject, report: RuleReport) => void;
  /** Looks at one string of a text; all rules share one walk over each text. */
  readonly read?: (words: Words) => Reading | undefined;
}

/** What is wrong with a string, and the part of it that nobody may see. */
interface Reading {
  readonly message: string;
  readonly secret?: string;
}
