import type { JSX } from 'preact';
import type { Json } from '../../../base/json.ts';
import type { JsonSchema } from '../../../catalog/json-schema.ts';
import { Icon } from '../ui.tsx';
import { AnyInput } from './any-input.tsx';
import { ChoiceInput, FlagsInput } from './choice-input.tsx';
import { Describe } from './describe.tsx';
import { FileInput } from './file-input.tsx';
import { ListInput } from './list-input.tsx';
import { MapInput } from './map-input.tsx';
import { ObjectInput } from './object-input.tsx';
import { type Defs, shapeOf, startOf } from './schema.ts';
import { BooleanInput, NumberInput, TextInput } from './text-input.tsx';
import { UnionInput } from './union-input.tsx';

/** The value of a field; nothing where it is left out. */
export type Value = Json | undefined;

export interface InputProps {
  /** Unique on the page. */
  readonly id: string;
  readonly schema: JsonSchema;
  readonly defs: Defs;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly isRequired: boolean;
  /** Id of what describes it. */
  readonly describedBy?: string;
  /** For what has no label that is seen. */
  readonly label?: string;
}

export interface FieldProps extends Omit<InputProps, 'describedBy'> {
  readonly name: string;
  /** `path`, `query`: where the argument goes. */
  readonly place?: string;
  /** Takes the field away, where it is one of a list. */
  readonly onRemove?: () => void;
}

/** Kinds that are more than a line: they are opened before they are filled in. */
const large = new Set(['object', 'map', 'list', 'file', 'union']);

/** A field with its name, what it is for, and what it is filled in with. */
export function Field({ name, place, onRemove, ...props }: FieldProps): JSX.Element {
  const { id, schema: given, defs, value, onChange, isRequired } = props;
  const { kind, schema, isNullable } = shapeOf(given, defs);
  const isGroup = large.has(kind) || kind === 'flags';
  const isClosed = value === undefined && large.has(kind) && kind !== 'file' && !(kind === 'union' && isRequired);
  const description = typeof schema['description'] === 'string' ? schema['description'] : '';
  const describedBy = description === '' ? undefined : `${id}-about`;
  const head = (
    <>
      <span class="field-name">{name}</span>
      {isRequired && (
        <span class="required" title="required">
          <span aria-hidden="true">*</span>
          <span class="hidden">required</span>
        </span>
      )}
      <span class="field-type">{typeText(schema, kind)}</span>
      {place !== undefined && <span class="place">{place}</span>}
      {schema['deprecated'] === true && <span class="place place-warn">deprecated</span>}
    </>
  );
  const isNull = value === null;
  const tools = (
    <span class="field-tools">
      {isNullable && (
        <label class="null">
          <input
            type="checkbox"
            checked={isNull}
            aria-label={`${name} is null`}
            onChange={({ currentTarget }) => onChange(currentTarget.checked ? null : undefined)}
          />
          null
        </label>
      )}
      {!isNull && isClosed && (
        <button
          type="button"
          class="small-button"
          aria-label={`Add ${name}`}
          onClick={() => onChange(startOf(given, defs))}
        >
          <Icon name="plus" size={14} /> Add
        </button>
      )}
      {(onRemove ?? (!isClosed && large.has(kind) && !isNull && !isRequired)) && (
        <button
          type="button"
          class="icon-button small"
          aria-label={`Remove ${name}`}
          title="Remove"
          onClick={onRemove ?? (() => onChange(undefined))}
        >
          <Icon name="close" size={14} />
        </button>
      )}
    </span>
  );
  const body = (
    <>
      {description !== '' && <Describe id={`${id}-about`} text={description} />}
      {!isNull && !isClosed && (
        <Input
          {...props}
          kind={kind}
          schema={kind === 'union' ? given : schema}
          {...(describedBy === undefined ? {} : { describedBy })}
        />
      )}
    </>
  );
  if (!isGroup)
    return (
      <div class="field">
        <div class="field-head">
          <label for={id}>{head}</label>
          {tools}
        </div>
        {body}
      </div>
    );
  return (
    <fieldset class={isClosed ? 'field field-closed' : 'field'} aria-describedby={describedBy}>
      <legend class="hidden">{name}</legend>
      <div class="field-head">
        <span aria-hidden="true">{head}</span>
        {tools}
      </div>
      {body}
    </fieldset>
  );
}

/** What a schema is filled in with. */
export function Input({
  kind,
  ...props
}: InputProps & { readonly kind: ReturnType<typeof shapeOf>['kind'] }): JSX.Element {
  switch (kind) {
    case 'choice':
      return <ChoiceInput {...props} />;
    case 'flags':
      return <FlagsInput {...props} />;
    case 'boolean':
      return <BooleanInput {...props} />;
    case 'number':
      return <NumberInput {...props} />;
    case 'text':
      return <TextInput {...props} />;
    case 'file':
      return <FileInput {...props} />;
    case 'object':
      return <ObjectInput {...props} />;
    case 'map':
      return <MapInput {...props} />;
    case 'list':
      return <ListInput {...props} />;
    case 'union':
      return <UnionInput {...props} />;
    case 'any':
      return <AnyInput {...props} />;
    default:
      return kind satisfies never;
  }
}

/** `string · date-time`, `integer ≥ 1`. */
function typeText(schema: JsonSchema, kind: string): string {
  if (kind === 'file') return 'file';
  if (kind === 'flags') return 'list';
  if (kind === 'choice') return 'choice';
  if (kind === 'union') return 'one of';
  const type = [schema['type'] ?? 'any'].flat().find((one) => one !== 'null') as string;
  const { format, minimum, maximum, minItems, maxItems, maxLength } = schema;
  const words: unknown[] = [type === 'array' ? 'list' : type];
  if (typeof format === 'string') words.push(format);
  if (typeof minimum === 'number' && typeof maximum === 'number') words.push(`${minimum} to ${maximum}`);
  else if (typeof minimum === 'number') words.push(`≥ ${minimum}`);
  else if (typeof maximum === 'number') words.push(`≤ ${maximum}`);
  if (typeof maxLength === 'number') words.push(`≤ ${maxLength} characters`);
  if (typeof minItems === 'number' && typeof maxItems === 'number') words.push(`${minItems} to ${maxItems}`);
  return words.join(' · ');
}
