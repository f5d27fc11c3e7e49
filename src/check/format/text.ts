import { styleText } from 'node:util';
import { errorCodes } from '../../base/error-codes.ts';
import { formatLocation } from '../../base/errors.ts';
import { groupBy } from '../../base/group-by.ts';
import type { CheckReport } from '../check.ts';
import type { Finding } from '../finding.ts';
import { helpUrl } from '../help-url.ts';
import { ruleByCode } from '../rules.ts';
import { count } from '../words.ts';
import { codeFrame } from './frame.ts';

export interface TextOptions {
  readonly color: boolean;
  /** Every place of every rule, and not the first ones. */
  readonly all: boolean;
}

/** Places of a rule that are shown with the lines around them, and that are only named. */
const framedPlaces = 3;
const namedPlaces = 7;

/** For a terminal: rule by rule, what is wrong, where with the lines around it, why it matters, what to do. */
export function formatText(report: CheckReport, { color, all }: TextOptions): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const levelStyle = { error: 'red', warning: 'yellow', info: 'blue' } as const;
  const lines = new Map([...report.texts].map(([uri, text]) => [uri, text.split(/\r?\n/)]));
  const sections = groupByRule(report.findings).map((findings) => {
    const { rule, level, source } = findings[0]!;
    const { title, why, mend } = explain(rule);
    const framed = all ? findings.length : level === 'info' ? 1 : framedPlaces;
    const shown = all ? findings : findings.slice(0, framed + namedPlaces);
    const head = [
      paint([levelStyle[level], 'bold'], level),
      paint('bold', rule),
      `${title}${source === undefined ? '' : ` (${source})`}`,
      ...(findings.length > 1 ? [paint('dim', `${findings.length}×`)] : []),
    ].join('  ');
    const places = shown.flatMap((finding, index) => {
      const { location, uri, message, fix } = finding;
      const text = lines.get(uri);
      const place = location ? formatLocation(location) : uri;
      const said = `${paint('cyan', place)} ${message}${fix === undefined || fix === '' ? '' : ` ${fix}`}`;
      const before = shown[index - 1]?.location;
      const isSame = before?.line === location?.line && before?.file === location?.file;
      if (index >= framed || text === undefined || location?.line === undefined || isSame) return [`  ${said}`];
      const frame = codeFrame(text, { line: location.line, column: location.column ?? 1 });
      return [`  ${said}`, ...frame.map((line) => `    ${line.startsWith('>') ? line : paint('dim', line)}`)];
    });
    const rest = findings.length - shown.length;
    return [
      head,
      ...places,
      ...(rest > 0 ? [paint('dim', `  and ${rest} more; --all shows them`)] : []),
      ...(why === undefined ? [] : [`  ${paint('dim', 'why ')} ${why}`]),
      `  ${paint('dim', 'mend')} ${mend}`,
      `  ${paint('dim', helpUrl(rule))}`,
    ].join('\n');
  });
  return [...sections, summarize(report)].join('\n\n');
}

/** The findings of one rule at one level together, in the order in which the first of each came. */
function groupByRule(findings: readonly Finding[]): Finding[][] {
  const groups = groupBy(findings, ({ level, rule, source }) => `${level} ${rule} ${source ?? ''}`);
  return [...groups.values()];
}

/** What a code means: of a rule, or of a finding of reading. */
export function explain(code: string): { title: string; why: string | undefined; mend: string } {
  const rule = ruleByCode.get(code);
  if (rule) return rule;
  const { means, remedy } = errorCodes[code as keyof typeof errorCodes];
  return { title: means.replace(/\.$/, ''), why: undefined, mend: remedy };
}

/** `2 errors, 1 warning, 4 notes · 14 tools, about 3,120 tokens`. */
function summarize({ findings, tools, tokens }: CheckReport): string {
  const of = (level: string): number => findings.filter((finding) => finding.level === level).length;
  const counts = [count(of('error'), 'error'), count(of('warning'), 'warning'), count(of('info'), 'note')];
  const told = findings.length === 0 ? 'Nothing to say' : counts.filter((part) => !part.startsWith('0')).join(', ');
  return `${told} · ${count(tools, 'tool')}, about ${tokens.toLocaleString('en')} tokens`;
}
