import { styleText } from 'node:util';

/** Colours a text, where it goes to a terminal that shows colours. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** By `NO_COLOR`, `FORCE_COLOR` and what the terminal can do. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const isColored = stream.isTTY && stream.hasColors();
  return (style, text) => (isColored ? styleText(style, text, { validateStream: false }) : text);
}
