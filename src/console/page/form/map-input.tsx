import type { JSX } from 'preact';
import { isRecord } from '../../../base/exact-number.ts';
import type { Json } from '../../../base/json.ts';
import type { JsonSchema } from '../../../catalog/json-schema.ts';
import { Icon } from '../ui.tsx';
import { Field, type InputProps } from './field.tsx';
import { startOf } from './schema.ts';

/** An object whose names anybody may choose. */
export function MapInput({ id, schema, defs, value, onChange }: InputProps): JSX.Element {
  const additional = schema['additionalProperties'];
  const below: JsonSchema = isRecord(additional) ? additional : {};
  const entries: readonly [string, Json | undefined][] = isRecord(value)
    ? Object.entries<Json | undefined>(value as Record<string, Json | undefined>)
    : [];
  const set = (next: readonly [string, Json | undefined][]): void => onChange(Object.fromEntries(next));
  const add = (): void => {
    let name = 'name';
    for (let number = 2; entries.some(([known]) => known === name); number++) name = `name${number}`;
    set([...entries, [name, startOf(below, defs)]]);
  };
  return (
    <div class="object">
      {entries.map(([name, member], index) => (
        <div class="map-row" key={index}>
          <input
            type="text"
            aria-label="Name"
            value={name}
            spellcheck={false}
            onChange={({ currentTarget }) =>
              set(entries.map((entry, at) => (at === index ? [currentTarget.value, entry[1]] : entry)))
            }
          />
          <Field
            id={`${id}-${index}`}
            name="value"
            schema={below}
            defs={defs}
            value={member}
            isRequired
            onChange={(next) => set(entries.map((entry, at) => (at === index ? [entry[0], next] : entry)))}
            onRemove={() => set(entries.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <button type="button" class="small-button" onClick={add}>
        <Icon name="plus" size={14} /> Add an entry
      </button>
    </div>
  );
}
