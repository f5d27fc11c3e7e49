import { encodeUnreserved } from '../serialize/encode.ts';
import type { HttpRequest } from '../http.ts';

/** How a service wants to be signed for: texts with placeholders, and the functions of its hash. */
export interface HmacScheme {
  readonly message: string;
  /** By name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly digest: (data: string | Uint8Array) => string;
  readonly authenticate: (text: string) => string;
}

/** What changes from one request to the next. */
export interface Moment {
  /** Under `value.NAME`. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly nonce: string;
}

/**
 * A request with a signature by a template: the message is filled in and signed, and headers and query are filled in
 * with the signature. A placeholder that is not known stays as it is.
 */
export function signByTemplate(request: HttpRequest, scheme: HmacScheme, { values, now, nonce }: Moment): HttpRequest {
  const [, host = '', path = '', query = ''] = /^https?:\/\/([^/?#]*)([^?#]*)\??([^#]*)/i.exec(request.url) ?? [];
  const body = request.body ?? '';
  const date = new Date(now);
  const known: Record<string, () => string> = {
    method: () => request.method,
    host: () => host,
    path: () => (path === '' ? '/' : path),
    query: () => query,
    url: () => request.url,
    body: () => (typeof body === 'string' ? body : Buffer.from(body).toString()),
    bodyHash: () => scheme.digest(body),
    timestamp: () => String(Math.floor(now / 1000)),
    timestampMs: () => String(now),
    date: () => date.toISOString(),
    httpDate: () => date.toUTCString(),
    nonce: () => nonce,
  };
  const fill = (template: string, signature?: string): string =>
    template.replace(/\{([A-Za-z][\w.-]*)\}/g, (placeholder, name: string) => {
      if (name === 'signature' && signature !== undefined) return signature;
      if (name.startsWith('header.')) return request.headers[name.slice('header.'.length).toLowerCase()] ?? '';
      if (Object.hasOwn(values, name)) return values[name]!;
      return Object.hasOwn(known, name) ? known[name]!() : placeholder;
    });
  const signature = scheme.authenticate(fill(scheme.message));
  const added = Object.entries(scheme.query).map(
    ([name, text]) => `${encodeUnreserved(name)}=${encodeUnreserved(fill(text, signature))}`,
  );
  const headers = Object.entries(scheme.headers).map(([name, text]) => [name.toLowerCase(), fill(text, signature)]);
  return {
    ...request,
    url: added.length === 0 ? request.url : `${request.url}${request.url.includes('?') ? '&' : '?'}${added.join('&')}`,
    headers: { ...request.headers, ...(Object.fromEntries(headers) as Record<string, string>) },
  };
}
