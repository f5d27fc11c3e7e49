import type { Finding } from './finding.ts';
import { formatPointer } from '../base/json-pointer.ts';
import { isObject } from '../base/json.ts';
import type { Rule, Words } from './rule.ts';
import type { CheckedText, Subject } from './subject.ts';

/** What the rules have to say of a subject, at their own levels. */
export function runRules(rules: readonly Rule[], subject: Subject): Finding[] {
  const findings: Finding[] = [];
  for (const { code, level, check } of rules)
    check?.(subject, ({ uri, pointer }, message, about) =>
      findings.push({ rule: code, level, message, uri, pointer, ...about }),
    );
  const readers = rules.filter(({ read }) => read !== undefined);
  for (const text of subject.texts) findings.push(...readText(readers, text));
  return findings;
}

function readText(readers: readonly Rule[], { uri, root }: CheckedText): Finding[] {
  const findings: Finding[] = [];
  walkWords(root, (words) => {
    for (const { code, level, read } of readers) {
      const reading = read!(words);
      if (reading) findings.push({ rule: code, level, ...reading, uri, pointer: formatPointer(words.path) });
    }
  });
  return findings;
}

/** Shows every string of a value; one that YAML aliases repeat is shown at its first place. */
function walkWords(root: unknown, show: (words: Words) => void): void {
  const path: (string | number)[] = [];
  const seen = new Set<object>();
  const visit = (value: unknown, key: string, parent: object): void => {
    if (typeof value === 'string') {
      show({ value, key, parent, path });
      return;
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    for (const [step, member] of Array.isArray(value)
      ? value.entries()
      : isObject(value)
        ? Object.entries(value)
        : []) {
      path.push(step);
      visit(member, typeof step === 'string' ? step : key, value);
      path.pop();
    }
  };
  visit(root, '', {});
}
