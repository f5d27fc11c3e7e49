import type { ComponentChildren } from 'preact';

/** Code, emphasis and links of Markdown within a line; the rest of it is read well as it is. */
export function withMarks(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(/`([^`\n]+)`|\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\(([^)\s]+)\)/g)) {
    const [whole, code, strong, label] = match;
    parts.push(text.slice(end, match.index));
    if (code !== undefined) parts.push(<code>{code}</code>);
    // A document's links lead out of here, to wherever it likes: its words are enough.
    else parts.push(strong === undefined ? label : <strong>{strong}</strong>);
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}
