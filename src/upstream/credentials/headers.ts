import { RoutewrightError } from '../../base/errors.ts';
import { parseSecretReference, type Redactor, resolveSecret, type SecretSource } from '../../base/secrets.ts';
import { addSecret } from './source.ts';

/**
 * The headers of the configuration; those that are references are read as secrets.
 *
 * @throws {RoutewrightError} SECRET_MISSING
 */
export function readHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: SecretSource,
  redactor: Redactor,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (!/^(env|file):/.test(value)) return [name, value];
      const found = resolveSecret(parseSecretReference(value), secrets);
      if ('missing' in found)
        throw new RoutewrightError('SECRET_MISSING', `The header ${name} has no value: ${found.missing}`);
      addSecret(redactor, found.value);
      return [name, found.value];
    }),
  );
}
