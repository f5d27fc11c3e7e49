import { parseSecretReference, type Redactor, resolveSecret, type SecretSource } from '../../base/secrets.ts';
import { toFieldValue } from '../header-value.ts';

/** What is presented to an API. */
export type Credential =
  | { readonly kind: 'secret'; readonly value: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

/** A credential of the configuration: a reference, or references by part, such as `username` and `password`. */
export type CredentialReference = string | Readonly<Record<string, string>>;

type FoundCredential = Credential | { readonly missing: string };

/** Looks credentials up by the name of their security scheme. */
export interface CredentialSource {
  /** Names of the schemes that the configuration has a credential for. */
  readonly names: readonly string[];
  /** The credential, why it is missing, or nothing where none is configured. Read anew each time: files may change. */
  find: (scheme: string) => FoundCredential | undefined;
}

/** `x` and the like stand in the place of a password where a key is the user name; any text may hold them. */
const shortestPassword = 4;

/** The credentials of one API. Every secret that is read becomes known to the redactor. */
export function createCredentialSource(
  references: Readonly<Record<string, CredentialReference>>,
  secrets: SecretSource,
  redactor: Redactor,
): CredentialSource {
  const read = (reference: string): { value: string } | { missing: string } => {
    const found = resolveSecret(parseSecretReference(reference), secrets);
    if ('value' in found && toFieldValue(found.value) === undefined)
      return { missing: `${reference} holds a line break or a control character: leave nothing but the secret in it` };
    return found;
  };
  return {
    names: Object.keys(references),
    find: (scheme) => {
      const reference = Object.hasOwn(references, scheme) ? references[scheme] : undefined;
      if (reference === undefined) return undefined;
      if (typeof reference === 'string') {
        const found = read(reference);
        if ('missing' in found) return found;
        addSecret(redactor, found.value);
        return { kind: 'secret', value: found.value };
      }
      const { username: user, password: pass } = reference;
      if (user === undefined || pass === undefined) return { missing: 'it has no username and password' };
      const [username, password] = [read(user), read(pass)];
      if ('missing' in username) return username;
      if ('missing' in password) return password;
      if (!isPlainName(username.value)) addSecret(redactor, username.value);
      if (password.value.length >= shortestPassword) addSecret(redactor, password.value);
      redactor.add(`${username.value}:${password.value}`);
      return { kind: 'basic', username: username.value, password: password.value };
    },
  };
}

/** Makes a secret known as a whole and by its parts: `Bearer abc` as well as `abc`, `user:pass` as well as `pass`. */
export function addSecret(redactor: Redactor, secret: string): void {
  const add = (part: string): void => {
    for (const sent of [part, toFieldValue(part) ?? part]) {
      for (const shown of [sent, escapeHtml(sent), encodeURI(sent.toWellFormed())]) redactor.add(shown);
    }
  };
  const whole = secret.trim();
  const token = /^[A-Za-z][\w-]*\s+(\S.*)$/.exec(whole)?.[1] ?? whole;
  add(secret);
  add(token);
  for (const pair of [token, /^Basic\s/i.test(whole) ? Buffer.from(token, 'base64').toString() : '']) {
    const [user = '', ...rest] = pair.split(':');
    if (rest.length === 0) continue;
    add(pair);
    const password = rest.join(':');
    // `key:` or `key:x` is how an API key is sent as a user name.
    const part = password.length < shortestPassword ? user : password;
    if (part.length >= shortestPassword) add(part);
  }
}

/** As a page shows it that echoes a request. */
function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * Whether a user name is no secret of its own, as an API key in its place would be: an address, or letters with a few
 * digits at the end. Redacted, it would be missing from every answer that names its user.
 */
function isPlainName(name: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(name) || (name.length <= 24 && /^[\p{L}._ -]+\d{0,4}$/u.test(name));
}
