import type { Operation, SecurityScheme } from '../../spec/operation.ts';
import { applyCredentials, type AppliedCredentials, noCredentials } from './apply.ts';
import type { Credential, CredentialSource } from './source.ts';

/** The credentials for a call, or what is missing for it. */
export type SelectedCredentials =
  | {
      readonly applied: AppliedCredentials;
      readonly schemes: readonly string[];
      readonly unconfigured: readonly string[];
    }
  | { readonly missing: string; readonly scheme: string };

/**
 * The first alternative of the operation's security whose schemes all have a credential (OpenAPI 3.2.0, 4.30). A
 * credential that is configured but empty stops the call: sending it without would only fail later and say less. Where
 * nothing is configured the request goes out bare, since many documents demand what their API does not.
 */
export function selectCredentials(
  operation: Operation,
  schemes: ReadonlyMap<string, SecurityScheme>,
  source: CredentialSource,
): SelectedCredentials {
  let firstMissing: { missing: string; scheme: string } | undefined;
  let optional = operation.security.length === 0;
  for (const alternative of operation.security) {
    if (alternative.schemes.length === 0) {
      optional = true;
      continue;
    }
    const pairs: { scheme: SecurityScheme; credential: Credential }[] = [];
    for (const { name } of alternative.schemes) {
      const scheme = schemes.get(name);
      const found = source.find(name);
      if (found === undefined || scheme === undefined) break;
      if ('missing' in found) {
        firstMissing ??= { missing: found.missing, scheme: name };
        break;
      }
      pairs.push({ scheme, credential: found });
    }
    if (pairs.length === alternative.schemes.length)
      return { applied: applyCredentials(pairs), schemes: pairs.map(({ scheme }) => scheme.name), unconfigured: [] };
  }
  if (firstMissing && !optional) return firstMissing;
  const wanted = optional ? [] : (operation.security[0]?.schemes ?? []);
  const unconfigured = wanted
    .map(({ name }) => name)
    .filter((name) => source.find(name) === undefined || !schemes.has(name));
  return { applied: noCredentials, schemes: [], unconfigured };
}
