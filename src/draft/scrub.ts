import { findKnownSecret, findUrlPassword, looksLikeSecret } from '../base/secret-shapes.ts';

/** Addresses, telephone numbers, and numbers as long as those of accounts and cards. */
const personal = /[^\s@<>"]+@[^\s@<>"]+\.[a-z]{2,}|\+?\d[\d ()-]{7,}\d/gi;

/**
 * What a person wrote (a name, a description) without what has the form of a secret or of somebody's data. Nothing else
 * of a recording is copied but names.
 */
export function scrub(text: string): string {
  const withoutPersonal = text.replace(personal, '…');
  const secret = findKnownSecret(withoutPersonal)?.secret ?? findUrlPassword(withoutPersonal);
  const withoutSecret = secret === undefined ? withoutPersonal : withoutPersonal.replaceAll(secret, '…');
  return withoutSecret.replace(/\S{24,}/g, (word) =>
    looksLikeSecret(word.replace(/^[^\w]+|[^\w]+$/g, '')) ? '…' : word,
  );
}
