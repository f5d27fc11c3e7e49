import { define, type Json } from '../../base/json.ts';
import type { Path } from './path.ts';
import { beginningOf, grouped } from './cut-text.ts';

/** Levels below which a value that does not fit is told in a few words. */
const deepest = 40;
/** Nesting beyond which a value never counts as fitting: what writes JSON runs out of stack somewhere beyond. */
const deepestWhole = 500;
/** Room that every member of an object gets at least, enough for a number, a date or a note of what was cut. */
const least = 40;
/** An element of a list takes at most this share of the room, so that there are several to see. */
const fewestElements = 3;

/** The key under which an object says what it lacks; longer where the object has such a key itself. */
export function freeNoteKey(object: object): string {
  let key = '…';
  while (Object.hasOwn(object, key)) key += '…';
  return key;
}

/** A place where something is missing. */
export interface Cut {
  readonly path: Path;
  /** `40 of 5,000`. */
  readonly words: string;
  /** Where it goes on, in a list or text. */
  readonly from?: number;
}

/** A value that fits, and where something is missing from it. */
export interface CutValue {
  readonly value: Json;
  readonly cuts: readonly Cut[];
}

/**
 * A value in about so many characters of JSON, its structure kept: a list keeps its first elements, a text its
 * beginning, an object its keys. What is missing is said in its place: a list ends in `"… 4,960 more of 5,000"`, a text
 * in `… (+12,345 characters)`, an object of very many keys has the key `…`, and what lies too deep is told in words.
 * No value is looked at farther than the room reaches, so the time depends on the room alone.
 *
 * @param isPlain - nothing is said in the value: it is only shorter, so that it still has the types that it had
 */
export function cutValue(value: Json, room: number, isPlain = false): CutValue {
  const cuts: Cut[] = [];
  return { value: new Cutter(cuts, isPlain).cut(value, room, []), cuts };
}

/** The length of a value's JSON, as far as it counts: more than `most` where it is longer or nested too deep. */
export function sizeUpTo(value: Json | undefined, most: number, depth = 0): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return String(value).length;
  if (depth > deepestWhole) return most + 1;
  let size = 2;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) {
      size += sizeUpTo(item, most - size, depth + 1) + 1;
      if (size > most) return size;
    }
    return size;
  }
  const members = value as Readonly<Record<string, Json>>;
  for (const key in members) {
    if (!Object.hasOwn(members, key)) continue;
    size += key.length + 4 + sizeUpTo(members[key], most - size, depth + 1);
    if (size > most) return size;
  }
  return size;
}

class Cutter {
  readonly #cuts: Cut[];
  readonly #isPlain: boolean;

  constructor(cuts: Cut[], isPlain: boolean) {
    this.#cuts = cuts;
    this.#isPlain = isPlain;
  }

  cut(value: Json, room: number, path: Path): Json {
    if (sizeUpTo(value, room) <= room) return value;
    if (typeof value === 'string') return this.#cutString(value, room, path);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.#cutArray(value as readonly Json[], room, path);
    return this.#cutObject(value as Readonly<Record<string, Json>>, room, path);
  }

  #cutString(text: string, room: number, path: Path): string {
    const note = (kept: string): string =>
      this.#isPlain ? '…' : `… (+${grouped(text.length - kept.length)} characters)`;
    const kept = beginningOf(text, Math.max(0, room - note('').length - 2));
    if (kept.length + note(kept).length >= text.length) return text;
    const words = `${grouped(kept.length)} of ${grouped(text.length)} characters`;
    this.#cuts.push({ path, words, from: kept.length });
    return kept + note(kept);
  }

  #cutArray(list: readonly Json[], room: number, path: Path): Json {
    const count = grouped(list.length);
    const note = (shown: number): string => `… ${grouped(list.length - shown)} more of ${count}`;
    const shown = path.length < deepest ? this.#firstItems(list, room - note(0).length - 5, path) : [];
    if (shown.length === list.length) return shown;
    this.#cuts.push({ path, words: `${grouped(shown.length)} of ${count}`, from: shown.length });
    if (this.#isPlain) return shown;
    if (shown.length > 0) return [...shown, note(shown.length)];
    return `… ${count} ${list.length === 1 ? 'element' : 'elements'}`;
  }

  #firstItems(list: readonly Json[], room: number, path: Path): Json[] {
    const share = Math.floor(room / Math.min(fewestElements, list.length));
    const shown: Json[] = [];
    let left = room;
    for (const item of share < least ? [] : list) {
      const before = this.#cuts.length;
      const kept = this.cut(item, share, [...path, shown.length]);
      left -= sizeUpTo(kept, left) + 1;
      if (left < 0) {
        this.#cuts.length = before;
        break;
      }
      shown.push(kept);
    }
    return shown;
  }

  #cutObject(object: Readonly<Record<string, Json>>, room: number, path: Path): Json {
    const keys = Object.keys(object);
    const told = grouped(keys.length).length * 2 + 24;
    const kept = path.length < deepest && room >= least ? firstKeys(object, keys, room - 2, told) : [];
    if (kept.length === 0) return this.#nameKeys(keys, room, path);
    const copy: Record<string, Json> = {};
    for (const { key, value, share } of shareRoom(kept, room - 2 - (kept.length < keys.length ? told : 0)))
      define(copy, key, this.cut(value, share, [...path, key]));
    if (kept.length === keys.length) return copy;
    this.#cuts.push({ path, words: `${grouped(kept.length)} of ${grouped(keys.length)} keys` });
    const words = `${grouped(keys.length - kept.length)} more of ${grouped(keys.length)} keys`;
    if (!this.#isPlain) copy[freeNoteKey(object)] = words;
    return copy;
  }

  #nameKeys(keys: readonly string[], room: number, path: Path): Json {
    const count = `${grouped(keys.length)} ${keys.length === 1 ? 'key' : 'keys'}`;
    this.#cuts.push({ path, words: `0 of ${count}` });
    if (this.#isPlain) return {};
    let names = '';
    for (const key of keys.slice(0, 20)) {
      const longer = names === '' ? `: ${key}` : `${names}, ${key}`;
      if (count.length + longer.length + 4 > room) break;
      names = longer;
    }
    return `… ${count}${names}`.toWellFormed();
  }
}

interface Member {
  readonly key: string;
  readonly value: Json;
}

/** The first members for which there is room if each takes no more than the least; `told` is kept free where some go. */
function firstKeys(
  object: Readonly<Record<string, Json>>,
  keys: readonly string[],
  room: number,
  told: number,
): Member[] {
  const members: Member[] = [];
  let left = room;
  let withNote = 0;
  for (const key of keys) {
    const value = object[key]!;
    left -= key.length + 4 + Math.min(sizeUpTo(value, least), least);
    if (left < 0) return members.slice(0, withNote);
    members.push({ key, value });
    if (left >= told) withNote = members.length;
  }
  return members;
}

/** Small members get what they need, the large ones equal parts of the rest. */
function shareRoom(members: readonly Member[], room: number): (Member & { readonly share: number })[] {
  let left = room - members.reduce((sum, { key }) => sum + key.length + 4, 0);
  const most = left;
  const sized = members.map((member) => ({ ...member, share: sizeUpTo(member.value, most) }));
  const bySize = [...sized].sort((one, other) => one.share - other.share);
  bySize.forEach((member, index) => {
    member.share = Math.min(member.share, Math.floor(left / (bySize.length - index)));
    left -= member.share;
  });
  return sized;
}
