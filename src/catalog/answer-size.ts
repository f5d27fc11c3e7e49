import { isObject, own } from '../base/json.ts';
import { child, type Document, elements, members, type Node, referenceOf, resolve } from '../spec/document.ts';
import type { Operation } from '../spec/operation.ts';
import { successes } from './answer.ts';
import { plainName } from './paging.ts';

/** What the document says of an answer. */
export interface AnswerSize {
  /** About the tokens of an answer with some items in each of its lists. */
  readonly tokens: number;
  /** Levels from the root to the nearest list; 0 where the answer is one, infinite where there is none. */
  readonly list: number;
  /** Levels to the nearest member that says where the next page is. */
  readonly next: number;
}

/** What answers look like, by the address of their schema: many operations answer the same. */
export type AnswerMemory = Map<string, AnswerSize>;

const itemsOfList = 10;
const membersOfMap = 5;
/** Nesting beyond which nothing is added. */
const deepest = 6;
/** Beyond this it does not matter how large it is. */
const most = 100_000;
const ignore = (): void => undefined;
const something: AnswerSize = { tokens: 4, list: Infinity, next: Infinity };

const nextNames =
  /^(next|nextpage|nextcursor|nextpagetoken|nexttoken|nextlink|nexturl|nextpageuri|nexturi|odatanextlink|continue|continuation(token)?|cursor|endcursor|hasmore|hasnext|hasnextpage|nextmarker|bookmark|paginationtoken|lastevaluatedkey|scrollid)$/;

/** How large a successful answer of an operation is, by its schema. */
export function measureAnswer(document: Document, operation: Operation, memory: AnswerMemory): AnswerSize | undefined {
  const media = successes(operation.responses)
    .flatMap(({ content }) => content)
    .find(({ type, schema }) => type.includes('json') && schema);
  return media?.schema && measure(document, media.schema, memory, 0);
}

function measure(document: Document, schema: Node, memory: AnswerMemory, depth: number): AnswerSize {
  const reference = referenceOf(schema.value);
  if (reference === undefined) return depth > deepest ? something : measureSchema(document, schema, memory, depth);
  const key = `${schema.uri} ${reference}`;
  const known = memory.get(key);
  if (known || depth > deepest) return known ?? something;
  // Whoever comes back here while it is measured goes round in a circle.
  memory.set(key, something);
  const size = measureSchema(document, resolve(document, schema, ignore), memory, depth);
  memory.set(key, size);
  return size;
}

function measureSchema(document: Document, node: Node, memory: AnswerMemory, depth: number): AnswerSize {
  const { value } = node;
  if (!isObject(value)) return something;
  let [tokens, list, next] = [0, Infinity, Infinity];
  const add = (size: AnswerSize, levels: number, times = 1): void => {
    tokens = Math.min(most, tokens + size.tokens * times);
    list = Math.min(list, size.list + levels);
    next = Math.min(next, size.next + levels);
  };
  if (isObject(own(value, 'properties'))) {
    for (const [name, member] of members(child(node, 'properties'))) {
      if (next > 0 && nextNames.test(plainName(name))) next = 0;
      add(measure(document, member, memory, depth + 1), 1);
      tokens += 2;
    }
  }
  if (own(value, 'items') !== undefined) {
    // What is within an item does not page the list.
    const { tokens: item } = measure(document, child(node, 'items'), memory, depth + 1);
    add({ tokens: item, list: 0, next: Infinity }, 0, itemsOfList);
  }
  if (isObject(own(value, 'additionalProperties'))) {
    const { tokens: member } = measure(document, child(node, 'additionalProperties'), memory, depth + 1);
    add({ ...something, tokens: member }, 0, membersOfMap);
  }
  for (const part of elements(child(node, 'allOf'))) add(measure(document, part, memory, depth + 1), 0);
  for (const keyword of ['oneOf', 'anyOf']) {
    const [first] = elements(child(node, keyword));
    if (first) add(measure(document, first, memory, depth + 1), 0);
  }
  return { tokens: tokens || (own(value, 'type') === 'string' ? 6 : 2), list, next };
}
