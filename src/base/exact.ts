import { isObject, type Json } from './json.ts';

/** Whether every number of a JSON text is the one that a parser makes of it, so that nothing is rounded. */
export function hasExactNumbers(json: string): boolean {
  for (const { text, isString } of tokens(json)) {
    if (isString) continue;
    for (const [number] of text.matchAll(/-?\d[\d.eE+-]*/g)) if (!isExactNumber(number)) return false;
  }
  return true;
}

/**
 * A JSON text as strings and what is between them. No expression does this: one that knows escapes runs out of stack on
 * strings of some megabytes.
 */
function* tokens(json: string): Generator<{ readonly text: string; readonly isString: boolean }> {
  let at = 0;
  while (at < json.length) {
    const quote = json.indexOf('"', at);
    const end = quote < 0 ? json.length : quote;
    if (end > at) yield { text: json.slice(at, end), isString: false };
    if (quote < 0) return;
    at = endOfString(json, quote);
    yield { text: json.slice(quote, at), isString: true };
  }
}

function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (json[before] === '\\') before--;
    if ((quote - before) % 2 === 1) return quote + 1;
  }
  return json.length;
}

/** Whether a decimal number survives as a double: `1.10` does, being 1.1; `9007199254740993` does not. */
export function isExactNumber(text: string): boolean {
  if (text.length < 16 && !/[eE]/.test(text)) return true;
  const number = Number(text);
  return Number.isFinite(number) && canonical(text) === canonical(String(number));
}

/** Sign, digits without zeros at either end, and the power of ten of the last one. */
function canonical(text: string): string {
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign ?? ''}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
}

/** JSON in which integers beyond 2^53, which are bigints here, keep every digit. */
export function stringifyExact(value: Json): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map((item: Json) => stringifyExact(item)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value as Readonly<Record<string, Json | undefined>>).flatMap(([key, member]) =>
    member === undefined ? [] : [`${JSON.stringify(key)}:${stringifyExact(member)}`],
  );
  return `{${members.join(',')}}`;
}

/** JSON without the space between its tokens; numbers keep every digit, strings lose needless escapes. */
export function minify(json: string): string {
  let compact = '';
  for (const { text, isString } of tokens(json)) {
    if (!isString) compact += text.replace(/\s+/g, '');
    else compact += text.includes('\\') ? JSON.stringify(JSON.parse(text)) : text;
  }
  return compact;
}

/** Before a number that is kept as text: no API begins a text of its own so. */
const numberMark = '\u0000#';

/**
 * A JSON text as a value in which numbers that a double would round are texts behind a mark, for {@link unmarkNumbers}
 * to write as they were.
 *
 * @throws {SyntaxError}
 */
export function parseMarked(json: string): Json {
  let marked = '';
  for (const { text, isString } of tokens(json)) {
    marked += isString
      ? text
      : text.replace(/-?\d[\d.eE+-]*/g, (number) =>
          isExactNumber(number) ? number : `${JSON.stringify(numberMark).slice(0, -1)}${number}"`,
        );
  }
  return JSON.parse(marked) as Json;
}

/** JSON that was written of a marked value, its numbers in their own digits. */
export function unmarkNumbers(json: string): string {
  return json.includes('"\\u0000#') ? json.replace(/"\\u0000#(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g, '$1') : json;
}
