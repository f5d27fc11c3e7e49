/**
 * A regular expression that ECMA-262 accepts in Unicode mode, as JSON Schema demands (2020-12, core, 6.4): the pattern
 * itself, or a version with delimiters, needless escapes and foreign anchors mended, or nothing.
 */
export function mendPattern(pattern: string): string | undefined {
  // `/^[a-z]+$/i`: as it stands it compiles and matches nothing. Flags cannot be said in a schema.
  const [, delimited, flags] = /^\/(\^.*|.*\$|\(\?[=!].*)\/([a-z]*)$/s.exec(pattern) ?? [];
  if (delimited !== undefined) return flags === '' ? mendPattern(delimited) : undefined;
  if (compiles(pattern)) return pattern;
  const mended = mendEscapes(
    mendClasses(pattern)
      .replace(/^\\A/, '^')
      .replace(/\\[zZ]$/, '$')
      .replace(/\(\?P</g, '(?<')
      .replace(/\{,(\d+)\}/g, '{0,$1}'),
  );
  return compiles(mended) ? mended : undefined;
}

/** POSIX classes in ASCII. */
const classes: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  word: '\\w',
  xdigit: 'A-Fa-f0-9',
};

function mendClasses(pattern: string): string {
  return pattern.replace(/\[:([a-z]+):\]/g, (whole, name: string) => classes[name] ?? whole);
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

/** Unicode mode knows fewer escapes than everyone writes, and wants braces and dashes escaped where others do not. */
function mendEscapes(pattern: string): string {
  let mended = '';
  let inClass = false;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index]!;
    if (character === '\\') {
      const next = pattern[++index] ?? '';
      const braces = /^[pPu]/.test(next) ? (/^\{[^{}]*\}/.exec(pattern.slice(index + 1))?.[0] ?? '') : '';
      if (braces !== '') {
        mended += `\\${next}${braces}`;
        index += braces.length;
        continue;
      }
      const needless = /[^\w^$\\.*+?()[\]{}|/]/.test(next) && !(inClass && next === '-');
      mended += needless || next === '_' ? next : `\\${next}`;
    } else if (character === '[') {
      mended += inClass ? '\\[' : '[';
      inClass = true;
    } else if (character === ']') {
      mended += inClass ? ']' : '\\]';
      inClass = false;
    } else if (
      inClass &&
      character === '-' &&
      (/\\[wdsWDS]$/.test(mended) || /^\\[wdsWDS]/.test(pattern.slice(index + 1)))
    ) {
      mended += '\\-';
    } else if (!inClass && character === '{' && !/^\{\d+(,\d*)?\}/.test(pattern.slice(index))) {
      mended += '\\{';
    } else if (!inClass && character === '}' && !/\{\d+(,\d*)?$/.test(mended)) {
      mended += '\\}';
    } else mended += character;
  }
  return mended;
}
