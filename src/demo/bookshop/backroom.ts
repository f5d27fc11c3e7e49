import { setTimeout as sleep } from 'node:timers/promises';
import { Router } from 'express';
import { z } from 'zod';
import { decimal, readInput, wholeNumber } from './input.ts';
import { rates } from './money.ts';
import { Problem } from './problem.ts';
import type { Shop } from './shop.ts';

const countQuery = z.object({ seconds: decimal(0, 60).default(3) });
const ratesQuery = z.object({ refusals: wholeNumber(0, 5).default(1) });

/** The operations of the tag `backroom`: what goes wrong in real APIs, on demand. Slow, rate limited, broken. */
export function backroomRouter(shop: Shop): Router {
  const router = Router();
  let refused = 0;

  router.get('/stock/count', async (request, response) => {
    const { seconds } = readInput(countQuery, request.query, 'query');
    const startedAt = shop.clock().toISOString();
    const left = new AbortController();
    response.once('close', () => left.abort());
    await sleep(seconds * 1000, undefined, { signal: left.signal }).catch(() => undefined);
    if (left.signal.aborted) return;
    const books = [...shop.books.values()];
    const copies = books.reduce((total, book) => total + book.stock, 0);
    response.json({ titles: books.length, copies, startedAt, finishedAt: shop.clock().toISOString() });
  });

  // Counts calls, not time: the answers are the same on a slow machine. After a success the round starts again.
  router.get('/exchange-rates', (request, response) => {
    const { refusals } = readInput(ratesQuery, request.query, 'query');
    if (refused < refusals) {
      refused += 1;
      throw new Problem(429, 'Too many requests', 'The rates are asked for too often. Try again in one second.', {
        headers: { 'Retry-After': '1' },
      });
    }
    refused = 0;
    response.json({ base: 'EUR', asOf: shop.clock().toISOString().slice(0, 10), rates });
  });

  router.get('/warehouse/status', () => {
    throw new Problem(500, 'Warehouse unreachable', 'The warehouse does not answer; it never has.');
  });

  return router;
}
