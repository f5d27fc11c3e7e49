import type { JSX } from 'preact';
import { own } from '../../../base/json.ts';
import { formatBytes } from '../format.ts';
import type { InputProps } from './field.tsx';

/** A file: one of this machine, which goes as base64, or a text. */
export function FileInput({ id, value, onChange, isRequired, describedBy }: InputProps): JSX.Element {
  const [text, base64, filename] = [own(value, 'text'), own(value, 'base64'), own(value, 'filename')];
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const content = await readBase64(file);
    onChange({ filename: file.name, ...(file.type === '' ? {} : { contentType: file.type }), base64: content });
  };
  return (
    <div class="file">
      <input
        id={id}
        type="file"
        aria-describedby={describedBy}
        aria-label="Choose a file"
        aria-required={isRequired}
        onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
      />
      {typeof base64 === 'string' ? (
        <p class="soft">
          {typeof filename === 'string' ? filename : 'file'}, {formatBytes(Math.floor((base64.length * 3) / 4))} as
          base64
        </p>
      ) : (
        <textarea
          rows={3}
          aria-label="Or its content as text"
          placeholder="or its content as text"
          spellcheck={false}
          value={typeof text === 'string' ? text : ''}
          onInput={({ currentTarget }) => onChange(currentTarget.value === '' ? {} : { text: currentTarget.value })}
        />
      )}
    </div>
  );
}

async function readBase64(file: File): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}
