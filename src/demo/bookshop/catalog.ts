import express, { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import { genre, genres, type Book } from './book.ts';
import { bodyOf, readInput, repeated } from './input.ts';
import type { Shop } from './shop.ts';

const cells = {
  id: (book: Book) => book.id,
  title: (book: Book) => book.title,
  author: (book: Book) => book.author.name,
  genres: (book: Book) => book.genres.join(';'),
  published: (book: Book) => String(book.published),
  price: (book: Book) => book.price.amount.toFixed(2),
  currency: (book: Book) => book.price.currency,
  stock: (book: Book) => String(book.stock),
};
type Column = keyof typeof cells;
const allColumns = Object.keys(cells) as Column[];

const exportQuery = z.object({
  // Form style, not exploded: one value with commas.
  columns: z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(z.enum(allColumns)).refine((list) => new Set(list).size === list.length, 'must not repeat a column'))
    .default(allColumns),
});

const subscription = z.strictObject({
  email: z.email(),
  genres: repeated(genre),
  frequency: z.enum(['weekly', 'monthly']).default('monthly'),
});

/** The operations of the tag `catalog`: the genres, the catalog as CSV, and the newsletter. */
export function catalogRouter(shop: Shop, needsKey: RequestHandler): Router {
  const router = Router();

  router.get('/genres', (_request, response) => {
    const books = [...shop.books.values()];
    response.json(genres.map((name) => ({ name, books: books.filter((book) => book.genres.includes(name)).length })));
  });

  router.get('/catalog.csv', (request, response) => {
    const { columns } = readInput(exportQuery, request.query, 'query');
    const rows = [...shop.books.values()].map((book) => columns.map((column) => cells[column](book)));
    const text = [columns, ...rows].map((row) => `${row.map(quote).join(',')}\r\n`).join('');
    response.attachment('catalog.csv').type('text/csv; charset=utf-8').send(text);
  });

  router.post('/newsletter', needsKey, express.urlencoded({ extended: false }), (request, response) => {
    readInput(subscription, bodyOf(request, 'application/x-www-form-urlencoded'), 'body');
    response.status(204).end(); // nothing is kept: the demo sends no letters
  });

  return router;
}

/** RFC 4180. */
function quote(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
