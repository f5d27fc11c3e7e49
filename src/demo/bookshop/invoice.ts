import type { Order } from './orders.ts';
import type { Money } from './money.ts';
import { writePdf } from './pdf.ts';

/** The invoice of an order as a PDF of one page. */
export function writeInvoice({ id, customer, shipTo, lines, total, placedAt, status }: Order): Buffer {
  return writePdf(`Invoice ${id}`, [
    `The Bookshop, ${placedAt.slice(0, 10)}`,
    '',
    customer.name,
    shipTo.street,
    `${shipTo.postalCode} ${shipTo.city}, ${shipTo.country}`,
    '',
    ...lines.map(({ quantity, title, unitPrice }) => `${quantity} x ${title}, ${format(unitPrice)} each`),
    '',
    `Total: ${format(total)}`,
    ...(status === 'cancelled' ? ['This order was cancelled; nothing is due.'] : []),
  ]);
}

function format({ amount, currency }: Money): string {
  return `${currency} ${amount.toFixed(2)}`;
}
