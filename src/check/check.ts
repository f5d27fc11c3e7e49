import type { CheckConfig } from '../base/config/schema.ts';
import type { Diagnostic, Severity } from '../base/diagnostic.ts';
import { Redactor } from '../base/secrets.ts';
import type { Operation } from '../spec/operation.ts';
import { byLevel, type Finding, isAtLeast } from './finding.ts';
import { locateFindings } from './locate-findings.ts';
import { createPolicy } from './policy.ts';
import { rules } from './rules.ts';
import { runRules } from './run-rules.ts';
import type { Subject } from './subject.ts';
import { tokensOfTool } from './tokens.ts';

/** What a check found, ready to be told. */
export interface CheckReport {
  /** The worst first. */
  readonly findings: readonly Finding[];
  readonly tools: number;
  /** About what the list of tools costs. */
  readonly tokens: number;
  /** Texts that were read, by file or URL, without the secrets that were found: where frames are cut from. */
  readonly texts: ReadonlyMap<string, string>;
  /** The level from which on a finding makes the check fail. */
  readonly failOn: Severity;
  /** A finding is at or above it. */
  readonly failed: boolean;
}

/**
 * Everything there is to say about a subject: what reading found, what the rules find, and what other validators found,
 * as the configuration wants it counted.
 *
 * @throws {RoutewrightError} CONFIG_INVALID where the configuration names no rule of ours; SELECTOR_INVALID
 */
export async function checkSubject(
  subject: Subject,
  config: CheckConfig,
  found: readonly Finding[] = [],
): Promise<CheckReport> {
  const configured = subject.apis.find((api) => api.configured)?.configured;
  const policy = createPolicy(config.rules, configured);
  const operations = operationsOf(subject);
  const counted = [...found, ...runRules(rules, subject)].flatMap((finding) => {
    const operation = operations.get(finding.tool ?? '') ?? operations.get(finding.operation ?? '');
    const told = operation && finding.operation === undefined ? { ...finding, operation: operation.id } : finding;
    return policy.apply(told, operation) ?? [];
  });
  const texts = new Map(subject.texts.map(({ uri, text }) => [uri, text]));
  const located = await locateFindings([...counted, ...policy.unused()].sort(byLevel), texts);
  const redact = redactorOf(located);
  const findings = located.map((finding) => ({ ...finding, message: redact(finding.message), secret: undefined }));
  return {
    findings,
    tools: subject.tools.length,
    tokens: subject.listed.reduce((sum, tool) => sum + tokensOfTool(tool), 0),
    texts: new Map([...texts].map(([uri, text]) => [uri, redact(text)])),
    failOn: config.failOn,
    failed: findings.some(({ level }) => isAtLeast(level, config.failOn)),
  };
}

/** What reading a document found, as findings. */
export function fromDiagnostic({ code, severity, ...rest }: Diagnostic): Finding {
  return { rule: code, level: severity, ...rest };
}

/** Operations by the name of their tool and by their id. */
function operationsOf({ apis }: Subject): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const { catalog } of apis) {
    for (const { operation } of catalog.leftOut) operations.set(operation.id, operation);
    for (const { operation, name } of catalog.tools) operations.set(operation.id, operation).set(name, operation);
  }
  return operations;
}

/** Takes the secrets that were found out of a text; line by line, so that the lines stay where they are. */
function redactorOf(findings: readonly Finding[]): (text: string) => string {
  const redactor = new Redactor();
  for (const { secret } of findings)
    for (const part of secret?.split(/\s+/) ?? []) if (part.length > 7) redactor.add(part);
  return (text) => redactor.redact(text);
}
