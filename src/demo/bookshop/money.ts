import { z } from 'zod';

export const currencies = ['EUR', 'GBP', 'USD'] as const;
export type Currency = (typeof currencies)[number];

export const money = z.strictObject({
  amount: z
    .number()
    .min(0)
    .max(10_000)
    .refine((amount) => round(amount) === amount, 'must have two decimals at most'),
  currency: z.enum(currencies),
});
export type Money = z.infer<typeof money>;

/** What one euro buys. Fixed, so that answers stay the same from one day to the next. */
export const rates: Readonly<Record<Currency, number>> = { EUR: 1, GBP: 0.85, USD: 1.1 };

export function convert({ amount, currency }: Money, wanted: Currency): Money {
  if (currency === wanted) return { amount, currency };
  return { amount: round((amount / rates[currency]) * rates[wanted]), currency: wanted };
}

/** The sum in euros, whatever the parts are in. */
export function sum(parts: readonly Money[]): Money {
  const amount = parts.reduce((total, part) => total + convert(part, 'EUR').amount, 0);
  return { amount: round(amount), currency: 'EUR' };
}

function round(amount: number): number {
  return Number(amount.toFixed(2));
}
