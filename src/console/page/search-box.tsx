import type { JSX, RefObject } from 'preact';
import { Icon } from './ui.tsx';

export interface SearchBoxProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly label: string;
  readonly placeholder: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** The arrows go through the list below it. */
  readonly onStep?: (by: number) => void;
  /** Enter opens what is marked, where that is anything. */
  readonly onOpen?: (() => void) | undefined;
}

/** Where words to search are typed, with the list below it under its keys. */
export function SearchBox({ input, label, placeholder, query, onQuery, onStep, onOpen }: SearchBoxProps): JSX.Element {
  return (
    <div class="search">
      <Icon name="search" size={16} />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={query}
        onInput={({ currentTarget }) => onQuery(currentTarget.value)}
        onKeyDown={(event) => {
          if (onStep && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
            event.preventDefault();
            onStep(event.key === 'ArrowDown' ? 1 : -1);
          } else if (event.key === 'Enter' && onOpen) {
            onOpen();
            event.currentTarget.blur();
          } else if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  );
}
