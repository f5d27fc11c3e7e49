import type { CredentialConfig } from '../../base/config/credential-schema.ts';
import { isObject, type JsonObject } from '../../base/json.ts';
import { parseSecretReference } from '../../base/secret-reference.ts';

/** Keys of a credential whose values are secrets; a user name or a client id is none. */
const secretKeys = new Set([
  'secret',
  'password',
  'clientSecret',
  'privateKey',
  'refreshToken',
  'secretAccessKey',
  'sessionToken',
  'key',
  'passphrase',
]);

/** Whether a secret of a credential is written into the configuration itself. */
export function holdsPlainSecret(config: CredentialConfig | JsonObject): boolean {
  if (typeof config === 'string') return isPlain(config);
  return Object.entries(config).some(
    ([key, value]: [string, unknown]) =>
      (typeof value === 'string' && secretKeys.has(key) && isPlain(value)) ||
      (isObject(value) && !('exec' in value) && holdsPlainSecret(value)),
  );
}

function isPlain(text: string): boolean {
  return parseSecretReference(text).kind === 'plain';
}
