/** The families of media types that are built and read alike. */
export type MediaKind = 'json' | 'sequence' | 'form' | 'multipart' | 'text' | 'xml' | 'binary';

/** A media type without its parameters, in lower case: `text/html; charset=utf-8` → `text/html`. */
export function essence(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** How a media type is written and read; ranges that JSON falls into count as JSON. */
export function mediaKind(type: string): MediaKind {
  const plain = essence(type);
  if (plain === '*/*' || plain === 'application/*' || plain === '' || isJson(plain)) return 'json';
  if (sequences.has(plain) || plain.endsWith('+json-seq')) return 'sequence';
  if (plain === 'application/x-www-form-urlencoded') return 'form';
  if (plain.startsWith('multipart/')) return 'multipart';
  if (plain.endsWith('/xml') || plain.endsWith('+xml')) return 'xml';
  if (plain.startsWith('text/') || textual.has(plain) || plain.endsWith('+yaml')) return 'text';
  return 'binary';
}

/** Types of several JSON values, one after the other (OpenAPI 3.2.0, 4.14.3.1). */
const sequences = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonl',
  'application/jsonlines',
  'application/x-jsonlines',
  'application/json-seq',
]);

const textual = new Set([
  'application/javascript',
  'application/ecmascript',
  'application/graphql',
  'application/yaml',
  'application/x-yaml',
  'application/toml',
  'application/sql',
  'application/x-sh',
  'application/jwt',
  'application/csv',
]);

/** JSON itself and what is built on it (RFC 6839, 3.1). */
export function isJson(plain: string): boolean {
  return (
    plain === 'application/json' || plain === 'text/json' || plain.endsWith('+json') || plain === 'application/x-json'
  );
}
