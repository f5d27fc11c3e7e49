import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { isRecord } from '../../../base/exact-number.ts';
import type { Json } from '../../../base/json.ts';
import type { JsonSchema } from '../../../catalog/json-schema.ts';
import { Icon } from '../ui.tsx';
import { Field, type InputProps } from './field.tsx';
import { startOf } from './schema.ts';

/** Items one below the other; those whose place has a schema of its own stand there from the start. */
export function ListInput({ id, schema, defs, value, onChange }: InputProps): JSX.Element {
  const items: JsonSchema = isRecord(schema['items']) ? schema['items'] : {};
  const fixed = Array.isArray(schema['prefixItems']) ? (schema['prefixItems'] as JsonSchema[]) : [];
  const list = Array.isArray(value) ? (value as readonly Json[]) : [];
  // Items have no name, so each gets a key that stays with it when one before it is taken away.
  const keys = useRef<number[]>([]);
  const last = useRef(0);
  while (keys.current.length < list.length) keys.current.push(last.current++);
  keys.current.length = list.length;
  const remove = (index: number): void => {
    keys.current.splice(index, 1);
    onChange(list.filter((_, at) => at !== index));
  };
  const most = typeof schema['maxItems'] === 'number' ? schema['maxItems'] : Infinity;
  return (
    <div class="object">
      {list.map((item, index) => (
        <Field
          key={keys.current[index]}
          id={`${id}-${index}`}
          name={`${index + 1}`}
          label={`Item ${index + 1}`}
          schema={fixed[index] ?? items}
          defs={defs}
          value={item}
          isRequired
          onChange={(next) => onChange(list.map((one, at) => (at === index ? (next ?? '') : one)))}
          onRemove={() => remove(index)}
        />
      ))}
      {list.length < most && (
        <button
          type="button"
          class="small-button"
          onClick={() => onChange([...list, startOf(fixed[list.length] ?? items, defs)])}
        >
          <Icon name="plus" size={14} /> Add an item
        </button>
      )}
    </div>
  );
}
