import { isObject } from '../base/json.ts';
import type { Change } from './file.ts';

/** Unchanged lines shown around those that change. */
const around = 2;

/**
 * The lines that a change takes away (`-`) and adds (`+`), with some around them. Values of environment variables and
 * headers, which people write into these files as they are, are not shown; references to them are.
 */
export async function showChange({ before = '', steps }: Change): Promise<string> {
  const texts = await Promise.all([before, ...steps].map(hideValues));
  const blocks = texts.slice(1).map((text, index) => showBlock(linesOf(texts[index]!), linesOf(text)));
  return blocks.filter((block) => block !== '').join('\n  …\n');
}

/** One edit changes lines that follow each other. */
function showBlock(old: readonly string[], now: readonly string[]): string {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const removed = old.slice(start, old.length - end);
  const added = now.slice(start, now.length - end);
  if (removed.length + added.length === 0) return '';
  return [
    ...now.slice(Math.max(0, start - around), start).map((line) => `  ${line}`),
    ...removed.map((line) => `- ${line}`),
    ...added.map((line) => `+ ${line}`),
    ...now.slice(now.length - end, now.length - end + around).map((line) => `  ${line}`),
  ].join('\n');
}

async function hideValues(text: string): Promise<string> {
  const { applyEdits, parse, visit } = await import('../base/lazy/jsonc-parser.ts');
  if (!isObject(parse(text))) return text;
  const edits: { offset: number; length: number; content: string }[] = [];
  visit(text, {
    onLiteralValue: (value, offset, length, _line, _character, pathOf) => {
      const path = pathOf();
      const isSecretPlace = ['env', 'headers'].includes(String(path.at(-2)));
      if (isSecretPlace && !/^\$\{.*\}$/.test(String(value))) edits.push({ offset, length, content: '"…"' });
    },
  });
  return applyEdits(text, edits);
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}
