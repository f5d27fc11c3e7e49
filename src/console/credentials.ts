import type { SecurityScheme } from '../spec/operation.ts';
import type { Api } from '../upstream/api.ts';
import type { CredentialState } from './wire.ts';

/** How it stands with each credential of an API: those of the configuration, and those that its tools ask for. */
export async function listCredentials({ catalog, credentials }: Api): Promise<CredentialState[]> {
  const { securitySchemes, tools } = catalog;
  const asking = new Map<string, number>();
  for (const { operation } of tools)
    for (const name of new Set(operation.security.flatMap(({ schemes }) => schemes.map((scheme) => scheme.name))))
      asking.set(name, (asking.get(name) ?? 0) + 1);
  const names = new Set([...credentials.names, ...asking.keys(), ...securitySchemes.keys()]);
  return Promise.all(
    [...names].map(async (scheme): Promise<CredentialState> => {
      const known = securitySchemes.get(scheme);
      const count = asking.get(scheme) ?? 0;
      const credential = credentials.find(scheme);
      const common = { scheme, kind: kindOf(known), tools: count };
      if (!credential) return { ...common, state: count > 0 ? 'unset' : 'unused' };
      if (!known && !credential.always)
        return { ...common, state: 'unknown', detail: 'The document has no scheme of this name, so it is never sent.' };
      const missing = credential.findMissing();
      const token = await credential.inspect?.();
      return {
        ...common,
        state: missing === undefined ? 'ready' : 'missing',
        ...(missing === undefined ? {} : { detail: missing }),
        ...(token ? { token } : {}),
      };
    }),
  );
}

/** A scheme in a few words. */
function kindOf(scheme: SecurityScheme | undefined): string {
  if (!scheme) return 'not in the document';
  switch (scheme.type) {
    case 'apiKey':
      return `API key in ${scheme.in ?? 'header'} ${scheme.parameterName ?? ''}`.trim();
    case 'http':
      return `HTTP ${scheme.scheme ?? ''}`.trim();
    case 'oauth2':
      return 'OAuth 2';
    case 'openIdConnect':
      return 'OpenID Connect';
    case 'mutualTLS':
      return 'client certificate';
    case 'unknown':
      return 'of unknown type';
    default:
      return scheme.type satisfies never;
  }
}
