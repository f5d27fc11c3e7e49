import { fileURLToPath } from 'node:url';
import { isObject, own, text } from '../../base/json.ts';
import type { Document } from '../../spec/document.ts';
import type { Finding } from '../finding.ts';
import { specInvalid } from '../rules/spec-invalid.ts';

const source = '@redocly/openapi-core';

/** What we use of the package, which a user may or may not have: it is an optional peer (docs/decisions/0037). */
interface Redocly {
  readonly createConfig: (config: object) => Promise<unknown>;
  readonly lintFromString: (options: object) => Promise<unknown[]>;
}

/**
 * What @redocly/openapi-core says of the structure of a document of 3.2, which swagger-parser does not read. Undefined
 * where the package is not installed.
 */
export async function validateWithRedocly({ uri, version, resources }: Document): Promise<Finding[] | undefined> {
  if (version !== '3.2') return [];
  // A name that the bundler cannot see: the package is that of the user, not a part of the program.
  const name: string = source;
  const redocly = await import(name).then(
    (module: unknown) => module as Redocly,
    () => undefined,
  );
  if (!redocly) return undefined;
  const config = await redocly.createConfig({ rules: { struct: 'error' } });
  const problems = await redocly.lintFromString({
    source: resources.get(uri)!.text,
    absoluteRef: uri.startsWith('file://') ? fileURLToPath(uri) : uri,
    config,
  });
  return problems.flatMap((problem): Finding[] => {
    const [place] = (own(problem, 'location') ?? []) as unknown[];
    if (!isObject(problem) || !isObject(place)) return [];
    const pointer = decodeURIComponent((text(place['pointer']) ?? '').replace(/^#\/?/, '/')).replace(/^\/$/, '');
    const message = String(problem['message']).split('\n')[0]!;
    return [{ rule: specInvalid.code, level: specInvalid.level, message, uri, pointer, source }];
  });
}
