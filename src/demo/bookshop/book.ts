import { z } from 'zod';
import { money } from './money.ts';

export const genres = [
  'adventure',
  'children',
  'drama',
  'essay',
  'fantasy',
  'gothic',
  'history',
  'horror',
  'mystery',
  'philosophy',
  'poetry',
  'romance',
  'satire',
  'science-fiction',
] as const;
export const genre = z.enum(genres);

const year = z.int().min(-3000).max(2100);
const millimetres = z.int().min(1).max(1000);

const writable = z.strictObject({
  title: z.string().min(1).max(200),
  author: z.strictObject({
    name: z.string().min(1).max(120),
    born: year.nullable().default(null),
    died: year.nullable().default(null),
  }),
  genres: z
    .array(genre)
    .min(1)
    .max(5)
    .refine((list) => new Set(list).size === list.length, 'must not repeat a genre'),
  description: z.string().max(2000).default(''),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, 'must be a language code of two letters')
    .default('en'),
  published: year,
  pages: z.int().min(1).max(5000),
  price: money,
  dimensions: z.strictObject({ widthMm: millimetres, heightMm: millimetres, depthMm: millimetres }).optional(),
  stock: z.int().min(0).max(100_000).default(0),
  gutenbergId: z.int().min(1).optional(),
  internalNote: z.string().max(500).optional(),
});

/** What a client may say about a book: the document's schema `Book` without its readOnly properties. */
export type BookInput = z.infer<typeof writable>;

/**
 * Reads a book sent by a client. The readOnly properties are taken and dropped rather than refused, so that a client
 * may send back what it got.
 */
export const bookInput: z.ZodType<BookInput> = z.preprocess((value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const readOnly = new Set(['id', 'rating', 'cover', 'addedAt', 'updatedAt']);
  return Object.fromEntries(Object.entries(value).filter(([key]) => !readOnly.has(key)));
}, writable);

/** A book as the shop keeps it. */
export interface Book extends BookInput {
  readonly id: string;
  readonly addedAt: string;
  readonly updatedAt: string;
}

/** Applies a JSON merge patch (RFC 7396): objects are merged, null removes, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const base = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {};
  const merged = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}
