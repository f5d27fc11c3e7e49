import { formatDiagnostic } from '../base/diagnostic.ts';
import { RoutewrightError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { Gateway } from '../gateway.ts';
import { displayUri } from '../spec/uri.ts';

/**
 * A gateway without tools has nothing to serve.
 *
 * @throws {RoutewrightError} SPEC_NO_OPERATIONS
 */
export function refuseEmpty({ apis, tools }: Pick<Gateway, 'apis' | 'tools'>): void {
  if (tools.length > 0) return;
  const leftOut = apis.reduce((count, { catalog }) => count + catalog.leftOut.length, 0);
  const documents = apis.map(({ catalog }) => displayUri(catalog.document.uri)).join(', ');
  throw new RoutewrightError(
    'SPEC_NO_OPERATIONS',
    leftOut > 0
      ? `None of the ${leftOut} operations of ${documents} is left to serve`
      : `${documents} describes no operation`,
    {
      hint:
        leftOut > 0
          ? 'Check --include, --exclude and --read-only; `routewright tools` shows what they leave out.'
          : 'Check that `paths` is present and holds methods. Webhooks are calls that the API makes, so they are no tools.',
    },
  );
}

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
