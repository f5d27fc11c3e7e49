import type { TemplatePart } from './fold-paths.ts';
import { isWord } from './looks-like-value.ts';
import { isPlural, toCamelCase, toSingular, toUpperFirst } from './words.ts';

const verbs: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'check',
  POST: 'create',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'delete',
};

/**
 * A name in the way that people name operations: `GET /books` is `listBooks`, `GET /books/{bookId}/reviews`
 * `listBookReviews`, `POST /orders/{orderId}/ship` `shipOrder`.
 */
export function nameOperation(method: string, parts: readonly TemplatePart[]): string {
  const words = parts.flatMap((part, at) => {
    if (!('literal' in part) || isVersion(part.literal)) return [];
    const next = parts[at + 1];
    return [{ text: part.literal, isItem: next !== undefined && !('literal' in next) }];
  });
  const last = words.at(-1);
  if (!last) return `${verbs[method] ?? method.toLowerCase()}Root`;
  const before = words.slice(0, -1).filter(({ text }) => !/^(api|rest|public|internal)$/i.test(text));
  const parents = before
    .map(({ text, isItem }) => toUpperFirst(toCamelCase(isItem ? toSingular(text) : text)))
    .join('');
  const isAction = method === 'POST' && !last.isItem && !isPlural(last.text) && before.at(-1)?.isItem === true;
  if (isAction) return toCamelCase(last.text) + parents;
  const name = toUpperFirst(toCamelCase(last.text));
  if (method === 'GET' && !last.isItem && isPlural(last.text)) return `list${parents}${name}`;
  const isOne = last.isItem || (method === 'POST' && isPlural(last.text));
  return `${verbs[method] ?? method.toLowerCase()}${parents}${isOne ? toUpperFirst(toCamelCase(toSingular(last.text))) : name}`;
}

/** The first part that names something: what the operation is about. */
export function tagOf(parts: readonly TemplatePart[]): string | undefined {
  const first = parts.find(
    (part) =>
      'literal' in part && part.literal !== '' && !isVersion(part.literal) && !/^(api|rest)$/i.test(part.literal),
  );
  return first && 'literal' in first ? first.literal : undefined;
}

function isVersion(text: string): boolean {
  return /\d/.test(text) && isWord(text);
}
