import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { singleKeys } from './keys.ts';
import { Icon } from './ui.tsx';

const keys: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['/'], 'Search, or filter what is listed'],
  [['j', 'k'], 'Down and up in the list'],
  [['Enter'], 'Open what is marked'],
  [['Esc'], 'Back to the list'],
  [['Ctrl', 'Enter'], 'Send the call'],
  [['e'], 'Fill in an example'],
  [['g', 't'], 'Tools'],
  [['g', 'c'], 'Calls'],
  [['g', 'f'], 'Failures'],
  [['g', 'd'], 'Document'],
  [['g', 's'], 'State'],
  [['t'], 'Light or dark'],
  [['?'], 'These keys'],
];

export function Help({ onClose }: { onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOn, setOn] = useState(singleKeys.isOn);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="help-body">
        <div class="help-head">
          <h2 id="help-title">Keys</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </button>
        </div>
        <dl class="key-list">
          {keys.map(([names, does]) => (
            <div key={does}>
              <dt>
                {names.map((name) => (
                  <kbd key={name}>{name}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <label class="check">
          <input
            type="checkbox"
            checked={isOn}
            onChange={({ currentTarget }) => {
              singleKeys.set(currentTarget.checked);
              setOn(currentTarget.checked);
            }}
          />
          Single keys act while nothing is being typed
        </label>
      </div>
    </dialog>
  );
}
