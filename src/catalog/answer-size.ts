import { isObject, own } from '../base/json.ts';
import { child, type Document, elements, members, type Node, referenceOf, resolve } from '../spec/document.ts';
import type { Operation } from '../spec/operation.ts';
import { successes } from './answer.ts';
import { plainName } from './paging.ts';

/** What the document says of an answer. */
export interface AnswerSize {
  /** About the tokens of an answer with some items in each of its lists. */
  readonly tokens: number;
  /** Whether there is a list near its root. */
  readonly hasList: boolean;
  /** Whether it says where the next page is. */
  readonly hasNext: boolean;
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
const nothing: AnswerSize = { tokens: 0, hasList: false, hasNext: false };

const nextNames =
  /^(next|nextpage|nextcursor|nextpagetoken|nexttoken|nextlink|nexturl|nextpageuri|nexturi|odatanextlink|continue|continuation(token)?|cursor|endcursor|hasmore|hasnext|hasnextpage|nextmarker|bookmark|paginationtoken|lastevaluatedkey|scrollid)$/;

/** How large a successful answer of an operation is, by its schema. */
export function measureAnswer(document: Document, operation: Operation, memory: AnswerMemory): AnswerSize | undefined {
  const media = successes(operation.responses)
    .flatMap(({ content }) => content)
    .find(({ type, schema }) => type.includes('json') && schema);
  return media?.schema && measure(document, media.schema, memory, 0, new Set());
}

function measure(document: Document, schema: Node, memory: AnswerMemory, depth: number, open: Set<string>): AnswerSize {
  if (depth > deepest) return { ...nothing, tokens: 4 };
  const reference = referenceOf(schema.value);
  if (reference === undefined) return measureSchema(document, schema, memory, depth, open);
  // What lies near the root is told apart from what lies deep.
  const key = `${Math.min(depth, 3)} ${schema.uri} ${reference}`;
  const known = memory.get(key);
  if (known) return known;
  if (open.has(key)) return { ...nothing, tokens: 4 };
  open.add(key);
  const size = measureSchema(document, resolve(document, schema, ignore), memory, depth, open);
  open.delete(key);
  memory.set(key, size);
  return size;
}

function measureSchema(
  document: Document,
  node: Node,
  memory: AnswerMemory,
  depth: number,
  open: Set<string>,
): AnswerSize {
  const { value } = node;
  if (!isObject(value)) return { ...nothing, tokens: 4 };
  let [tokens, hasList, hasNext] = [0, false, false];
  const add = (size: AnswerSize, times = 1): void => {
    tokens = Math.min(most, tokens + size.tokens * times);
    hasList ||= size.hasList;
    hasNext ||= size.hasNext;
  };
  const properties = own(value, 'properties');
  if (isObject(properties)) {
    for (const [name, member] of members(child(node, 'properties'))) {
      hasNext ||= depth <= 2 && nextNames.test(plainName(name));
      add(measure(document, member, memory, depth + 1, open));
      tokens += 2;
    }
  }
  if (own(value, 'items') !== undefined) {
    const item = measure(document, child(node, 'items'), memory, depth + 1, open);
    // What is within an item does not page the list.
    add({ tokens: item.tokens, hasList: depth <= 3, hasNext: false }, itemsOfList);
    hasList ||= depth <= 3;
  }
  if (isObject(own(value, 'additionalProperties')))
    add(
      { ...nothing, tokens: measure(document, child(node, 'additionalProperties'), memory, depth + 1, open).tokens },
      membersOfMap,
    );
  for (const part of elements(child(node, 'allOf'))) add(measure(document, part, memory, depth, open));
  for (const keyword of ['oneOf', 'anyOf']) {
    const [first] = elements(child(node, keyword));
    if (first) add(measure(document, first, memory, depth + 1, open));
  }
  return { tokens: tokens || (own(value, 'type') === 'string' ? 6 : 2), hasList, hasNext };
}
