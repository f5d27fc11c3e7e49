import { Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { bookInput, genre, mergePatch, type Book, type BookInput } from './book.ts';
import { bodyOf, decimal, flag, jsonBody, readInput, repeated } from './input.ts';
import { convert, currencies, type Currency } from './money.ts';
import { pageQuery, sendPage } from './paging.ts';
import { conflict, invalid } from './problem.ts';
import { findBook, ratingOf, type Shop } from './shop.ts';

const orders = {
  title: (a: Book, b: Book) => a.title.localeCompare(b.title, 'en'),
  published: (a: Book, b: Book) => a.published - b.published,
  price: (a: Book, b: Book) => inEuros(a) - inEuros(b),
};

const listQuery = z.object({
  q: z.string().max(100).default(''),
  genre: repeated(genre),
  author: z.string().max(100).default(''),
  minPrice: decimal(0, 10_000).optional(),
  maxPrice: decimal(0, 10_000).optional(),
  inStock: flag().optional(),
  sort: z.enum(['title', '-title', 'published', '-published', 'price', '-price']).default('title'),
  ...pageQuery,
});
type ListQuery = z.infer<typeof listQuery>;

/** The operations of the tag `books`: list, create, get, replace, update, delete. */
export function booksRouter(shop: Shop, needsKey: RequestHandler): Router {
  const router = Router();

  router.get('/books', (request, response) => {
    const query = readInput(listQuery, request.query, 'query');
    const { minPrice = 0, maxPrice = Infinity } = query;
    if (minPrice > maxPrice) {
      throw invalid([{ in: 'query', pointer: '/maxPrice', detail: 'must not be below minPrice' }]);
    }
    const found = [...shop.books.values()].filter((book) => matches(book, query)).sort(orderBy(query.sort));
    const items = found.map((book) => present(shop, book));
    sendPage(request, response, items, query);
  });

  router.post('/books', needsKey, jsonBody(), (request, response) => {
    const input = readInput(bookInput, bodyOf(request, 'application/json'), 'body');
    const now = shop.clock().toISOString();
    refuseTwin(shop, input);
    const book = { ...input, id: shop.nextId('book'), addedAt: now, updatedAt: now };
    shop.books.set(book.id, book);
    response.status(201).location(`/v1/books/${book.id}`).json(present(shop, book));
  });

  router.get('/books/:bookId', (request, response) => {
    const book = findBook(shop, request.params.bookId);
    response.json(present(shop, book, wantedCurrency(request)));
  });

  router.put('/books/:bookId', needsKey, jsonBody(), (request, response) => {
    const book = findBook(shop, request.params.bookId);
    const input = readInput(bookInput, bodyOf(request, 'application/json'), 'body');
    response.json(present(shop, keep(shop, book, input)));
  });

  router.patch('/books/:bookId', needsKey, jsonBody(), (request, response) => {
    const book = findBook(shop, request.params.bookId);
    const body = bodyOf(request, 'application/merge-patch+json', 'application/json');
    const patch = readInput(nonEmptyObject, body, 'body');
    const input = readInput(bookInput, mergePatch(book, patch), 'body');
    response.json(present(shop, keep(shop, book, input)));
  });

  router.delete('/books/:bookId', needsKey, (request, response) => {
    const { id } = findBook(shop, request.params.bookId);
    shop.books.delete(id);
    shop.covers.delete(id);
    for (const review of shop.reviews.values()) if (review.bookId === id) shop.reviews.delete(review.id);
    response.status(204).end();
  });

  return router;
}

const nonEmptyObject = z
  .record(z.string(), z.unknown())
  .refine((patch) => Object.keys(patch).length > 0, 'must change something');

/** The book as the document's schema `Book` describes it to readers: without what is writeOnly. */
function present(shop: Shop, book: Book, currency: Currency = book.price.currency): Record<string, unknown> {
  return {
    ...book,
    internalNote: undefined,
    price: convert(book.price, currency),
    rating: ratingOf(shop, book.id),
    cover: shop.covers.has(book.id) ? `/v1/books/${book.id}/cover` : null,
  };
}

function keep(shop: Shop, { id, addedAt }: Book, input: BookInput): Book {
  refuseTwin(shop, input, id);
  const book = { ...input, id, addedAt, updatedAt: shop.clock().toISOString() };
  shop.books.set(id, book);
  return book;
}

function refuseTwin(shop: Shop, { gutenbergId }: BookInput, self?: string): void {
  if (gutenbergId === undefined) return;
  const twin = [...shop.books.values()].find((book) => book.gutenbergId === gutenbergId && book.id !== self);
  if (!twin) return;
  const detail = `is already the number of ${twin.id}, "${twin.title}"`;
  throw conflict(`Another book has the gutenbergId ${gutenbergId}.`, [{ in: 'body', pointer: '/gutenbergId', detail }]);
}

function matches(book: Book, { q, genre: wanted, author, minPrice = 0, maxPrice = Infinity, inStock }: ListQuery) {
  const price = inEuros(book);
  return (
    fold(`${book.title} ${book.author.name} ${book.description}`).includes(fold(q)) &&
    fold(book.author.name).includes(fold(author)) &&
    (wanted.length === 0 || book.genres.some((name) => wanted.includes(name))) &&
    (inStock === undefined || book.stock > 0 === inStock) &&
    price >= minPrice &&
    price <= maxPrice
  );
}

function orderBy(sort: ListQuery['sort']): (a: Book, b: Book) => number {
  const compare = orders[sort.replace('-', '') as keyof typeof orders];
  return sort.startsWith('-') ? (a, b) => compare(b, a) : compare;
}

/** Case and accents do not count: `bronte` finds Brontë. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function inEuros(book: Book): number {
  return convert(book.price, 'EUR').amount;
}

/** The cookie `currency`: what a browser would remember of the visitor's choice. */
function wantedCurrency(request: Request): Currency | undefined {
  const cookies = (request.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  const value = cookies.find(([name]) => name === 'currency')?.[1];
  return readInput(z.object({ currency: z.enum(currencies).optional() }), { currency: value }, 'cookie').currency;
}
