import type { HttpRequest } from '../upstream/http.ts';

/** A request as text, as far as it goes on the wire and into a shell. */
export interface RequestText {
  readonly http: string;
  readonly curl: string;
}

/** What stands where a credential was. */
const mark = '[redacted]';
/** Longer bodies are shown in their beginning. */
const mostBody = 20_000;

/**
 * A request for the eye: as HTTP/1.1 and as a command of curl. Headers that carry credentials are marked whatever they
 * hold; a credential in the query is for the redactor.
 */
export function writeRequest({ method, url, headers, body, credentialHeaders }: HttpRequest): RequestText {
  const { host, pathname, search } = new URL(url);
  const shown = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    credentialHeaders.includes(name.toLowerCase()) ? withoutCredential(value) : value,
  ]);
  const text = body === undefined ? undefined : readBody(body);
  return {
    http: [
      `${method} ${pathname}${search} HTTP/1.1`,
      `host: ${host}`,
      ...shown.map(([name, value]) => `${name}: ${value}`),
      ...(text === undefined ? [] : ['', text.shown]),
    ].join('\n'),
    curl: [
      `curl ${method === 'GET' ? '' : `-X ${method} `}${quote(url)}`,
      ...shown.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
      ...(text === undefined ? [] : [text.isWhole ? `--data-raw ${quote(text.shown)}` : '--data-binary @body']),
    ].join(' \\\n  '),
  };
}

/** `Bearer [redacted]`: the scheme of a credential is no secret. */
function withoutCredential(value: string): string {
  const scheme = /^[A-Za-z][\w-]*(?= )/.exec(value)?.[0];
  return scheme === undefined ? mark : `${scheme} ${mark}`;
}

function readBody(body: string | Uint8Array): { readonly shown: string; readonly isWhole: boolean } {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  if (text.includes('\uFFFD') || text.includes('\0'))
    return { shown: `[${body.length.toLocaleString('en')} bytes]`, isWhole: false };
  if (text.length <= mostBody) return { shown: text, isWhole: true };
  return {
    shown: `${text.slice(0, mostBody)}\n[${(text.length - mostBody).toLocaleString('en')} more characters]`,
    isWhole: false,
  };
}

/** For a POSIX shell, where nothing is special between single quotes but the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
