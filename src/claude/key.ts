import { RoutewrightError } from '../base/errors.ts';
import { createSecretReader, type Secret } from '../base/secret-reader.ts';
import type { Redactor, SecretSource } from '../base/secrets.ts';

/**
 * The key for the Messages API.
 *
 * @throws {RoutewrightError} CLAUDE_KEY_MISSING, with how to set it for whoever starts the process
 */
export async function readKey(secret: Secret, source: SecretSource, redactor: Redactor): Promise<string> {
  const found = await createSecretReader(source).read(secret);
  if ('value' in found) {
    const key = found.value.trim();
    redactor.add(key);
    return key;
  }
  const name = (typeof secret === 'string' && /^env:(.+)$/.exec(secret)?.[1]) || 'ANTHROPIC_API_KEY';
  throw new RoutewrightError('CLAUDE_KEY_MISSING', `There is no key for the Messages API: ${found.missing}`, {
    hint: [
      'A variable that your shell has is not in a process that something else starts. Where it is set:',
      `  shell       export ${name}=…`,
      `  systemd     systemctl edit UNIT: [Service] EnvironmentFile=/etc/routewright.env (mode 0600)`,
      `  Docker      docker run -e ${name} …  (passes the shell's on), or --env-file FILE`,
      `  Compose     environment: [${name}], or secrets: with apiKey: file:/run/secrets/anthropic`,
      `  Kubernetes  env: [{ name: ${name}, valueFrom: { secretKeyRef: { name: anthropic, key: key } } }]`,
      'Another variable or a file is named by `claude.apiKey`.',
    ].join('\n'),
  });
}
