import type { HttpRequest } from './http.ts';

/** Statuses whose Location is where the request should go (RFC 9110, 15.4). */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/**
 * The request that a redirect asks for (RFC 9110, 15.4), or nothing where following it would repeat an effect. To
 * another origin it goes without anything that tells who asks.
 */
export function redirected(request: HttpRequest, status: number, location: string): HttpRequest | undefined {
  const safe = request.method === 'GET' || request.method === 'HEAD';
  if (!safe && status !== 303) return undefined;
  if (!URL.canParse(location, request.url)) return undefined;
  const target = new URL(location, request.url);
  if (target.protocol !== 'http:' && target.protocol !== 'https:') return undefined;
  target.hash = '';
  target.username = '';
  target.password = '';
  const sameOrigin = target.origin === new URL(request.url).origin;
  const dropped = new Set([
    ...(safe ? [] : ['content-type']),
    ...(sameOrigin ? [] : ['authorization', 'cookie', ...request.credentialHeaders]),
  ]);
  return {
    ...request,
    method: safe ? request.method : 'GET',
    url: target.href,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !dropped.has(name.toLowerCase()))),
    body: safe ? request.body : undefined,
  };
}
