import { formatDiagnostic } from '../base/diagnostic.ts';
import type { Logger } from '../base/log.ts';
import type { Gateway } from '../gateway.ts';

/** Says at start what will fail later; what only touches schemas is for `routewright tools`. */
export function tellFindings(gateway: Gateway, logger: Logger): void {
  const left = new Map<string, number>();
  // Where operations are found by a search, most of their schemas are not made yet, and are not for this.
  for (const diagnostic of gateway.surface.kind === 'direct' ? gateway.diagnostics : gateway.found) {
    if (startCodes.has(diagnostic.code))
      logger.warn(`${diagnostic.message} ${diagnostic.fix ?? ''}`.trim(), { code: diagnostic.code });
    else if (diagnostic.severity === 'error') logger.warn(formatDiagnostic(diagnostic));
    else if (diagnostic.severity === 'warning') left.set(diagnostic.code, (left.get(diagnostic.code) ?? 0) + 1);
  }
  for (const { catalog } of gateway.apis)
    if (catalog.leftOut.length > 0)
      logger.info(`${catalog.leftOut.length} operations are left out`, { api: catalog.api });
  if (left.size > 0) logger.warn('the document has faults; `routewright tools` shows where', Object.fromEntries(left));
}

const startCodes = new Set([
  'SERVER_MISSING',
  'CREDENTIAL_UNKNOWN',
  'SECRET_MISSING',
  'SECRET_PLAIN',
  'TOKEN_URL_PLAIN',
  'CREDENTIAL_MISSING',
  'SECURITY_SCHEME_UNKNOWN',
  'OVERLAY_NO_MATCH',
]);
