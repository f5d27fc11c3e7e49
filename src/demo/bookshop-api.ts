import express, { type Express } from 'express';
import { requireShopKey, requireStaffToken } from './bookshop/access.ts';
import { backroomRouter } from './bookshop/backroom.ts';
import { booksRouter } from './bookshop/books.ts';
import { catalogRouter } from './bookshop/catalog.ts';
import { coversRouter } from './bookshop/covers.ts';
import { ordersRouter } from './bookshop/orders.ts';
import { answerProblem, refuseUnknownPath } from './bookshop/problem.ts';
import { reviewsRouter } from './bookshop/reviews.ts';
import { openShop } from './bookshop/shop.ts';

/** What the demo shop can be told. */
export interface BookshopOptions {
  /**
   * The time written into what is created.
   * @default the system's clock
   */
  readonly clock?: () => Date;
  /**
   * What writes must carry in `X-Shop-Key`.
   * @default 'demo-shop-key'
   */
  readonly shopKey?: string;
  /**
   * What `shipOrder` must carry as bearer token.
   * @default 'demo-staff-token'
   */
  readonly staffToken?: string;
}

/**
 * The API that openapi/bookshop.yaml describes, with something of everything a gateway has to cope with. It lives in
 * memory, starts with the same 24 books each time, and listens only once it is told to.
 *
 * @example
 * ```ts
 * const server = createBookshop().listen(8809, '127.0.0.1');
 * ```
 */
export function createBookshop({
  clock = () => new Date(),
  shopKey = 'demo-shop-key',
  staffToken = 'demo-staff-token',
}: BookshopOptions = {}): Express {
  const shop = openShop(clock);
  const needsKey = requireShopKey(shopKey);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // a 304 is not in the document
  app.use('/v1', booksRouter(shop, needsKey));
  app.use('/v1', reviewsRouter(shop, needsKey));
  app.use('/v1', coversRouter(shop, needsKey));
  app.use('/v1', ordersRouter(shop, needsKey, requireStaffToken(staffToken)));
  app.use('/v1', catalogRouter(shop, needsKey));
  app.use('/v1', backroomRouter(shop));
  app.use(refuseUnknownPath);
  app.use(answerProblem);
  return app;
}
