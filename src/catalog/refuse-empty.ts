import { RoutewrightError } from '../base/errors.ts';
import { displayUri } from '../spec/uri.ts';
import type { Catalog } from './catalog.ts';

/**
 * Without a single tool there is nothing to serve.
 *
 * @throws {RoutewrightError} SPEC_NO_OPERATIONS
 */
export function refuseEmpty(catalogs: readonly Catalog[]): void {
  if (catalogs.some(({ tools }) => tools.length > 0)) return;
  const leftOut = catalogs.reduce((count, catalog) => count + catalog.leftOut.length, 0);
  const documents = catalogs.map(({ document }) => displayUri(document.uri)).join(', ');
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
