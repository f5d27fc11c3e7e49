import type { HttpRequest, HttpResponse } from '../http.ts';

/** Methods that may be repeated (RFC 9110, 9.2.2). */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'QUERY']);

/** Whether it is the credential that was refused; elsewhere none was presented. */
export function isRefused(request: HttpRequest, { status, url }: HttpResponse): boolean {
  return status === 401 && new URL(url).origin === new URL(request.url).origin;
}

/**
 * Whether a request that was refused for its credentials may be made again with others: where that repeats no effect,
 * or where the API says that it stopped at the credential, before it did anything (RFC 6750, 3.1; RFC 7616, 3.3). See
 * docs/decisions/0018-repeat-after-401.md.
 */
export function mayRepeat(request: HttpRequest, { headers }: HttpResponse): boolean {
  const challenge = headers['www-authenticate'] ?? '';
  // The challenge of Digest is how it begins.
  if (/\bDigest\b/i.test(challenge)) return true;
  return idempotent.has(request.method) || /\berror\s*=\s*"?(invalid_token|expired_token)\b/i.test(challenge);
}
