import { RoutewrightError } from '../../base/errors.ts';
import { isSecretName } from '../../base/hide-secrets.ts';
import { referencePrefix } from '../../base/secret-reference.ts';
import type { Redactor } from '../../base/secrets.ts';
import type { CallContext } from '../../catalog/tool-result.ts';
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

/** Milliseconds for which a value that a client sent is taken out of what others see. */
const remembrance = 600_000;

/** Those headers of the client that are passed on (`forwardHeaders`). What is a secret by its name is redacted. */
export function forwardHeaders(
  names: readonly string[],
  header: CallContext['header'],
  redactor: Redactor,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = header?.(name);
    if (value === undefined) continue;
    if (isSecretName(name)) redactor.add(value, Date.now() + remembrance);
    values[name] = value;
  }
  return values;
}
