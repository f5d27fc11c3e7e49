import type { HttpRequest } from './http.ts';

/** Statuses whose Location is where the request should go (RFC 9110, 15.4). */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/**
 * The request that a redirect asks for (RFC 9110, 15.4), or nothing where it is not ours to make. A request that
 * changes something is made again only where 307 or 308 say that it was not done, and only at the same origin; to
 * another origin a safe one goes without anything that tells who asks.
 */
export function redirected(request: HttpRequest, status: number, location: string): HttpRequest | undefined {
  const safe = request.method === 'GET' || request.method === 'HEAD';
  if (!URL.canParse(location, request.url)) return undefined;
  const target = new URL(location, request.url);
  if (target.protocol !== 'http:' && target.protocol !== 'https:') return undefined;
  target.hash = '';
  target.username = '';
  target.password = '';
  const sameOrigin = target.origin === new URL(request.url).origin;
  const same = safe || ((status === 307 || status === 308) && sameOrigin);
  if (!same && status !== 303) return undefined;
  const dropped = new Set([
    ...(same ? [] : ['content-type']),
    ...(sameOrigin ? [] : ['authorization', 'cookie', ...request.credentialHeaders]),
  ]);
  const { sign, tls, app, ...rest } = request;
  return {
    ...rest,
    ...(sameOrigin && sign ? { sign } : {}),
    ...(sameOrigin && tls ? { tls } : {}),
    ...(sameOrigin && app ? { app } : {}),
    method: same ? request.method : 'GET',
    url: target.href,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !dropped.has(name.toLowerCase()))),
    body: same ? request.body : undefined,
  };
}
