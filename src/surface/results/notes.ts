import { define, isObject, type Json } from '../../base/json.ts';
import { freeNoteKey } from './cut-value.ts';

/**
 * A value with sentences in it, or nothing where there is no place for them. Some clients show a model the structure
 * and nothing else, so they go there: at the end of a list as one more text, in an object under the key `…`.
 */
export function addNotes(value: Json, notes: readonly string[]): Json | undefined {
  const words = notes.join(' ');
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const last = list.at(-1);
    return typeof last === 'string' && last.startsWith('… ')
      ? [...list.slice(0, -1), `${last}. ${words}`]
      : [...list, `… ${words}`];
  }
  if (!isObject(value)) return undefined;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) define(copy, key, value[key]);
  copy[freeNoteKey(copy)] = words;
  return copy as Json;
}
