import type { HttpRequest } from '../upstream/http.ts';

/** A request as it goes over the wire; bytes that are no text are only counted. */
export function formatRequest({ method, url, headers, body }: HttpRequest): string {
  const lines = [`${method} ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (body === undefined) return lines.join('\n');
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  const isText = !text.includes('\uFFFD') && !text.includes('\0');
  return [...lines, '', isText ? text : `[${body.length} bytes]`].join('\n');
}
