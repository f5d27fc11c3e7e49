import type { FoundSecret, Secret, SecretReader } from '../../base/secret-reader.ts';
import type { Redactor } from '../../base/secrets.ts';
import { toFieldValue } from '../header-value.ts';

/** Reads secrets, and makes each of them known to the redactor before anybody else sees it. */
export interface KnownSecrets extends SecretReader {
  readonly redactor: Redactor;
  /** As `read`, of what is no secret in most cases and would be missing from every answer: a user name, a client. */
  readonly readName: SecretReader['read'];
  /** As `peek`, of the same. */
  readonly peekName: SecretReader['peek'];
}

/** `x` and the like stand in the place of a password where a key is the user name; any text may hold them. */
const shortestPassword = 4;

/** A reader whose secrets can be sent in a header and are redacted everywhere. */
export function createKnownSecrets(reader: SecretReader, redactor: Redactor): KnownSecrets {
  /** By reference, the value that was made known last: few of them change from call to call. */
  const known = new Map<Secret, string>();
  const learn = (secret: Secret, found: FoundSecret): FoundSecret => {
    if ('missing' in found || known.get(secret) === found.value) return found;
    if (toFieldValue(found.value) === undefined && !found.value.startsWith('-----BEGIN '))
      return {
        missing: `${isPlace(secret) ? secret : 'the secret'} holds a line break or a control character: leave nothing but the secret in it`,
      };
    addSecret(redactor, found.value);
    known.set(secret, found.value);
    return found;
  };
  return {
    redactor,
    read: (secret) => {
      const found = reader.read(secret);
      return found instanceof Promise ? found.then((value) => learn(secret, value)) : learn(secret, found);
    },
    peek: (secret) => {
      const found = reader.peek(secret);
      return found && learn(secret, found);
    },
    forget: (secret) => reader.forget(secret),
    readName: (secret) => reader.read(secret),
    peekName: (secret) => reader.peek(secret),
  };
}

/** Where a secret is kept, as it may be told: `env:NAME` is no secret, the arguments of a command may be. */
export function describeSecret(secret: Secret): string {
  if (isPlace(secret)) return secret;
  return typeof secret === 'string' && !secret.startsWith('exec:') ? 'the configuration itself' : 'a command';
}

function isPlace(secret: Secret): secret is `${'env' | 'file' | 'keyring'}:${string}` {
  return typeof secret === 'string' && /^(env|file|keyring):/.test(secret);
}

/** Makes a secret known as a whole and by its parts: `Bearer abc` as well as `abc`, `user:pass` as well as `pass`. */
function addSecret(redactor: Redactor, secret: string): void {
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

/** Makes a user name and password known, in the forms in which they travel. */
export function addPassword(redactor: Redactor, username: string, password: string): void {
  if (!isPlainName(username)) addSecret(redactor, username);
  if (password.length >= shortestPassword) addSecret(redactor, password);
  redactor.add(`${username}:${password}`);
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
