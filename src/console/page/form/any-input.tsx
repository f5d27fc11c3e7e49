import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { parseExact, stringifyExact } from '../../../base/exact.ts';
import type { InputProps } from './field.tsx';

/** A value of any kind, as JSON; a text that is none is a text. */
export function AnyInput({ id, value, onChange, isRequired, describedBy, label }: InputProps): JSX.Element {
  const [text, setText] = useState(() =>
    value === undefined || value === '' ? '' : typeof value === 'string' ? value : stringifyExact(value),
  );
  const change = (typed: string): void => {
    setText(typed);
    if (typed.trim() === '') {
      onChange(undefined);
      return;
    }
    try {
      onChange(parseExact(typed));
    } catch {
      onChange(typed);
    }
  };
  return (
    <textarea
      id={id}
      rows={2}
      class="mono"
      value={text}
      placeholder="JSON, or a text"
      spellcheck={false}
      aria-describedby={describedBy}
      aria-label={label}
      aria-required={isRequired}
      onInput={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}
