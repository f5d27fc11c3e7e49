import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import { bodyOf, jsonBody, readInput, wholeNumber } from './input.ts';
import { pageQuery, sendPage } from './paging.ts';
import { findBook, reviewsOf, type Shop } from './shop.ts';

const listQuery = z.object({ minRating: wholeNumber(1, 5).default(1), ...pageQuery });

const reviewInput = z.strictObject({
  rating: z.int().min(1).max(5),
  text: z.string().min(1).max(2000),
  reviewer: z.string().min(1).max(80).default('Anonymous'),
});

/** The operations of the tag `reviews`. */
export function reviewsRouter(shop: Shop, needsKey: RequestHandler): Router {
  const router = Router();

  router.get('/books/:bookId/reviews', (request, response) => {
    const book = findBook(shop, request.params.bookId);
    const query = readInput(listQuery, request.query, 'query');
    const items = reviewsOf(shop, book.id).filter((review) => review.rating >= query.minRating);
    sendPage(request, response, items.reverse(), query);
  });

  router.post('/books/:bookId/reviews', needsKey, jsonBody(), (request, response) => {
    const book = findBook(shop, request.params.bookId);
    const input = readInput(reviewInput, bodyOf(request, 'application/json'), 'body');
    const review = { id: shop.nextId('review'), bookId: book.id, ...input, writtenAt: shop.clock().toISOString() };
    shop.reviews.set(review.id, review);
    response.status(201).json(review);
  });

  return router;
}
