/** How far back a character may reach: flags, families and stacked accents are several code points. */
const longestCharacter = 64;
let segmenter: Intl.Segmenter | undefined;

/**
 * The beginning of a text, at most so many UTF-16 units, without part of a character at its end: neither half a
 * surrogate pair nor an accent or emoji taken apart (Unicode, UAX #29).
 */
export function beginningOf(text: string, length: number): string {
  if (text.length <= length) return text;
  if (length <= 0) return '';
  const start = Math.max(0, length - longestCharacter);
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let end = start;
  for (const { index } of segmenter.segment(text.slice(start, length + longestCharacter))) {
    if (start + index > length) break;
    end = start + index;
  }
  // A character longer than that is cut between its code points.
  if (end === start && start > 0) end = length;
  return text.slice(0, isInsidePair(text, end) ? end - 1 : end);
}

/** Whether a position lies between the halves of a surrogate pair. */
export function isInsidePair(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1)) && at > 0;
}

/**
 * Whole lines from the beginning of a text, at most so many UTF-16 units; where the first line alone is longer, its
 * beginning. Lines keep their ends, so that pieces put together are the text again.
 */
export function firstLines(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.lastIndexOf('\n', length - 1);
  return end < 0 ? beginningOf(text, length) : text.slice(0, end + 1);
}

/** Lines of a text; a line end at the end begins no other. */
export function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return text === '' || text.endsWith('\n') ? lines : lines + 1;
}

/** `12,345`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
