import type { Position } from '../../base/locate.ts';

const longest = 110;

/**
 * The line of a place with one before and one after, as compilers show it. A line that is too long is cut around the
 * place: a document that was minified is one line.
 */
export function codeFrame(lines: readonly string[], { line, column }: Position): string[] {
  const first = Math.max(line - 1, 1);
  const width = String(Math.min(line + 1, lines.length)).length;
  const framed: string[] = [];
  for (let number = first; number <= Math.min(line + 1, lines.length); number++) {
    const text = lines[number - 1]!.replaceAll('\t', ' ').trimEnd();
    const isAt = number === line;
    const start = isAt && column > longest ? column - 40 : 0;
    const cut = text.length > start + longest ? `${text.slice(start, start + longest)}…` : text.slice(start);
    framed.push(`${isAt ? '>' : ' '} ${String(number).padStart(width)} │ ${start > 0 ? `…${cut}` : cut}`);
    if (isAt) framed.push(`  ${' '.repeat(width)} │ ${' '.repeat(column - 1 - start + (start > 0 ? 1 : 0))}^`);
  }
  return framed;
}
