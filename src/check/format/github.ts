import type { CheckReport } from '../check.ts';
import { helpUrl } from '../help-url.ts';
import { count } from '../words.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;
/** GitHub shows ten annotations of a kind for each step and drops the rest without a word. */
const most = 10;

/**
 * Workflow commands that GitHub turns into annotations of the lines.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function formatGithub({ findings }: CheckReport): string {
  const shown = (Object.keys(commands) as (keyof typeof commands)[]).flatMap((level) => {
    const mine = findings.filter((finding) => finding.level === level);
    const annotated = mine.length > most ? mine.slice(0, most - 1) : mine;
    const lines = annotated.map(({ rule, message, fix, location }) => {
      const properties = {
        file: location?.file,
        line: location?.line,
        col: location?.column,
        title: rule,
      };
      const written = Object.entries(properties)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
      return `::${commands[level]} ${written.join(',')}::${escapeData([message, fix ?? '', helpUrl(rule)].filter(Boolean).join(' '))}`;
    });
    const rest = mine.length - annotated.length;
    return rest > 0
      ? [
          ...lines,
          `::${commands[level]} title=routewright check::${count(rest, 'finding')} more of this level; see the log of the step or --format text`,
        ]
      : lines;
  });
  return shown.join('\n');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
