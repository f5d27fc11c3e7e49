import { groupBy } from '../base/group-by.ts';
import type { Examined } from '../doctor/examination.ts';
import type { Paint } from './paint.ts';

const marks = { ok: '✓', warning: '!', error: '✗', skipped: '–' } as const;
const colors = { ok: 'green', warning: 'yellow', error: 'red', skipped: 'dim' } as const;

/** By group, in the order of the looks: what is so, and of what is wrong why and what mends it. */
export function writeExamined(examined: readonly Examined[], paint: Paint): string {
  const sections = [...groupBy(examined, ({ group }) => group)].map(([group, list]) => {
    const width = Math.max(...list.map(({ name }) => name.length));
    return [
      paint('bold', group),
      ...list.flatMap(({ status, name, message, why, fix }) => [
        `  ${paint(colors[status], marks[status])} ${name.padEnd(width)}  ${status === 'skipped' ? paint('dim', message) : message}`,
        ...(why === undefined ? [] : [`    ${' '.repeat(width)}  ${paint('dim', why)}`]),
        ...(fix === undefined ? [] : [`    ${' '.repeat(width)}  ${paint('cyan', '→')} ${fix}`]),
      ]),
    ].join('\n');
  });
  const count = (status: Examined['status']): number => examined.filter((one) => one.status === status).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const of = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  const verdict =
    errors > 0
      ? paint('red', `${of(errors, 'error')}, ${of(warnings, 'warning')}`)
      : warnings > 0
        ? paint('yellow', `nothing would fail for sure; ${of(warnings, 'warning')}`)
        : paint('green', 'all is well');
  return [...sections, verdict].join('\n\n');
}
