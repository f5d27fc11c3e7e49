import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Seconds that a browser is remembered: the life of a link. */
const lifetime = 600;

/**
 * The secret by which a browser is known again, in a cookie that no script reads and no other site's form sends. Over
 * HTTPS its name keeps other hosts of the same domain from setting it (RFC 6265bis, 4.1.3.2).
 */
export function browserOf({ headers }: IncomingMessage, isSecure: boolean): string | undefined {
  const name = nameOf(isSecure);
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key = '', value = ''] = pair.trim().split('=');
    if (key === name && /^[\w-]{43}$/.test(value)) return value;
  }
  return undefined;
}

/** A new secret, and the header that gives it to a browser. */
export function nameBrowser(isSecure: boolean, browser = randomBytes(32).toString('base64url')): string {
  const secure = isSecure ? '; Secure' : '';
  // Lax: the authorization server leads back here from its own site.
  return `${nameOf(isSecure)}=${browser}; Path=/; Max-Age=${lifetime}; HttpOnly; SameSite=Lax${secure}`;
}

function nameOf(isSecure: boolean): string {
  return isSecure ? '__Host-routewright' : 'routewright';
}
