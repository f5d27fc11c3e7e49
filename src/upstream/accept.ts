import type { Json } from '../base/json.ts';
import { mediaKind } from '../catalog/media-kind.ts';
import type { Tool } from '../catalog/tool.ts';

const mostTypes = 8;

/**
 * The Accept header of a call: the type that the caller chose, or else what the operation answers in, JSON first, and
 * anything where it does not say. Where there is a choice, what is not the default is wanted less (RFC 9110, 12.5.1).
 */
export function acceptOf({ operation, answers }: Tool, wanted: Json | undefined): string {
  if (typeof wanted === 'string' && answers.includes(wanted)) return wanted;
  const types = operation.responses
    .filter(({ status }) => /^[23]|default/i.test(status))
    .flatMap(({ content }) => content.map(({ type }) => type));
  const known = [...new Set([...answers.slice(0, 1), ...types])]
    .filter((type) => /^[\w.+*-]+\/[\w.+*-]+(\s*;.*)?$/.test(type))
    .slice(0, mostTypes);
  if (known.length === 0) return 'application/json, */*;q=0.5';
  const json = known.filter((type) => mediaKind(type) === 'json');
  const sorted = [...json, ...known.filter((type) => mediaKind(type) !== 'json')];
  const weighed = sorted.map((type) => (answers.slice(1).includes(type) ? `${type};q=0.5` : type));
  return json.length > 0 && !sorted.includes('*/*') ? [...weighed, '*/*;q=0.1'].join(', ') : weighed.join(', ');
}
