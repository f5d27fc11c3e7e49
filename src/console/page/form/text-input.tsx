import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { parseExact } from '../../../base/exact.ts';
import type { Json } from '../../../base/json.ts';
import type { JsonSchema } from '../../../catalog/json-schema.ts';
import { valueText } from './value-text.ts';
import type { InputProps, Value } from './field.tsx';

/** A text; nothing is no text. */
export function TextInput({ id, schema, value, onChange, isRequired, describedBy, label }: InputProps): JSX.Element {
  const shared = {
    id,
    value: typeof value === 'string' ? value : '',
    placeholder: hintOf(schema),
    'aria-describedby': describedBy,
    'aria-label': label,
    'aria-required': isRequired,
    spellcheck: false,
  };
  const isLong = Number(schema['maxLength']) > 200 || (typeof value === 'string' && value.length > 80);
  if (isLong)
    return (
      <textarea
        {...shared}
        rows={3}
        onInput={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
      />
    );
  return (
    <input
      {...shared}
      type="text"
      autocomplete="off"
      onInput={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
    />
  );
}

/** A number with every digit that is typed; what is none goes as it is, for the gateway to say what it thinks of it. */
export function NumberInput({ id, schema, value, onChange, isRequired, describedBy, label }: InputProps): JSX.Element {
  const [text, setText] = useState(() => textOf(value));
  const change = (typed: string): void => {
    setText(typed);
    onChange(typed.trim() === '' ? undefined : readNumber(typed.trim()));
  };
  return (
    <input
      id={id}
      type="text"
      inputMode={schema['type'] === 'integer' && Number(schema['minimum']) >= 0 ? 'numeric' : 'text'}
      autocomplete="off"
      class="number"
      value={text}
      placeholder={hintOf(schema)}
      aria-describedby={describedBy}
      aria-label={label}
      aria-required={isRequired}
      onInput={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}

export function BooleanInput({ id, schema, value, onChange, describedBy, label }: InputProps): JSX.Element {
  const initial = schema['default'];
  return (
    <select
      id={id}
      aria-describedby={describedBy}
      aria-label={label}
      value={typeof value === 'boolean' ? String(value) : ''}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === '' ? undefined : currentTarget.value === 'true')
      }
    >
      <option value="">{typeof initial === 'boolean' ? `not set (${initial})` : 'not set'}</option>
      <option value="true">true</option>
      <option value="false">false</option>
    </select>
  );
}

/** What stands in an empty field: the default, or an example. */
function hintOf(schema: JsonSchema): string {
  const { default: initial, examples, pattern, format } = schema;
  if (initial !== undefined && typeof initial !== 'object') return valueText(initial as Json);
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  if (example !== undefined && typeof example !== 'object') return `e.g. ${valueText(example as Json)}`;
  if (format === 'date') return '2026-01-31';
  if (format === 'date-time') return '2026-01-31T12:00:00Z';
  if (format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  return typeof pattern === 'string' && pattern.length < 40 ? pattern : '';
}

function textOf(value: Value): string {
  return value === undefined || value === null ? '' : valueText(value);
}

function readNumber(text: string): Json {
  try {
    const value = parseExact(text);
    return typeof value === 'string' || typeof value === 'boolean' || value === null ? text : value;
  } catch {
    return text;
  }
}
