import type { SecurityScheme } from '../../spec/operation.ts';
import type { Credential } from './source.ts';

/** Where credentials go in a request. */
export interface AppliedCredentials {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly cookies: readonly (readonly [name: string, value: string])[];
}

export const noCredentials: AppliedCredentials = { headers: {}, query: [], cookies: [] };

/** Credentials as the security schemes of the document say (OpenAPI 3.2.0, 4.27). */
export function applyCredentials(
  pairs: readonly { readonly scheme: SecurityScheme; readonly credential: Credential }[],
): AppliedCredentials {
  const headers: Record<string, string> = {};
  const query: [string, string][] = [];
  const cookies: [string, string][] = [];
  for (const { scheme, credential } of pairs) {
    if (scheme.type === 'apiKey') {
      const name = scheme.parameterName ?? scheme.name;
      const value = secretOf(credential);
      if (scheme.in === 'query') query.push([name, value]);
      else if (scheme.in === 'cookie') cookies.push([name, encodeURIComponent(value)]);
      else headers[name.toLowerCase()] = value;
    } else if (scheme.type !== 'mutualTLS') headers['authorization'] = authorization(scheme, credential);
  }
  return { headers, query, cookies };
}

/** The Authorization header: Basic (RFC 7617), Bearer (RFC 6750), or the scheme as the document names it. */
function authorization(scheme: SecurityScheme, credential: Credential): string {
  if (credential.kind === 'basic') return basic(`${credential.username}:${credential.password}`);
  const { value } = credential;
  const name = scheme.type === 'http' && scheme.scheme !== 'bearer' ? capitalized(scheme.scheme ?? 'bearer') : 'Bearer';
  // A secret that is stored with its scheme is sent as it is, not with two.
  if (value.toLowerCase().startsWith(`${name.toLowerCase()} `)) return value;
  if (scheme.scheme === 'basic') return isEncodedPair(value) ? `Basic ${value}` : basic(value);
  return `${name} ${value}`;
}

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** `dXNlcjpwYXNz`: a user name and a password as the header holds them. */
function isEncodedPair(value: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').toString().includes(':');
}

function secretOf(credential: Credential): string {
  return credential.kind === 'basic' ? credential.password : credential.value;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
