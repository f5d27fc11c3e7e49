import { createHash } from 'node:crypto';
import type { Config } from '../base/config/schema.ts';
import { RoutewrightError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { createSecretReader, type Secret, type SecretReader } from '../base/secret-reader.ts';
import type { Redactor, SecretSource } from '../base/secrets.ts';
import { systemSecrets } from '../base/system-secrets.ts';
import type { Gateway } from '../gateway.ts';
import { createKnownSecrets } from '../upstream/credentials/known-secrets.ts';
import { prepareAccess } from './access/access.ts';
import { createAgreementPages } from './agreement/agreement.ts';
import { callbackPath, startPath } from './agreement/paths.ts';
import type { HttpOptions } from './http.ts';
import { changesOf, viewOf } from './view.ts';

export interface PrepareOptions {
  readonly logger: Logger;
  /** Learns every secret that is read. */
  readonly redactor: Redactor;
  /** @default the environment and the file system */
  readonly secrets?: SecretSource | undefined;
}

/**
 * What the HTTP door takes from a gateway and its configuration, whoever has the server: the tools, who may call, and
 * the pages for users who agree at another server.
 *
 * @throws {RoutewrightError} SECRET_MISSING, SELECTOR_INVALID
 */
export async function prepareHttp(
  gateway: Gateway,
  config: Config,
  { logger, redactor, secrets: source = systemSecrets }: PrepareOptions,
): Promise<Omit<HttpOptions, 'host' | 'port'>> {
  const { access, http } = config;
  const secrets = createKnownSecrets(createSecretReader(source), redactor);
  const openAccess = access && (await prepareAccess(access, gateway, { logger, secrets }));
  const stateKey = access?.stateKey && (await readKey(access.stateKey, secrets));
  const isSecure = http.tls !== undefined || http.publicUrl?.startsWith('https:') === true;
  const pages = createAgreementPages({ authorizations: gateway.authorizations, logger, isSecure });
  return {
    ...http,
    logger,
    view: viewOf(gateway),
    forwardedHeaders: Object.values(config.apis).flatMap(({ forwardHeaders = [] }) => forwardHeaders),
    onChange: changesOf(gateway),
    ...(openAccess ? { access: openAccess } : {}),
    authorization: { status: gateway.authorizations.status, ...(stateKey ? { stateKey } : {}) },
    mount: (app) => app.all([startPath, callbackPath], pages),
  };
}

/** A secret of any length as a key of 32 bytes. */
async function readKey(secret: Secret, secrets: Pick<SecretReader, 'read'>): Promise<Uint8Array> {
  const found = await secrets.read(secret);
  if ('missing' in found) throw new RoutewrightError('SECRET_MISSING', `access.stateKey is missing: ${found.missing}`);
  return createHash('sha256').update(found.value).digest();
}
