import { access } from 'node:fs/promises';
import { dump } from 'js-yaml';
import { RoutewrightError } from '../../base/errors.ts';
import { writeWhole } from '../surface-file.ts';
import type { Overlay } from './overlay.ts';

/**
 * Writes an overlay for somebody to read and change. A file that is there is left as it is.
 *
 * @throws {RoutewrightError} USAGE
 */
export async function writeOverlay(path: string, overlay: Overlay): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists)
    throw new RoutewrightError('USAGE', `${path} is there already, and may hold what somebody wrote`, {
      hint: 'Name another file with --fix FILE, or remove this one.',
    });
  const head =
    '# Proposed by `routewright check --fix`: read it, change it, then apply it with --overlay or `overlays`.\n';
  await writeWhole(path, head + dump(overlay, { lineWidth: 120, noRefs: true }));
}
