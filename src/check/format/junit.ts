import { formatLocation } from '../../base/errors.ts';
import type { CheckReport } from '../check.ts';
import { isAtLeast } from '../finding.ts';
import { rules } from '../rules.ts';
import { explain } from './text.ts';
import type { Severity } from '../../base/diagnostic.ts';

/**
 * JUnit XML, as CI servers show it: each rule is a test, and fails with all that it found at or above the level that
 * fails the check. What is below it is told as its output.
 */
export function formatJunit({ findings }: CheckReport, failOn: Severity): string {
  const codes = [...new Set([...rules.map(({ code }) => code), ...findings.map(({ rule }) => rule)])];
  const failing = new Set(findings.filter(({ level }) => isAtLeast(level, failOn)).map(({ rule }) => rule));
  const cases = codes.map((code) => {
    const mine = findings.filter(({ rule }) => rule === code);
    const lines = mine.map(({ location, message, fix, level }) =>
      [location ? `${formatLocation(location)}:` : '', level, message, fix ?? '']
        .filter((part) => part !== '')
        .join(' '),
    );
    const head = `    <testcase classname="routewright" name="${escape(code)}"`;
    if (mine.length === 0) return `${head}/>`;
    const tag = failing.has(code) ? 'failure' : 'system-out';
    const about = failing.has(code) ? ` message="${escape(explain(code).title)}" type="${escape(code)}"` : '';
    return `${head}>\n      <${tag}${about}>${escape(lines.join('\n'))}</${tag}>\n    </testcase>`;
  });
  const counts = `tests="${codes.length}" failures="${failing.size}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="routewright check" ${counts} errors="0" skipped="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

/** Characters that XML 1.0 does not have become question marks: an escape of them would be as illegal. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
