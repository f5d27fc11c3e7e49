/**
 * A text as the value of a header field, or nothing where no header can hold it: visible characters, spaces and tabs
 * (RFC 9110, 5.5). Latin-1 goes as it is, what is beyond it as UTF-8.
 */
export function toFieldValue(text: string): string | undefined {
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(text)) return undefined;
  const trimmed = text.replace(/^[ \t]+|[ \t]+$/g, '');

  return /[^\0-\xff]/.test(trimmed) ? Buffer.from(trimmed).toString('latin1') : trimmed;
}
