import type { Json } from '../../../base/json.ts';
import { stringifyExact } from '../../../base/exact.ts';

/** A value as a person writes it: a text as it is, everything else as JSON with every digit. */
export function valueText(value: Json): string {
  return typeof value === 'string' ? value : stringifyExact(value);
}
