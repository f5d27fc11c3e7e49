import type { Operation } from '../../spec/operation.ts';
import { singular, wordsOf } from '../words.ts';

/** What a path is about: `/v1/orders/{orderId}/items` is about the items of an order. */
interface Topic {
  /** Static steps as words, the outer ones first, without versions and `api`. */
  readonly nouns: readonly string[];
  /** The parameter that the path ends in. */
  readonly last: string | undefined;
  /** A step after a parameter that is no collection, `cancel` in `POST /orders/{id}/cancel`. */
  readonly action: string | undefined;
}

function topicOf({ method, path }: Operation): Topic {
  const steps = path.split(/[/#?]/).filter((step) => step !== '' && !/^(api|rest|v\d+(\.\d+)*)$/i.test(step));
  const last = /\{([^{}]+)\}$/.exec(steps.at(-1) ?? '')?.[1];
  const isStatic = (step: string): boolean => !step.includes('{');
  const end = steps.at(-1) ?? '';
  const isAction = method === 'POST' && steps.length > 1 && isStatic(end) && !isStatic(steps.at(-2)!) && !isPlural(end);
  const nouns = (isAction ? steps.slice(0, -1) : steps).filter(isStatic);
  return { nouns, last: isAction ? undefined : last, action: isAction ? end : undefined };
}

function isPlural(step: string): boolean {
  const last = wordsOf(step).at(-1) ?? '';
  return singular(last) !== last;
}

const onOne: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'check',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'delete',
  POST: 'update',
};
const onAll: Readonly<Record<string, string>> = {
  GET: 'list',
  HEAD: 'check',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'delete',
  POST: 'create',
};

function verbOf({ method }: Operation, { last, action, nouns }: Topic): string {
  if (action !== undefined) return action;
  const isOne = last !== undefined || (method === 'GET' && !isPlural(nouns.at(-1) ?? ''));
  return (isOne ? onOne : onAll)[method] ?? method.toLowerCase();
}

/** One thing is in the singular, and so is what is created. */
function isSingular(verb: string, { last, action }: Topic): boolean {
  return last !== undefined || action !== undefined || verb === 'create';
}

/**
 * A name for an operation, from its method and path: `listOrderItems`, `getOrder`, `cancelOrder`. With a larger number
 * of nouns it says more, which is what tells two apart.
 */
export function proposeName(operation: Operation, nouns: number): string {
  const topic = topicOf(operation);
  const verb = verbOf(operation, topic);
  const used = topic.nouns.slice(-nouns);
  const words = used.flatMap((noun, index) => {
    const isLast = index === used.length - 1;
    const inner = wordsOf(noun);
    return isLast && !isSingular(verb, topic) ? inner : [...inner.slice(0, -1), singular(inner.at(-1) ?? '')];
  });
  return [...wordsOf(verb), ...words].map((word, index) => (index === 0 ? word : capital(word))).join('');
}

/** A sentence for an operation, from its method and path: `List the items of an order.` */
export function proposeSummary(operation: Operation): string {
  const topic = topicOf(operation);
  const verb = verbOf(operation, topic);
  const [noun = 'root', owner] = topic.nouns.toReversed();
  const one = isSingular(verb, topic);
  const words = wordsOf(noun);
  const what = one
    ? withArticle([...words.slice(0, -1), singular(words.at(-1) ?? '')].join(' '))
    : `the ${words.join(' ')}`;
  const of = owner === undefined ? '' : ` of ${withArticle(wordsOf(owner).map(singular).join(' '))}`;
  const by = topic.last === undefined ? '' : `, by its ${wordsOf(topic.last).join(' ')}`;
  return `${capital(wordsOf(verb).join(' '))} ${what}${of}${by}.`;
}

/** A tag for an operation: what its path begins with. */
export function proposeTag(operation: Operation): string {
  return topicOf(operation).nouns[0] ?? 'default';
}

function withArticle(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
