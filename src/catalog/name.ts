import { createHash } from 'node:crypto';
import { RoutewrightError } from '../base/errors.ts';
import type { Operation } from '../spec/operation.ts';

export const defaultNameLength = 48;

/** Names of the gateway's own tools: an operation that asks for one gets its hash, whichever surface there is. */
const ownNames = [
  'read_result',
  'search_operations',
  'describe_operation',
  'call_read_operation',
  'call_write_operation',
  'call_delete_operation',
  'run_code',
];

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
  const wanted = requests.map(({ operation, wanted: name }) => {
    const whole = toIdentifier(prefix + identify(name ?? operation.operationId, operation));
    return whole.length <= maxLength ? whole : hashed(whole, operation, maxLength, 0);
  });
  const count = new Map<string, number>(ownNames.map((name) => [folded(name), 1]));
  for (const name of wanted) count.set(folded(name), (count.get(folded(name)) ?? 0) + 1);
  const taken = new Set<string>();
  return wanted.map((name, index) => {
    const { operation } = requests[index]!;
    let unique = count.get(folded(name)) === 1 ? name : hashed(name, operation, maxLength, 0);
    // Two routes whose hashes collide, one route twice, or a plain name that looks like a hashed one.
    for (let attempt = 1; taken.has(folded(unique)); attempt++) unique = hashed(name, operation, maxLength, attempt);
    taken.add(folded(unique));
    return unique;
  });
}

/** A name as an identifier; where nothing of it is left, as with 取得, the route has to do. */
function identify(name: string | undefined, operation: Operation): string {
  const identifier = toIdentifier(name ?? '');
  return identifier === '_' ? toIdentifier(fromRoute(operation)) : identifier;
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

const digits = 6;

function hashed(name: string, { method, path }: Operation, maxLength: number, attempt: number): string {
  const key = attempt === 0 ? `${method} ${path}` : `${method} ${path} ${attempt}`;
  const hash = createHash('sha256').update(key).digest('hex').slice(0, digits);
  return `${name.slice(0, Math.max(maxLength - digits - 1, 0)).replace(/_+$/, '')}_${hash}`;
}

/**
 * Holds the names of several APIs apart: `shop` and `shop_eu` may both come to a tool `shop_eu_list`, and a call of it
 * must not depend on which came last.
 *
 * @throws {RoutewrightError} CONFIG_INVALID
 */
export function refuseSharedNames(tools: readonly { readonly name: string; readonly api: string }[]): void {
  const owners = new Map<string, string>();
  for (const { name, api } of tools) {
    const owner = owners.get(name.toLowerCase());
    if (owner !== undefined && owner !== api) {
      throw new RoutewrightError('CONFIG_INVALID', `The APIs ${owner} and ${api} both have a tool ${name}`, {
        hint: 'Give one of them another name in the configuration.',
      });
    }
    owners.set(name.toLowerCase(), api);
  }
}
