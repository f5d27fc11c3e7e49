import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface ListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  /** Of each row, in pixels. */
  readonly height: number;
  /** The marked one. */
  readonly active: string | undefined;
  /** The open one. */
  readonly selected: string | undefined;
  readonly render: (item: Item) => ComponentChildren;
  readonly onOpen: (item: Item) => void;
  readonly onActive: (item: Item) => void;
}

/** Rows beyond what is seen, so that a quick scroll finds them drawn. */
const beyond = 8;

/** A list of which only what is seen is drawn: thousands of rows cost as much as twenty. */
export function List<Item>(props: ListProps<Item>): JSX.Element {
  const { label, items, idOf, height, active, selected, render, onOpen, onActive } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [{ top, room }, setView] = useState({ top: 0, room: 800 });
  useLayoutEffect(() => {
    const element = frame.current!;
    const measure = (): void => setView({ top: element.scrollTop, room: element.clientHeight });
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const at = items.findIndex((item) => idOf(item) === active);
  useEffect(() => {
    const element = frame.current!;
    if (at < 0) return;
    const [from, to] = [at * height, (at + 1) * height];
    if (from < element.scrollTop) element.scrollTop = from;
    else if (to > element.scrollTop + element.clientHeight) element.scrollTop = to - element.clientHeight;
  }, [at]);
  const first = Math.max(0, Math.floor(top / height) - beyond);
  const last = Math.min(items.length, Math.ceil((top + room) / height) + beyond);
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = items[Math.min(items.length - 1, Math.max(0, at + step))];
      if (next) onActive(next);
    } else if ((event.key === 'Enter' || event.key === ' ') && items[at]) {
      event.preventDefault();
      onOpen(items[at]);
    }
  };
  return (
    <div
      class="list"
      ref={frame}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={at >= first && at < last ? `row-${active!}` : undefined}
      onScroll={({ currentTarget }) => setView({ top: currentTarget.scrollTop, room: currentTarget.clientHeight })}
      onKeyDown={press}
    >
      <div class="list-space" role="presentation" style={{ height: `${items.length * height}px` }}>
        {items.slice(first, last).map((item, index) => {
          const id = idOf(item);
          return (
            <div
              key={id}
              id={`row-${id}`}
              role="option"
              class={id === active ? 'row active' : 'row'}
              aria-selected={id === selected}
              aria-setsize={items.length}
              aria-posinset={first + index + 1}
              style={{ height: `${height}px`, transform: `translateY(${(first + index) * height}px)` }}
              onClick={() => onOpen(item)}
            >
              {render(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
