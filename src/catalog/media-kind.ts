/** The families of media types that are built and read alike. */
export type MediaKind = 'json' | 'form' | 'multipart' | 'text' | 'xml' | 'binary';

/** A media type without its parameters, in lower case: `text/html; charset=utf-8` → `text/html`. */
export function essence(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** How a media type is written and read; ranges that JSON falls into count as JSON. */
export function mediaKind(type: string): MediaKind {
  const plain = essence(type);
  if (plain === '*/*' || plain === 'application/*' || plain === '' || isJson(plain)) return 'json';
  if (plain === 'application/x-www-form-urlencoded') return 'form';
  if (plain.startsWith('multipart/')) return 'multipart';
  if (plain.endsWith('/xml') || plain.endsWith('+xml')) return 'xml';
  if (plain.startsWith('text/') || textual.has(plain) || plain.endsWith('+yaml')) return 'text';
  return 'binary';
}

const textual = new Set([
  'application/javascript',
  'application/ecmascript',
  'application/graphql',
  'application/yaml',
  'application/x-yaml',
  'application/toml',
  'application/sql',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-sh',
  'application/jwt',
  'application/csv',
]);

/** JSON itself and what is built on it (RFC 6839, 3.1); a sequence of JSON values is text. */
export function isJson(plain: string): boolean {
  return (
    plain === 'application/json' || plain === 'text/json' || plain.endsWith('+json') || plain === 'application/x-json'
  );
}
