import { locate } from '../base/locate.ts';
import { displayUri } from '../spec/uri.ts';
import type { Finding } from './finding.ts';

/**
 * The same findings with file, line and column, sorted by place within each file. Reads the texts again.
 *
 * @param texts - what was read, by file or URL
 */
export async function locateFindings(
  findings: readonly Finding[],
  texts: ReadonlyMap<string, string>,
): Promise<Finding[]> {
  const byUri = new Map<string, Set<string>>();
  for (const { uri, pointer, location } of findings)
    if (!location) byUri.set(uri, (byUri.get(uri) ?? new Set()).add(pointer));
  const places = new Map<string, Awaited<ReturnType<typeof locate>>>();
  for (const [uri, pointers] of byUri) {
    const text = texts.get(uri);
    if (text !== undefined) places.set(uri, await locate(text, [...pointers]));
  }
  return findings.map((finding) =>
    finding.location
      ? finding
      : { ...finding, location: { file: displayUri(finding.uri), ...places.get(finding.uri)?.get(finding.pointer) } },
  );
}
