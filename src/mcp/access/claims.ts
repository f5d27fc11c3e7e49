import { type Caller, withToken } from '../../base/caller.ts';
import { own } from '../../base/json.ts';

type Claims = Readonly<Record<string, unknown>>;

/** The caller that the claims of a verified token speak of, or nothing where they name nobody. */
export function callerOf(claims: Claims, token: string): Caller | undefined {
  const subject = word(claims, 'sub') ?? word(claims, 'client_id') ?? word(claims, 'azp');
  if (subject === undefined) return undefined;
  // Subjects are unique with their issuer only (RFC 7519, 4.1.2).
  const id = `token:${JSON.stringify([word(claims, 'iss') ?? '', subject])}`;
  const name = word(claims, 'preferred_username') ?? word(claims, 'email') ?? subject;
  return withToken({ id, name: name.slice(0, 128), scopes: scopesOf(claims), claims }, token);
}

/** Why a verified token must not be taken as a bearer token, or nothing. */
export function refuseBound(claims: Claims): string | undefined {
  // Whoever holds such a token must prove more than that they hold it (RFC 8705, 3; RFC 9449, 7.1).
  return own(claims, 'cnf') === undefined
    ? undefined
    : 'The token is bound to a key (DPoP or mutual TLS), and this server takes bearer tokens only';
}

/** Whether a token was made for one of these audiences (RFC 8707, 2; RFC 7519, 4.1.3). */
export function hasAudience(claims: Claims, accepted: readonly string[]): boolean {
  const given = own(claims, 'aud');
  const audiences: unknown[] = Array.isArray(given) ? given : [given];
  return audiences.some((audience) => typeof audience === 'string' && accepted.some((one) => isSame(audience, one)));
}

/** A URL with an empty path may or may not end in a slash (RFC 3986, 6.2.3); clients write both. */
function isSame(a: string, b: string): boolean {
  return a === b || a.replace(/\/$/, '') === b.replace(/\/$/, '');
}

/** `scope` in one text (RFC 8693, 4.2), or a list as some issuers write it: `scope`, `scp`. */
function scopesOf(claims: Claims): string[] {
  const given = own(claims, 'scope') ?? own(claims, 'scp');
  const scopes: unknown[] = typeof given === 'string' ? given.split(' ') : Array.isArray(given) ? given : [];
  return scopes.filter((scope): scope is string => typeof scope === 'string' && scope !== '');
}

function word(claims: Claims, name: string): string | undefined {
  const value = own(claims, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
