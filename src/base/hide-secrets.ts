import { ExactNumber, isRecord } from './exact-number.ts';

/** What stands where a secret was. */
const mark = '[redacted]';

/** Members whose names say that they are nobody's business. */
const secret = /pass(word|wd|phrase|code)?$|secret|token|api[-_]?key|authorization|cookie|credential|cvv|cvc|\bpin$/i;

/** Of those, what leads to the next page, or counts. */
const harmless =
  /(page|next|prev|previous|continuation|skip|sync)[-_]?token$|(max|min|total|input|output|num|remaining|limit)[-_]?tokens$/i;

/** Whether a thing of this name is nobody's business: `password`, `X-Session-Token`. */
export function isSecretName(name: string): boolean {
  return secret.test(name) && !harmless.test(name);
}

/** A value with a mark in place of what its name calls a secret; a file's content is not kept either. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  // An integer that JSON's readers would round is told as a text.
  if (value instanceof ExactNumber && Math.abs(Number(value.text)) > Number.MAX_SAFE_INTEGER) return value.text;
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (isSecretName(name) && member !== null && member !== undefined) return [name, mark];
      if (name === 'base64' && typeof member === 'string') return [name, `[${member.length} characters]`];
      return [name, withoutSecrets(member)];
    }),
  );
}

/** The texts in a value that its names call secrets, for what else was made of them. */
export function secretsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => (isSecretName(name) ? textsIn(member) : secretsIn(member)));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** `"name":"value"` of JSON, also where the text was cut, and `name=value` of a query or a form. */
const written =
  /("(?:[^"\\]|\\.){1,100}"\s*:\s*)("(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*)|([?&\n]|^)([^=&?\s"]{1,100})=([^&\s"#]+)/g;

/** A text of JSON, a form or a URL with a mark in place of what its names call a secret. */
export function maskSecrets(text: string): string {
  return text.replace(
    written,
    (whole, head: string | undefined, _value: string, before: string, name: string | undefined) => {
      if (head !== undefined) {
        const key = head.slice(1, head.lastIndexOf('"'));
        return isSecretName(key) ? `${head}"${mark}"` : whole;
      }
      return name !== undefined && isSecretName(name) ? `${before}${name}=${mark}` : whole;
    },
  );
}
