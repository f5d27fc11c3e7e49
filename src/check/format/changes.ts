import { groupBy } from '../../base/group-by.ts';
import { styleText } from 'node:util';
import type { Change, ChangeKind } from '../compare/change.ts';

const titles: Readonly<Record<ChangeKind, string>> = {
  removed: 'Removed',
  renamed: 'Renamed',
  breaking: 'Breaking',
  added: 'Added',
  compatible: 'Compatible',
};
const kinds = Object.keys(titles) as ChangeKind[];
const colors = { removed: 'red', renamed: 'red', breaking: 'red', added: 'green', compatible: 'green' } as const;

/** For a terminal: by kind, the worst first, each tool with what has changed in it. */
export function changesAsText(changes: readonly Change[], color: boolean): string {
  if (changes.length === 0) return 'Nothing has changed.';
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const sections = byKind(changes).map(([kind, ofKind]) => {
    const tools = byTool(ofKind).map(([tool, messages]) =>
      messages.length === 1
        ? `  ${paint('bold', tool)} ${messages[0]!}`
        : [`  ${paint('bold', tool)}`, ...messages.map((message) => `    ${message}`)].join('\n'),
    );
    return [paint([colors[kind], 'bold'], titles[kind]), ...tools].join('\n');
  });
  return [...sections, summary(changes)].join('\n\n');
}

/** For a pull request. */
export function changesAsMarkdown(changes: readonly Change[]): string {
  if (changes.length === 0) return '### Tools\n\nNothing has changed.';
  const sections = byKind(changes).map(([kind, ofKind]) => {
    const lines = byTool(ofKind).flatMap(([tool, messages]) =>
      messages.length === 1
        ? [`- \`${tool}\` ${escape(messages[0]!)}`]
        : [`- \`${tool}\``, ...messages.map((message) => `  - ${escape(message)}`)],
    );
    const list = lines.join('\n');
    return kind === 'compatible' && ofKind.length > 10
      ? `<details><summary><b>${titles[kind]}</b> (${ofKind.length})</summary>\n\n${list}\n\n</details>`
      : `**${titles[kind]}**\n\n${list}`;
  });
  return [`### Tools: ${summary(changes)}`, ...sections].join('\n\n');
}

/** Words of a document must not become markup, or mention somebody. */
function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>|#@~]/g, '\\$&').replaceAll('\\_', '_');
}

function byKind(changes: readonly Change[]): [ChangeKind, Change[]][] {
  return kinds
    .map((kind): [ChangeKind, Change[]] => [kind, changes.filter((change) => change.kind === kind)])
    .filter(([, ofKind]) => ofKind.length > 0);
}

function byTool(changes: readonly Change[]): [string, string[]][] {
  return [...groupBy(changes, ({ tool }) => tool)].map(([tool, of]) => [tool, of.map(({ message }) => message)]);
}

/** `2 breaking, 1 added`. */
function summary(changes: readonly Change[]): string {
  return byKind(changes)
    .map(([kind, ofKind]) => `${ofKind.length} ${kind}`)
    .join(', ');
}
