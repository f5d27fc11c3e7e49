import { ExactNumber } from './exact-number.ts';
import { define, isObject, type Json } from './json.ts';

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

/** JSON in which numbers keep the text that they have. */
export function stringifyExact(value: Json): string {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map((item: Json) => stringifyExact(item)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value as Readonly<Record<string, Json | undefined>>).flatMap(([key, member]) =>
    member === undefined ? [] : [`${JSON.stringify(key)}:${stringifyExact(member)}`],
  );
  return `{${members.join(',')}}`;
}

/** JSON in which each number that a parser would round is a string of its digits. */
export function quoteInexactNumbers(json: string): string {
  let quoted = '';
  for (const { text, isString } of tokens(json))
    quoted += isString
      ? text
      : text.replace(/-?\d[\d.eE+-]*/g, (number) => (isExactNumber(number) ? number : `"${number}"`));
  return quoted;
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
 * to write as they were or {@link restoreNumbers} to make numbers of.
 *
 * @throws {SyntaxError}
 */
export function parseMarked(json: string, isMarked = (number: string): boolean => !isExactNumber(number)): Json {
  let marked = '';
  for (const { text, isString } of tokens(json)) {
    marked += isString
      ? text
      : text.replace(/-?\d[\d.eE+-]*/g, (number) =>
          isMarked(number) ? `${JSON.stringify(numberMark).slice(0, -1)}${number}"` : number,
        );
  }
  return JSON.parse(marked) as Json;
}

/** JSON that was written of a marked value, its numbers in their own digits. */
export function unmarkNumbers(json: string): string {
  return json.includes('"\\u0000#') ? json.replace(/"\\u0000#(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g, '$1') : json;
}

/** Whether a number is not what a parser makes of it: digits would be lost, or zeros that end a fraction. */
export function needsText(text: string): boolean {
  return /\.\d*[1-9]\d*0+$/.test(text) || !isExactNumber(text);
}

/** Numbers that may need their text, as they stand in JSON; whatever else it finds costs a second look and no more. */
const suspicious = /(?:^|[:,[\s])-?(?:\d{16}|\d[\d.]{16}|\d+\.\d*0(?=[,}\]\s]|$)|\d[\d.]*[eE])/;

/** A first look at a JSON text, in its bytes or not: nearly all have no number whose text has to be kept. */
export function mayNeedText(json: string): boolean {
  return suspicious.test(json);
}

/**
 * JSON.parse that keeps the text of the numbers it would change: they are {@link ExactNumber}s.
 *
 * @throws {SyntaxError}
 */
export function parseExact(json: string): Json {
  if (!mayNeedText(json)) return JSON.parse(json) as Json;
  JSON.parse(json); // what is wrong with it is told as it stands
  return restoreNumbers(parseMarked(json, needsText)) as Json;
}

/** Puts {@link ExactNumber}s in the place of marked strings; the value is changed. */
export function restoreNumbers(value: unknown): unknown {
  if (typeof value === 'string') {
    const number = value.startsWith(numberMark) ? value.slice(numberMark.length) : '';
    return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(number) ? new ExactNumber(number) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Record<string, unknown>;
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (typeof member === 'string' ? member.startsWith(numberMark) : typeof member === 'object')
      define(members, key, restoreNumbers(member));
  }
  return value;
}

/** Where in a value a number has a text of its own. */
export interface ExactPlace {
  readonly steps: readonly string[];
  readonly number: ExactNumber;
}

/** A copy of a value in which every number is one, and where the ones are whose text is to be kept. */
export function separateNumbers(value: Json, steps: readonly string[] = [], places: ExactPlace[] = []): Json {
  if (value instanceof ExactNumber) {
    places.push({ steps, number: value });
    return Number(value.text);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((item: Json, index) => separateNumbers(item, [...steps, String(index)], places));
  const copy: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, Json | undefined>)[key];
    if (member !== undefined) define(copy, key, separateNumbers(member, [...steps, key], places));
  }
  return copy;
}
