import { isRecord } from './exact-number.ts';

/** The beginning of a text, without holding the rest of it as a slice does. */
export function copyOf(text: string, room: number): string {
  return text.length <= room ? text : Buffer.from(text.slice(0, room)).toString();
}

/** About how many characters a value has as JSON; no more is counted than there is room for. */
export function measure(value: unknown, room: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (Array.isArray(value)) {
    let size = 2;
    for (const item of value) if ((size += measure(item, room - size) + 1) > room) break;
    return size;
  }
  if (!isRecord(value)) return 8;
  let size = 2;
  for (const key in value) if ((size += key.length + 4 + measure(value[key], room - size)) > room) break;
  return size;
}

/** As much of a value as there is room for. */
export function cutValue(value: unknown, left: { room: number }): unknown {
  if (typeof value === 'string') {
    const kept = copyOf(value, Math.max(0, left.room));
    left.room -= kept.length + 2;
    return kept.length < value.length ? `${kept}… (${value.length} characters)` : kept;
  }
  left.room -= 8;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      if (left.room <= 0) return [...items, `… (${value.length} items)`];
      items.push(cutValue(item, left));
    }
    return items;
  }
  if (!isRecord(value)) return value;
  const entries: [string, unknown][] = [];
  for (const [key, member] of Object.entries(value)) {
    if (left.room <= 0) return Object.fromEntries([...entries, ['…', `${Object.keys(value).length} members`]]);
    left.room -= key.length;
    entries.push([key, cutValue(member, left)]);
  }
  return Object.fromEntries(entries);
}
