import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { withMarks } from './marks.tsx';

/** Longer texts begin folded. */
const short = 140;

/** What somebody wrote of a part of an API: in its beginning, and whole when asked for. */
export function Describe({ id, text, most = short }: { id?: string; text: string; most?: number }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const isLong = text.length > most * 1.3;
  const cut = text.lastIndexOf(' ', most);
  const shown = isOpen || !isLong ? text : `${text.slice(0, cut > most / 2 ? cut : most)}…`;
  return (
    <p class="about" id={id}>
      {withMarks(shown)}
      {isLong && (
        <>
          {' '}
          <button type="button" class="more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'less' : 'more'}
          </button>
        </>
      )}
    </p>
  );
}
