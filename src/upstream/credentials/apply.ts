import type { SecurityScheme } from '../../spec/operation.ts';
import type { Signer, TlsIdentity } from '../http.ts';

/** Where credentials go in a request. */
export interface AppliedCredentials {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly cookies: readonly (readonly [name: string, value: string])[];
  /** Signs the request once it is complete, and each time that it is sent. */
  readonly sign?: Signer;
  readonly tls?: TlsIdentity;
}

export const noCredentials: AppliedCredentials = { headers: {}, query: [], cookies: [] };

/** Where a secret goes, and what stands before it. */
export interface Placement {
  readonly in: 'header' | 'query' | 'cookie';
  readonly name: string;
  /** @default '' */
  readonly prefix?: string;
}

/** Credentials of several schemes as one; of those that set the same header the last one does. */
export function joinCredentials(all: readonly AppliedCredentials[]): AppliedCredentials {
  if (all.length === 1) return all[0]!;
  const signers = all.flatMap(({ sign }) => (sign ? [sign] : []));
  const tls = all.find((one) => one.tls)?.tls;
  return {
    headers: Object.assign({}, ...all.map(({ headers }) => headers)) as Record<string, string>,
    query: all.flatMap(({ query }) => query),
    cookies: all.flatMap(({ cookies }) => cookies),
    ...(signers.length > 0 ? { sign: (request) => signers.reduce((signed, sign) => sign(signed), request) } : {}),
    ...(tls ? { tls } : {}),
  };
}

/** A secret where the security scheme of the document says (OpenAPI 3.2.0, 4.27). */
export function placeSecret(value: string, scheme: SecurityScheme | undefined): AppliedCredentials {
  if (scheme?.type === 'apiKey')
    return placeAt(value, { in: scheme.in ?? 'header', name: scheme.parameterName ?? scheme.name });
  if (scheme?.type === 'mutualTLS') return noCredentials;
  return placeAt(authorization(scheme, value), { in: 'header', name: 'authorization' });
}

export function placeAt(value: string, { in: location, name, prefix = '' }: Placement): AppliedCredentials {
  const text = prefix + value;
  if (location === 'query') return { ...noCredentials, query: [[name, text]] };
  if (location === 'cookie') return { ...noCredentials, cookies: [[name, encodeURIComponent(text)]] };
  return { ...noCredentials, headers: { [name.toLowerCase()]: text } };
}

/** A user name and password (RFC 7617). */
export function placePassword(username: string, password: string): AppliedCredentials {
  return placeAt(basic(`${username}:${password}`), { in: 'header', name: 'authorization' });
}

/** The Authorization header: Basic (RFC 7617), Bearer (RFC 6750), or the scheme as the document names it. */
function authorization(scheme: SecurityScheme | undefined, value: string): string {
  const name =
    scheme?.type === 'http' && scheme.scheme !== 'bearer' ? capitalized(scheme.scheme ?? 'bearer') : 'Bearer';
  // A secret that is stored with its scheme is sent as it is, not with two.
  if (value.toLowerCase().startsWith(`${name.toLowerCase()} `)) return value;
  if (name === 'Basic') return isEncodedPair(value) ? `Basic ${value}` : basic(value);
  return `${name} ${value}`;
}

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** `dXNlcjpwYXNz`: a user name and a password as the header holds them. */
function isEncodedPair(value: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').toString().includes(':');
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
