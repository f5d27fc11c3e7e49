import type { Rule } from '../rule.ts';

/** Characters that turn the direction of text, and tags, which no screen shows. */
const hidden = /[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/u;
/** Characters of no width; those that join letters (200C, 200D) belong to scripts and emoji. */
const invisible = /[\u200b\u2060-\u2064\ufeff]|(?<=[A-Za-z])(?:\u200c|\u200d|\u00ad)(?=[A-Za-z])/u;
/** Flags of England, Scotland and Wales are written with tags. */
const flag = /\u{1f3f4}[\u{e0020}-\u{e007f}]+/gu;

export const textHidden: Rule = {
  code: 'TEXT_HIDDEN',
  kind: 'danger',
  level: 'error',
  title: 'A text has characters that nobody sees',
  why: 'A model reads them and a reviewer does not: they can hide an instruction, or make a name look like another.',
  mend: 'Take the characters out; write what was meant in plain text.',
  example: { wrong: 'summary: "Lists pets.\\u202e …"', right: 'summary: Lists pets.' },
  read: ({ value, key }) => {
    if (!/[^\x20-\x7e\s]/.test(value)) return undefined;
    const found = hidden.exec(value.replace(flag, ''));
    if (!found) return undefined;
    return { message: `The \`${key}\` holds ${codePoint(found[0])}, which hides or turns around what follows.` };
  },
};

export const textInvisible: Rule = {
  code: 'TEXT_INVISIBLE',
  kind: 'danger',
  level: 'info',
  title: 'A text has characters of no width',
  why: 'They come from copying out of a web page most of the time; in names and enums they make calls fail, and they can hide an instruction.',
  mend: 'Take the characters out.',
  example: { wrong: 'enum: ["open\\u200b", closed]', right: 'enum: [open, closed]' },
  read: ({ value, key }) => {
    if (!/[^\x20-\x7e\s]/.test(value)) return undefined;
    const found = invisible.exec(value);
    return found ? { message: `The \`${key}\` holds ${codePoint(found[0])}, which has no width.` } : undefined;
  },
};

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
