import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import { bodyOf, jsonBody, readInput, repeated } from './input.ts';
import { writeInvoice } from './invoice.ts';
import { sum, type Money } from './money.ts';
import { pageQuery, sendPage } from './paging.ts';
import { conflict, invalid, notFound, type FieldError } from './problem.ts';
import type { Shop } from './shop.ts';

const statuses = ['placed', 'shipped', 'cancelled'] as const;
const listQuery = z.object({ status: repeated(z.enum(statuses)), ...pageQuery });

const orderInput = z.strictObject({
  customer: z.strictObject({ name: z.string().min(1).max(120), email: z.email() }),
  shipTo: z.strictObject({
    street: z.string().min(1).max(120),
    city: z.string().min(1).max(80),
    postalCode: z.string().min(1).max(12),
    country: z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two capitals'),
  }),
  lines: z
    .array(z.strictObject({ bookId: z.string(), quantity: z.int().min(1).max(100) }))
    .min(1)
    .max(20),
  giftMessage: z.string().min(1).max(300).optional(),
});
type OrderInput = z.infer<typeof orderInput>;

const cancellation = z.strictObject({ reason: z.string().min(1).max(300).optional() });
const shipment = z.strictObject({ carrier: z.string().min(1).max(60), trackingNumber: z.string().min(1).max(40) });

interface OrderLine {
  readonly bookId: string;
  readonly title: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

export interface Order extends Omit<OrderInput, 'lines'> {
  readonly id: string;
  readonly status: (typeof statuses)[number];
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly placedAt: string;
  readonly shipment: (z.infer<typeof shipment> & { readonly shippedAt: string }) | null;
  readonly cancelReason?: string | undefined;
}

/** The operations of the tag `orders`. An order is placed, and then either shipped or cancelled. */
export function ordersRouter(shop: Shop, needsKey: RequestHandler, needsStaff: RequestHandler): Router {
  const router = Router();

  router.get('/orders', (request, response) => {
    const query = readInput(listQuery, request.query, 'query');
    const wanted = (order: Order) => query.status.length === 0 || query.status.includes(order.status);
    sendPage(request, response, [...shop.orders.values()].filter(wanted).reverse(), query);
  });

  router.post('/orders', needsKey, jsonBody(), (request, response) => {
    const input = readInput(orderInput, bodyOf(request, 'application/json'), 'body');
    const order = placeOnce(shop, input, request.get('idempotency-key'));
    response.status(201).location(`/v1/orders/${order.id}`).json(order);
  });

  router.get('/orders/:orderId', (request, response) => {
    response.json(findOrder(shop, request.params.orderId));
  });

  router.get('/orders/:orderId/invoice', (request, response) => {
    const order = findOrder(shop, request.params.orderId);
    response.attachment(`invoice-${order.id}.pdf`).type('application/pdf').send(writeInvoice(order));
  });

  router.post('/orders/:orderId/cancel', needsKey, jsonBody(), (request, response) => {
    const order = findOpenOrder(shop, request.params.orderId);
    const { reason } = readInput(cancellation, bodyOf(request, 'application/json') ?? {}, 'body');
    const cancelled: Order = { ...order, status: 'cancelled', cancelReason: reason };
    shop.orders.set(order.id, cancelled);
    for (const line of order.lines) moveStock(shop, line.bookId, line.quantity);
    response.json(cancelled);
  });

  router.post('/orders/:orderId/ship', needsStaff, jsonBody(), (request, response) => {
    const order = findOpenOrder(shop, request.params.orderId);
    const input = readInput(shipment, bodyOf(request, 'application/json'), 'body');
    const shippedAt = shop.clock().toISOString();
    const shipped: Order = { ...order, status: 'shipped', shipment: { ...input, shippedAt } };
    shop.orders.set(order.id, shipped);
    response.json(shipped);
  });

  return router;
}

/** The same idempotency key with the same body gives the same order again, so that a retry buys nothing twice. */
function placeOnce(shop: Shop, input: OrderInput, key: string | undefined): Order {
  if (key === undefined) return place(shop, input);
  if (!/^[\w-]{8,64}$/.test(key)) {
    const detail = 'must be 8 to 64 letters, digits, hyphens or underscores';
    throw invalid([{ in: 'header', pointer: '/Idempotency-Key', detail }]);
  }
  const body = JSON.stringify(input);
  const earlier = shop.placed.get(key);
  if (earlier && earlier.body !== body) {
    throw invalid([{ in: 'header', pointer: '/Idempotency-Key', detail: 'was used with another order before' }]);
  }
  const order = (earlier && shop.orders.get(earlier.orderId)) ?? place(shop, input);
  shop.placed.set(key, { body, orderId: order.id });
  return order;
}

function place(shop: Shop, { lines, ...input }: OrderInput): Order {
  const unknown = lines.flatMap(({ bookId }, index): FieldError[] =>
    shop.books.has(bookId) ? [] : [{ in: 'body', pointer: `/lines/${index}/bookId`, detail: 'is not a book we have' }],
  );
  if (unknown.length > 0) throw invalid(unknown);

  const short = lines.flatMap(({ bookId }, index): FieldError[] => {
    const wanted = lines.reduce((total, line) => (line.bookId === bookId ? total + line.quantity : total), 0);
    const { stock } = shop.books.get(bookId)!;
    const detail = `wants ${wanted} in all, where ${stock} are in stock`;
    return wanted > stock ? [{ in: 'body', pointer: `/lines/${index}/quantity`, detail }] : [];
  });
  if (short.length > 0) throw conflict('There is not enough in stock for this order; nothing was ordered.', short);

  const priced = lines.map(({ bookId, quantity }) => {
    const { title, price } = shop.books.get(bookId)!;
    return { bookId, title, quantity, unitPrice: price };
  });
  for (const { bookId, quantity } of lines) moveStock(shop, bookId, -quantity);
  const order: Order = {
    id: shop.nextId('order'),
    status: 'placed',
    ...input,
    lines: priced,
    total: sum(priced.map(({ unitPrice, quantity }) => ({ ...unitPrice, amount: unitPrice.amount * quantity }))),
    placedAt: shop.clock().toISOString(),
    shipment: null,
  };
  shop.orders.set(order.id, order);
  return order;
}

function findOrder(shop: Shop, id: string | string[] | undefined): Order {
  const order = shop.orders.get(String(id));
  if (!order) throw notFound('order', String(id));
  return order;
}

function findOpenOrder(shop: Shop, id: string | string[] | undefined): Order {
  const order = findOrder(shop, id);
  if (order.status !== 'placed') throw conflict(`The order ${order.id} is already ${order.status}.`);
  return order;
}

/** A book may have left the catalog since it was ordered. */
function moveStock(shop: Shop, bookId: string, by: number): void {
  const book = shop.books.get(bookId);
  if (book) shop.books.set(bookId, { ...book, stock: book.stock + by });
}
