import { fileURLToPath } from 'node:url';
import { RoutewrightError } from './errors.ts';
import { nearest } from './nearest.ts';

/** Where a secret is kept. A configuration should hold only these. */
export type SecretReference =
  /** An environment variable of this process. */
  | { readonly kind: 'env'; readonly name: string }
  /** A text file that holds the secret and nothing else. */
  | { readonly kind: 'file'; readonly path: string }
  /** A program that prints it, and its arguments. No shell reads them. */
  | { readonly kind: 'exec'; readonly command: readonly string[] }
  /** An entry of the keyring of the operating system. */
  | { readonly kind: 'keyring'; readonly service: string; readonly account: string }
  /** The secret itself, which is told as a warning. */
  | { readonly kind: 'plain'; readonly value: string };

/** How a reference begins. */
export const referencePrefix = /^(?:env|file|exec|keyring):/;

const kinds = ['env', 'file', 'exec', 'keyring'] as const;

/**
 * The reference that a text stands for: `env:NAME`, `file:PATH` (or a file URL), `exec:PROGRAM ARGUMENTS` (quotes keep
 * an argument together; there is no shell unless one is named), `keyring:SERVICE/ACCOUNT`. Any other text is the
 * secret itself, save those that must have been meant as references: a kind that is misspelt, `$NAME`, a bare `NAME`.
 *
 * @throws {RoutewrightError} SECRET_INVALID; its message does not hold the text, which may be the secret itself.
 */
export function parseSecretReference(text: string): SecretReference {
  const reference = referencePrefix.test(text) ? parseKnown(text) : parsePlain(text);
  if (reference) return reference;
  throw new RoutewrightError('SECRET_INVALID', 'A secret is not a reference', {
    hint: 'Write `env:NAME` (letters, digits and _), `file:PATH`, `exec:COMMAND` or `keyring:SERVICE/ACCOUNT`.',
  });
}

function parseKnown(text: string): SecretReference | undefined {
  const mark = text.indexOf(':');
  const kind = text.slice(0, mark) as (typeof kinds)[number];
  const rest = text.slice(mark + 1);
  switch (kind) {
    case 'env':
      return /^[A-Za-z_][A-Za-z0-9_]*$/.test(rest) && !rest.endsWith('\n') ? { kind, name: rest } : undefined;
    case 'file': {
      const path = text.startsWith('file://') ? pathOfUrl(text) : rest.trim();
      return path === undefined || path === '' ? undefined : { kind, path };
    }
    case 'exec': {
      const command = splitCommand(rest);
      return command && command.length > 0 ? { kind, command } : undefined;
    }
    case 'keyring': {
      const [, service, account] = /^([^/]+)\/(.+)$/.exec(rest.trim()) ?? [];
      return service === undefined ? undefined : { kind, service, account: account! };
    }
    default:
      return kind satisfies never;
  }
}

function parsePlain(text: string): SecretReference | undefined {
  const [, word] = /^\s*([A-Za-z]{2,10})\s*:/.exec(text) ?? [];
  const isMisspelt = word !== undefined && nearest(word, kinds) !== undefined;
  const isVariable = /^\$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[a-z][a-z0-9+.-]*:\/\//.test(text);
  return text.trim() === '' || isMisspelt || isVariable ? undefined : { kind: 'plain', value: text };
}

function pathOfUrl(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** Words of a command line, with single and double quotes and backslashes as a shell reads them, and nothing else. */
function splitCommand(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const letter = line[at]!;
    if (letter === '\\' && quote !== "'" && at + 1 < line.length) word = (word ?? '') + line[++at]!;
    else if (quote !== '') {
      if (letter === quote) quote = '';
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push(word);
  return words;
}
