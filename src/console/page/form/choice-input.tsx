import type { JSX } from 'preact';
import type { Json } from '../../../base/json.ts';
import type { JsonSchema } from '../../../catalog/json-schema.ts';
import type { InputProps } from './field.tsx';
import { valueText } from './value-text.ts';
import { choicesOf, shapeOf } from './schema.ts';

/** One of some values. */
export function ChoiceInput({ id, schema, value, onChange, isRequired, describedBy, label }: InputProps): JSX.Element {
  const choices = choicesOf(schema).filter((choice) => choice !== null);
  const initial = schema['default'];
  return (
    <select
      id={id}
      aria-describedby={describedBy}
      aria-label={label}
      aria-required={isRequired}
      value={value === undefined ? '' : JSON.stringify(value)}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === '' ? undefined : (JSON.parse(currentTarget.value) as Json))
      }
    >
      <option value="">{initial === undefined ? 'not set' : `not set (${valueText(initial as Json)})`}</option>
      {choices.map((choice) => (
        <option key={JSON.stringify(choice)} value={JSON.stringify(choice)}>
          {typeof choice === 'string' ? choice : JSON.stringify(choice)}
        </option>
      ))}
    </select>
  );
}

/** Any of some values. */
export function FlagsInput({ id, schema, defs, value, onChange }: InputProps): JSX.Element {
  const choices = choicesOf(shapeOf(schema['items'] as JsonSchema, defs).schema) as string[];
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  const toggle = (choice: string, isOn: boolean): void => {
    const next = isOn ? [...chosen, choice] : chosen.filter((one) => one !== choice);
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <div class="flags">
      {choices.map((choice, index) => (
        <label key={choice}>
          <input
            id={index === 0 ? id : undefined}
            type="checkbox"
            checked={chosen.includes(choice)}
            onChange={({ currentTarget }) => toggle(choice, currentTarget.checked)}
          />
          <span>{choice}</span>
        </label>
      ))}
    </div>
  );
}
