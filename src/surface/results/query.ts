import { messageOf } from '../../base/errors.ts';
import { isObject, type Json } from '../../base/json.ts';
import { withinTime } from '../../base/time-limit.ts';
import { sizeUpTo } from './cut-value.ts';

/** What an expression selects, or in words why it selects nothing. */
export type Queried = { readonly value: Json } | { readonly problem: string };

/** Milliseconds for an expression; the largest answers take some tens. */
const mostTime = 1000;
const longestExpression = 2000;
/** Characters of JSON that may be selected: an expression can multiply what it was given. */
const mostSelected = 20_000_000;

/** What a JMESPath expression (jmespath.org) selects of a value. */
export async function queryValue(value: Json, expression: string): Promise<Queried> {
  const problem = await checkExpression(expression);
  if (problem !== undefined) return { problem };
  const { search } = await import('../../base/lazy/jmespath.ts');
  try {
    const outcome = withinTime(mostTime, () => search(value, expression) as unknown);
    if ('timedOut' in outcome) return { problem: `it takes longer than ${mostTime / 1000} s here` };
    const selected = plain(outcome.value);
    if (sizeUpTo(selected, mostSelected) > mostSelected) return { problem: 'it selects more than the answer holds' };
    return { value: selected };
  } catch (error) {
    return { problem: wordsOf(error) };
  }
}

/** Why an expression cannot be understood, with its place; nothing where it can. */
async function checkExpression(expression: string): Promise<string | undefined> {
  if (expression.length > longestExpression) return `it is longer than ${longestExpression} characters`;
  const { compile } = await import('../../base/lazy/jmespath.ts');
  const faultIn = (text: string): string | undefined => {
    try {
      compile(text);
      return undefined;
    } catch (error) {
      return wordsOf(error);
    }
  };
  const fault = faultIn(expression);
  if (fault === undefined) return undefined;
  if (expression.trim() === '') return 'it is empty';
  // The parser does not say where: it is the end of the shortest beginning that has the same fault.
  let end = 1;
  while (end < expression.length && faultIn(expression.slice(0, end)) !== fault) end++;
  return `${fault}, at character ${end}: ${expression.slice(0, end)} ⟵`;
}

/**
 * The shape of a value in a few words, for somebody who has to choose from it: keys, with what is in them one level down.
 */
export function describeKeys(value: Json, depth = 0): string {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return list.length === 0 ? '[]' : `${list.length} × ${describeKeys(list[0]!, depth)}`;
  }
  if (!isObject(value)) return value === null ? 'null' : typeof value;
  const keys = Object.keys(value);
  if (depth >= 2) return '{…}';
  const most = depth === 0 ? 40 : 15;
  const told = keys.slice(0, most).map((key) => {
    const member = value[key] as Json;
    const name = /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
    return typeof member === 'object' && member !== null ? `${name}: ${describeKeys(member, depth + 1)}` : name;
  });
  return `{${told.join(', ')}${keys.length > most ? `, … ${keys.length - most} more` : ''}}`;
}

/** What the interpreter gives for a key of a prototype is no JSON. */
function plain(value: unknown): Json {
  return value === undefined || typeof value === 'function' ? null : (value as Json);
}

function wordsOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deep';
  const words = messageOf(error);
  if (/\bEOF\b|Unterminated/.test(words)) return 'it ends too early';
  if (/\(Number\)/.test(words)) return 'a number is written in backticks, as `1`';
  // The parser stumbles over what it does not expect.
  if (error instanceof TypeError || error instanceof SyntaxError) return 'it cannot be understood';
  return words.replace(/^TypeError: /, '').replace(/^Unexpected token type: (\w+), value: (.*)$/s, 'unexpected `$2`');
}
