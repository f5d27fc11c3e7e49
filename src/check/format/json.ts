import type { CheckReport } from '../check.ts';
import { helpUrl } from '../help-url.ts';
import { explain } from './text.ts';

/** For programs: every finding with its place and what there is to know of its rule. */
export function formatJson({ findings, tools, tokens, failed }: CheckReport): string {
  const detailed = findings.map((finding) => {
    const { title, why, mend } = explain(finding.rule);
    return { ...finding, title, ...(why === undefined ? {} : { why }), mend, help: helpUrl(finding.rule) };
  });
  return JSON.stringify({ failed, tools, tokens, findings: detailed }, null, 2);
}
