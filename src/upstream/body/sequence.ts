import type { Json } from '../../base/json.ts';
import { essence } from '../../catalog/media-kind.ts';
import { stringifyExact } from '../../base/exact.ts';

/**
 * A sequence of JSON values from a list (OpenAPI 3.2.0, 4.14.3.1), each on a line of its own; in a JSON text sequence
 * behind a record separator (RFC 7464, 2.2).
 */
export function buildSequence(value: Json, contentType: string): string {
  const values = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const start = essence(contentType).endsWith('json-seq') ? '\x1e' : '';
  return values.map((item) => `${start}${stringifyExact(item)}\n`).join('');
}
