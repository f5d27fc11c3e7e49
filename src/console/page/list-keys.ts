import type { RefObject } from 'preact';
import type { Keys } from './keys.ts';

export interface ListKeysOptions<Item> {
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  /** The marked one. */
  readonly active: string | undefined;
  readonly onActive: (id: string) => void;
  readonly onOpen: (id: string) => void;
  /** Where words to search are typed. */
  readonly input: RefObject<HTMLInputElement | null>;
}

export interface ListKeys {
  readonly step: (by: number) => void;
  /** Opens the marked one, or the first; nothing where the list is empty. */
  readonly openFirst: (() => void) | undefined;
  readonly keys: Keys;
}

/** How the keyboard goes through a list that is searched: `/`, `j`, `k` and Enter. */
export function listKeys<Item>({ items, idOf, active, onActive, onOpen, input }: ListKeysOptions<Item>): ListKeys {
  const step = (by: number): void => {
    const at = items.findIndex((item) => idOf(item) === active);
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next) onActive(idOf(next));
  };
  const [first] = items;
  return {
    step,
    openFirst: first && (() => onOpen(idOf(items.find((item) => idOf(item) === active) ?? first))),
    keys: {
      '/': () => input.current?.focus(),
      j: () => step(1),
      k: () => step(-1),
      Enter: (event) => {
        if (event.target instanceof HTMLElement && event.target.closest('a, button, summary')) event.target.click();
        else if (active !== undefined) onOpen(active);
      },
    },
  };
}
