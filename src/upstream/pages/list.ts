import { isObject, type Json } from '../../base/json.ts';

/** The list that an answer is about. */
export interface FoundList {
  /** Keys from the root of the answer to it. */
  readonly path: readonly string[];
  readonly items: readonly Json[];
}

const usualNames = [
  'data',
  'items',
  'results',
  'value',
  'values',
  'entries',
  'records',
  'list',
  'objects',
  'resources',
  'rows',
  'content',
  'elements',
  'hits',
  'docs',
  'members',
];
const usualContainers = ['data', 'result', 'results', 'response', 'hits', 'd', 'payload', '_embedded', 'page', 'list'];

/**
 * The list of an answer: itself, the member with a usual name, the only list there is, or the longest list of objects;
 * else the same within a member that usually wraps one.
 */
export function findList(answer: Json | undefined): FoundList | undefined {
  if (Array.isArray(answer)) return { path: [], items: answer as readonly Json[] };
  if (!isObject(answer)) return undefined;
  const lists = Object.keys(answer).filter((key) => Array.isArray(answer[key]));
  const usual = usualNames.find((name) => lists.includes(name));
  const key = usual ?? longest(answer, lists);
  if (key !== undefined) return { path: [key], items: answer[key] as readonly Json[] };
  for (const name of usualContainers) {
    const inner = isObject(answer[name]) ? findList(answer[name]) : undefined;
    if (inner && inner.path.length < 3) return { path: [name, ...inner.path], items: inner.items };
  }
  return undefined;
}

function longest(answer: Readonly<Record<string, unknown>>, lists: readonly string[]): string | undefined {
  if (lists.length <= 1) return lists[0];
  const ofObjects = lists.filter((key) => isObject((answer[key] as unknown[])[0]));
  const length = (key: string): number => (answer[key] as unknown[]).length;
  return ofObjects.sort((one, other) => length(other) - length(one))[0];
}

/** An answer with other items in its list. */
export function withItems(answer: Json, path: readonly string[], items: readonly Json[]): Json {
  const [key, ...rest] = path;
  if (key === undefined) return items;
  const object = answer as Readonly<Record<string, Json>>;
  return { ...object, [key]: withItems(object[key]!, rest, items) };
}
