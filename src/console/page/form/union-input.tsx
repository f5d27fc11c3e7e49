import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Input, type InputProps } from './field.tsx';
import { fits, nameOfBranch, shapeOf, startOf } from './schema.ts';

/** One of several shapes: which one, and then that one. */
export function UnionInput({ schema, defs, value, onChange, ...props }: InputProps): JSX.Element {
  const { branches } = shapeOf(schema, defs);
  const [chosen, setChosen] = useState(() =>
    Math.max(
      0,
      branches.findIndex((branch) => fits(value, branch, defs)),
    ),
  );
  const branch = branches[chosen] ?? branches[0]!;
  const shape = shapeOf(branch, defs);
  return (
    <div class="union">
      <select
        aria-label="Alternative"
        value={String(chosen)}
        onChange={({ currentTarget }) => {
          const next = Number(currentTarget.value);
          setChosen(next);
          onChange(startOf(branches[next]!, defs));
        }}
      >
        {branches.map((one, index) => (
          <option key={index} value={String(index)}>
            {nameOfBranch(one, defs, index)}
          </option>
        ))}
      </select>
      <Input
        {...props}
        key={chosen}
        kind={shape.kind}
        schema={shape.kind === 'union' ? branch : shape.schema}
        defs={defs}
        value={value}
        onChange={onChange}
        label={props.label ?? 'Value'}
      />
    </div>
  );
}
