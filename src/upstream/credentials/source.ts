import { parseSecretReference, type Redactor, resolveSecret, type SecretSource } from '../../base/secrets.ts';

/** What is presented to an API. */
export type Credential =
  | { readonly kind: 'secret'; readonly value: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

/** A credential of the configuration: a reference, or references by part, such as `username` and `password`. */
export type CredentialReference = string | Readonly<Record<string, string>>;

export type FoundCredential = Credential | { readonly missing: string };

/** Looks credentials up by the name of their security scheme. */
export interface CredentialSource {
  /** Names of the schemes that the configuration has a credential for. */
  readonly names: readonly string[];
  /** The credential, why it is missing, or nothing where none is configured. Read anew each time: files may change. */
  find: (scheme: string) => FoundCredential | undefined;
}

/** The credentials of one API. Every value that is read becomes known to the redactor. */
export function createCredentialSource(
  references: Readonly<Record<string, CredentialReference>>,
  secrets: SecretSource,
  redactor: Redactor,
): CredentialSource {
  const read = (reference: string): { value: string } | { missing: string } => {
    const found = resolveSecret(parseSecretReference(reference), secrets);
    if ('value' in found) redactor.add(found.value);
    return found;
  };
  return {
    names: Object.keys(references),
    find: (scheme) => {
      const reference = Object.hasOwn(references, scheme) ? references[scheme] : undefined;
      if (reference === undefined) return undefined;
      if (typeof reference === 'string') {
        const found = read(reference);
        return 'missing' in found ? found : { kind: 'secret', value: found.value };
      }
      const { username: user, password: pass } = reference;
      if (user === undefined || pass === undefined) return { missing: 'it has no username and password' };
      const [username, password] = [read(user), read(pass)];
      if ('missing' in username) return username;
      if ('missing' in password) return password;
      redactor.add(Buffer.from(`${username.value}:${password.value}`).toString('base64'));
      return { kind: 'basic', username: username.value, password: password.value };
    },
  };
}
