import type { ApiConfig } from '../base/config/schema.ts';
import type { SecurityScheme } from '../spec/operation.ts';
import type { Api } from '../upstream/api.ts';

/** A secret that whoever installs the server gives, in place of a reference of the configuration. */
export interface UserValue {
  readonly scheme: string;
  /** `username`, `password` and the like, where a scheme has several. */
  readonly part: string | undefined;
  /** Of the environment variable: letters, digits and `_`. */
  readonly variable: string;
  readonly title: string;
  readonly description: string;
  readonly isRequired: boolean;
}

type Credentials = NonNullable<ApiConfig['credentials']>;

/** Credentials in which every secret is a variable, and what to ask the user for. */
export interface AskedCredentials {
  readonly credentials: Credentials;
  readonly values: readonly UserValue[];
}

/**
 * Every secret of an API's credentials as a value to ask for: those that are configured, and those that its document
 * demands and nobody has configured.
 *
 * @param prefix - keeps the variables of several APIs apart
 */
export function askForCredentials({ catalog }: Api, configured: Credentials, prefix: string): AskedCredentials {
  const values: UserValue[] = [];
  const ask = (scheme: string, part: string | undefined, isRequired: boolean): string => {
    const variable = variableName(prefix, scheme, part ?? '');
    const about = catalog.securitySchemes.get(scheme)?.description;
    values.push({
      scheme,
      part,
      variable,
      title: part === undefined ? scheme : `${scheme} (${part})`,
      description: about ?? `The secret of the security scheme ${scheme}.`,
      isRequired,
    });
    return `env:${variable}`;
  };
  const replace = (value: unknown, scheme: string, part: string | undefined): unknown => {
    if (typeof value === 'string') return /^(env|file|exec|keyring):/.test(value) ? ask(scheme, part, true) : value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner, scheme, key)]));
  };
  const credentials = Object.fromEntries(
    Object.entries(configured).map(([scheme, reference]) => [scheme, replace(reference, scheme, undefined)]),
  );
  for (const [scheme, isRequired] of demanded(catalog.tools)) {
    const found = catalog.securitySchemes.get(scheme);
    if (Object.hasOwn(credentials, scheme) || !found || found.type === 'mutualTLS' || found.type === 'unknown')
      continue;
    credentials[scheme] = isBasic(found)
      ? { username: ask(scheme, 'username', isRequired), password: ask(scheme, 'password', isRequired) }
      : ask(scheme, undefined, isRequired);
  }
  return { credentials: credentials as Credentials, values };
}

/** The same where each scheme takes one secret on the command line, a user name and its password as `user:password`. */
export function askForSecrets(
  api: Api,
  { credentials = {} }: Pick<ApiConfig, 'credentials'>,
): { readonly credentials: Readonly<Record<string, string>>; readonly values: readonly UserValue[] } {
  const asked = askForCredentials(api, credentials, '').values;
  const values = [...new Map(asked.map((value) => [value.scheme, value])).values()].map(({ part, ...value }) => ({
    ...value,
    part: undefined,
    variable: variableName(value.scheme),
    title: value.scheme,
    description: part === undefined ? value.description : `${value.description} Written as username:password.`,
  }));
  return { credentials: Object.fromEntries(values.map(({ scheme, variable }) => [scheme, `env:${variable}`])), values };
}

/** `ApiKeyAuth` → `API_KEY_AUTH`. */
function variableName(...words: readonly string[]): string {
  const name = words
    .filter((word) => word !== '')
    .join('_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
  return /^\d/.test(name) ? `_${name}` : name;
}

function isBasic({ type, scheme }: SecurityScheme): boolean {
  return type === 'http' && scheme === 'basic';
}

/** Schemes of the first alternative of each tool; one is required where most tools cannot be called without it. */
function demanded(tools: Api['catalog']['tools']): [scheme: string, isRequired: boolean][] {
  const counts = new Map<string, number>();
  for (const { operation } of tools) {
    for (const { name } of operation.security[0]?.schemes ?? []) {
      const needed = operation.security.every(({ schemes }) => schemes.some((scheme) => scheme.name === name));
      counts.set(name, (counts.get(name) ?? 0) + (needed ? 1 : 0));
    }
  }
  return [...counts].map(([scheme, count]) => [scheme, count * 2 >= tools.length]);
}
