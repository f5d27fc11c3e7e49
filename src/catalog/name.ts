import { createHash } from 'node:crypto';
import type { Operation } from '../spec/operation.ts';

export const defaultNameLength = 48;

/** An operation and the name it asks for: its own, or one that curation gave it. */
export interface NameRequest {
  readonly operation: Operation;
  readonly wanted: string | undefined;
}

/**
 * Names that every client accepts: `^[A-Za-z_][A-Za-z0-9_]*$`, of at most `maxLength` characters, unique even when case
 * and underscores are ignored. They come from the operationId, else from method and path. A name that was cut or that
 * two operations ask for ends in a hash of method and path, so that it stays the same whatever changes around it.
 */
export function nameOperations(requests: readonly NameRequest[], prefix = '', maxLength = defaultNameLength): string[] {
  const wanted = requests.map(({ operation, wanted: name }) =>
    cut(prefix + toIdentifier(name ?? operation.operationId ?? fromRoute(operation)), operation, maxLength),
  );
  const count = new Map<string, number>();
  for (const name of wanted) count.set(folded(name), (count.get(folded(name)) ?? 0) + 1);
  const taken = new Set<string>();
  return wanted.map((name, index) => {
    const { operation } = requests[index]!;
    let unique = count.get(folded(name)) === 1 ? name : hashed(name, operation, maxLength, 6);
    // Two routes whose hashes collide, or a plain name that looks like a hashed one.
    for (let digits = 8; taken.has(folded(unique)); digits += 2) unique = hashed(name, operation, maxLength, digits);
    taken.add(folded(unique));
    return unique;
  });
}

/** Letters, digits and underscores, beginning with a letter or underscore; accents are taken off, the rest replaced. */
export function toIdentifier(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (plain === '') return '_';
  return /^[0-9]/.test(plain) ? `_${plain}` : plain;
}

/** `GET /pets/{id}/toys` → `get_pets_by_id_toys`. */
function fromRoute({ method, path }: Operation): string {
  const steps = path
    .split(/[/?#&=]/)
    .filter((step) => step !== '')
    .map((step) => step.replace(/\{([^{}]*)\}/g, (_, name: string) => `_by_${name}`));
  return [method.toLowerCase(), ...steps].join('_').replace(/_+/g, '_');
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

function cut(name: string, operation: Operation, maxLength: number): string {
  return name.length <= maxLength ? name : hashed(name, operation, maxLength, 6);
}

function hashed(name: string, { method, path }: Operation, maxLength: number, digits: number): string {
  const hash = createHash('sha256').update(`${method} ${path}`).digest('hex').slice(0, digits);
  const stem = name.slice(0, maxLength - digits - 1).replace(/_+$/, '');
  return `${stem}_${hash}`;
}
