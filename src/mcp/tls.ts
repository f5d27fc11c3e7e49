import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { HttpConfig } from '../base/config/http-schema.ts';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';

type TlsFiles = NonNullable<HttpConfig['tls']>;

/** Milliseconds between two looks at the files. Polling sees what a watcher misses: a link that points elsewhere. */
const interval = 5_000;

/**
 * An HTTPS server that takes up a new certificate without a restart. A new pair that does not fit is told and left
 * aside, so that a half-written file stops nobody.
 *
 * @throws {RoutewrightError} TLS_UNREADABLE
 */
export function createTlsServer(
  files: TlsFiles,
  logger: Logger,
  every = interval,
): { server: Server; stop: () => void } {
  const server = createServer({ ...readPair(files), minVersion: 'TLSv1.2' });
  const reload = (): void => {
    try {
      server.setSecureContext({ ...readPair(files), minVersion: 'TLSv1.2' });
      logger.info('the TLS certificate was read again', { certificate: files.certificate });
    } catch (error) {
      logger.error('the new TLS certificate cannot be used; the one at hand is used on', { error });
    }
  };
  const paths = [files.certificate, files.key];
  for (const path of paths) watchFile(path, { interval: every, persistent: false }, reload);
  return { server, stop: () => paths.forEach((path) => unwatchFile(path, reload)) };
}

function readPair({ certificate, key }: TlsFiles): { cert: Buffer; key: Buffer } {
  try {
    const pair = { cert: readFileSync(certificate), key: readFileSync(key) };
    createSecureContext(pair);
    return pair;
  } catch (error) {
    throw new RoutewrightError(
      'TLS_UNREADABLE',
      `Could not use the certificate ${certificate} with the key ${key}: ${messageOf(error)}`,
      {
        hint: 'Both must be PEM files, and the key must be that of the certificate.',
        cause: error,
      },
    );
  }
}
