import { useLayoutEffect, useRef } from 'preact/hooks';

/** Keys without a modifier can be turned off, for those who dictate (WCAG 2.1.4). */
const settingName = 'single-keys';

export const singleKeys = {
  isOn: (): boolean => localStorage.getItem(settingName) !== 'off',
  set: (isOn: boolean): void => localStorage.setItem(settingName, isOn ? 'on' : 'off'),
};

/** What each key does, by its name: `j`, `/`, `Ctrl+Enter`, `g t` for one after the other. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Milliseconds between the two keys of a sequence. */
const sequenceTime = 1200;
let [before, latest] = [
  { key: '', at: 0 },
  { key: '', at: 0 },
];

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && /^(checkbox|radio|button|submit)$/.test(target.type))
  );
}

/** Listens for keys while a part of the page is shown. Single keys rest while somebody types. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  current.current = keys;
  // At once: a key may be pressed before the page is painted.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      // It has keys of its own, such as Escape.
      if (document.querySelector('dialog[open]')) return;
      const isCommand = event.ctrlKey || event.metaKey;
      if (isCommand) {
        run(current.current[`Ctrl+${event.key}`], event);
        return;
      }
      if (event.key !== 'Escape' && isTyping(event.target)) return;
      if (event.key.length === 1 && !singleKeys.isOn()) return;
      const isNext = event.timeStamp - before.at < sequenceTime;
      const sequence = isNext ? current.current[`${before.key} ${event.key}`] : undefined;
      run(sequence ?? current.current[event.key], event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

function run(act: ((event: KeyboardEvent) => void) | undefined, event: KeyboardEvent): void {
  if (!act) return;
  event.preventDefault();
  act(event);
}

// On the way down to what is focused, so that every listener sees what came before, however soon.
addEventListener('keydown', ({ key, timeStamp }) => ([before, latest] = [latest, { key, at: timeStamp }]), true);
