const known = new Map<string, string | undefined>();

/**
 * A regular expression that ECMA-262 accepts in Unicode mode, as JSON Schema demands (2020-12, 6.4): the pattern
 * itself, or a version with needless escapes and foreign anchors mended, or nothing.
 */
export function mendPattern(pattern: string): string | undefined {
  if (known.has(pattern)) return known.get(pattern);
  const mended = [pattern, mend(pattern)].find(compiles);
  known.set(pattern, mended);
  return mended;
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

function mend(pattern: string): string {
  return pattern
    .replace(/^\\A/, '^')
    .replace(/\\[zZ]$/, '$')
    .replace(/\(\?P</g, '(?<')
    .replace(/^\/(.*)\/$/, '$1')
    .replace(/\\([^\w^$\\.*+?()[\]{}|/-])/gu, '$1')
    .replace(/\\_/g, '_');
}
