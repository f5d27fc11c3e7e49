import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder this package lies in, found from the source as from the bundle: the nearest above with a package.json. */
export function findPackageFolder(from = import.meta.url): string {
  const start = dirname(fileURLToPath(from));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  return start;
}
