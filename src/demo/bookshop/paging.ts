import type { Request, Response } from 'express';
import { wholeNumber } from './input.ts';

/** The two parameters of every list, to be spread into its query schema. */
export const pageQuery = {
  page: wholeNumber(1, 10_000).default(1),
  perPage: wholeNumber(1, 50).default(10),
};

/** Answers one page, and says in the body and in a `Link` header (RFC 8288) whether there is another. */
export function sendPage(
  request: Request,
  response: Response,
  items: readonly unknown[],
  { page, perPage }: { page: number; perPage: number },
): void {
  const next = page * perPage < items.length ? page + 1 : null;
  if (next !== null) {
    const url = new URL(request.originalUrl, 'http://bookshop.example');
    url.searchParams.set('page', String(next));
    response.set('Link', `<${url.pathname}${url.search}>; rel="next"`);
  }
  response.json({ items: items.slice((page - 1) * perPage, page * perPage), page, perPage, total: items.length, next });
}
