import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { formatCount } from './format.ts';
import { layOut } from './lay-out.ts';

/** Beyond this much text is drawn only when somebody asks. */
const most = 60_000;
/** Beyond this much nothing is coloured: it would be slower than it is worth. */
const mostColoured = 120_000;

/** JSON, laid out and coloured; any other text as it is. */
export function JsonText({ text, label }: { text: string; label: string }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const pretty = useMemo(() => layOut(text), [text]);
  const shown = isWhole || pretty.length <= most ? pretty : pretty.slice(0, most);
  return (
    <>
      <pre class="code" tabIndex={0} role="region" aria-label={label}>
        {shown.length <= mostColoured ? colour(shown) : shown}
      </pre>
      {shown.length < pretty.length && (
        <button type="button" class="small-button wide" onClick={() => setWhole(true)}>
          Show all {formatCount(pretty.length)} characters
        </button>
      )}
    </>
  );
}

function colour(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  const pattern =
    /("(?:[^"\\\n]|\\.)*")(\s*:)?|\b(true|false|null)\b|(?<![\w.-])(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w-])/g;
  for (const match of text.matchAll(pattern)) {
    const [whole, string, colon, word] = match;
    if (match.index > end) parts.push(text.slice(end, match.index));
    const kind = colon !== undefined ? 'key' : string !== undefined ? 'string' : word !== undefined ? 'word' : 'number';
    const token = colon === undefined ? whole : string!;
    parts.push(<span class={`json-${kind}`}>{token}</span>);
    end = match.index + token.length;
  }
  parts.push(text.slice(end));
  return parts;
}
