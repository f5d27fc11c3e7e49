import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isRecord } from '../../../base/exact-number.ts';
import { type Json, own } from '../../../base/json.ts';
import type { JsonSchema } from '../../../catalog/json-schema.ts';
import { omit } from './omit.ts';
import { Field, type InputProps, type Value } from './field.tsx';

/** With more optional fields than this the rest is folded away until somebody asks. */
const mostOptional = 6;

export interface Place {
  readonly in: string;
  readonly name: string;
}

/** The properties of an object: those it must have, then the others. */
export function ObjectInput({
  id,
  schema,
  defs,
  value,
  onChange,
  places = {},
}: Omit<InputProps, 'isRequired'> & { readonly places?: Readonly<Record<string, Place>> }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>>;
  const required = new Set((schema['required'] as string[] | undefined) ?? []);
  const given = isRecord(value) ? (value as Readonly<Record<string, Json | undefined>>) : {};
  const names = Object.keys(properties).sort((a, b) => Number(required.has(b)) - Number(required.has(a)));
  const optional = names.filter((name) => !required.has(name));
  const isFolded = !isOpen && optional.length > mostOptional;
  const folded = new Set(
    isFolded ? optional.slice(mostOptional - 2).filter((name) => own(given, name) === undefined) : [],
  );
  const change = (name: string, next: Value): void => {
    onChange(next === undefined ? omit(given, name) : { ...given, [name]: next });
  };
  return (
    <div class="object">
      {names
        .filter((name) => !folded.has(name))
        .map((name) => (
          <Field
            key={name}
            id={`${id}-${name}`}
            name={name}
            schema={properties[name]!}
            defs={defs}
            value={own(given, name) as Value}
            isRequired={required.has(name)}
            onChange={(next) => change(name, next)}
            {...(own(places, name) ? { place: (own(places, name) as Place).in } : {})}
          />
        ))}
      {folded.size > 0 && (
        <button type="button" class="small-button wide" onClick={() => setOpen(true)}>
          {folded.size} more optional
        </button>
      )}
    </div>
  );
}
