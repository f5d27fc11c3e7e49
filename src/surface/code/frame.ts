const around = 2;
const width = 120;

/**
 * The lines about a place in code, the place marked, as compilers show it.
 *
 * ```
 *   2 | const books = await api.listBooks();
 * > 3 | books.items.map((book) => book.author.name);
 *     |                                    ^
 * ```
 */
export function codeFrame(code: string, line: number, column = 1): string {
  const lines = code.split('\n');
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  // Of long lines the part about the column is shown.
  const skip = column > width ? column - width / 2 : 0;
  const digits = String(last).length;
  const shown: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1]!.replace(/\s+$/, '').slice(skip, skip + width);
    shown.push(`${number === line ? '>' : ' '} ${String(number).padStart(digits)} | ${text}`.trimEnd());
    if (number === line) {
      const before = text.slice(0, column - 1 - skip).replace(/[^\t]/g, ' ');
      shown.push(`  ${' '.repeat(digits)} | ${before}^`);
    }
  }
  return shown.join('\n');
}
