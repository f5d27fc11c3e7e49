import { RoutewrightError } from '../../base/errors.ts';
import { referencePrefix } from '../../base/secret-reference.ts';
import type { KnownSecrets } from './known-secrets.ts';

/**
 * The headers of the configuration; those that are references are read as secrets.
 *
 * @throws {RoutewrightError} SECRET_MISSING
 */
export async function readHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: KnownSecrets,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const found = referencePrefix.test(value) ? await secrets.read(value) : { value };
    if ('missing' in found)
      throw new RoutewrightError('SECRET_MISSING', `The header ${name} has no value: ${found.missing}`);
    values[name] = found.value;
  }
  return values;
}
