import type { Book } from './book.ts';
import { drawCover } from './png.ts';
import { notFound } from './problem.ts';
import type { Order } from './orders.ts';
import { seedBooks, seedOrders, seedReviews } from './seed.ts';

export interface Review {
  readonly id: string;
  readonly bookId: string;
  readonly rating: number;
  readonly text: string;
  readonly reviewer: string;
  readonly writtenAt: string;
}

interface Cover {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Everything the shop knows. One a server, in memory: each start opens the same shop again. */
export interface Shop {
  readonly clock: () => Date;
  readonly books: Map<string, Book>;
  readonly reviews: Map<string, Review>;
  readonly orders: Map<string, Order>;
  readonly covers: Map<string, Cover>;
  /** The orders placed under an idempotency key, with the body they were placed with. */
  readonly placed: Map<string, { readonly body: string; readonly orderId: string }>;
  /** Numbers go on from the seeds and are never given twice. */
  nextId(kind: 'book' | 'review' | 'order'): string;
}

export function openShop(clock: () => Date): Shop {
  const books = new Map(seedBooks().map((book) => [book.id, book]));
  const reviews = new Map(seedReviews().map((review) => [review.id, review]));
  const orders = new Map(seedOrders().map((order) => [order.id, order]));
  const covers = new Map(
    [...books.values()].map((book) => [book.id, { contentType: 'image/png', bytes: drawCover(book.title) }]),
  );
  const last = { book: books.size, review: reviews.size, order: 1000 + orders.size };
  const prefix = { book: 'bk_', review: 'rv_', order: 'or_' };
  return {
    clock,
    books,
    reviews,
    orders,
    covers,
    placed: new Map(),
    nextId: (kind) => `${prefix[kind]}${String(++last[kind]).padStart(3, '0')}`,
  };
}

/** The book a path names; the parameter as Express types it when middleware stands before the handler. */
export function findBook(shop: Shop, id: string | string[] | undefined): Book {
  const book = shop.books.get(String(id));
  if (!book) throw notFound('book', String(id));
  return book;
}

export function reviewsOf(shop: Shop, bookId: string): Review[] {
  return [...shop.reviews.values()].filter((review) => review.bookId === bookId);
}

/** The mean of a book's reviews to one decimal; null while there is none. */
export function ratingOf(shop: Shop, bookId: string): number | null {
  const reviews = reviewsOf(shop, bookId);
  if (reviews.length === 0) return null;
  return Number((reviews.reduce((total, review) => total + review.rating, 0) / reviews.length).toFixed(1));
}
